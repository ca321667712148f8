/** Node's options for a process, as it runs on a host. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { projectPaths } from '../../server/config/paths';

interface Ecosystem {
  readonly apps: readonly { readonly name: string; readonly interpreter_args: readonly string[] }[];
}

export function flagsOf(name: string): readonly string[] {
  const file = path.join(projectPaths().root, 'ecosystem.config.js');
  const { apps } = createRequire(file)(file) as Ecosystem;
  const flags = apps.find((app) => app.name === name)?.interpreter_args;
  if (!flags) throw new Error(`${file} has no ${name}`);
  return flags;
}
