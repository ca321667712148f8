/** The compiled programs, run as an operator types them. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { projectPaths } from '../../server/config/paths';

/** @param root another checkout than this one */
export const scriptOf = (name: string, root = projectPaths().root): string =>
  path.join(root, 'dist', 'server', 'bin', `${name}.js`);

interface CommandOptions {
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  /** What is typed while it runs. */
  readonly input?: string;
}

export function runCommand(name: string, args: readonly string[], { env, input = '' }: CommandOptions = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [scriptOf(name), ...args], {
    env: { PATH: process.env['PATH'], ...env },
    input,
    encoding: 'utf8',
    timeout: 90_000,
  });
  return { status, stdout, stderr };
}
