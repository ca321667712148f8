/** The processes as they are started: compiled, in a directory that looks like a release. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmod, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { flagsOf } from '../../setup/node-flags';
import { closeLater, newDirectory } from './edge';

const ROOT = path.resolve(__dirname, '..', '..', '..');

export interface Running {
  readonly child: ChildProcess;
  /** It has said that it does its work; rejects where it ends before. */
  readonly ready: Promise<void>;
  isReady(): boolean;
  readonly ended: Promise<number | null>;
  readonly stderr: () => string;
  readonly stdout: () => string;
  readonly output: () => string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** Killed by `closeAll` at the latest. */
export function watch(child: ChildProcess): Running {
  let stderr = '';
  let stdout = '';
  let isReady = false;
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const kill = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  closeLater(async () => void (await kill('SIGKILL')));
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      isReady ||= message === 'ready';
      if (isReady) resolve();
    });
    child.once('close', () => reject(new Error(`it ended before it was ready:\n${stderr}${stdout}`)));
  });
  ready.catch(() => undefined);
  return {
    child,
    ready,
    isReady: () => isReady,
    ended,
    stderr: () => stderr,
    stdout: () => stdout,
    output: () => stderr + stdout,
    kill,
  };
}

export interface RunOptions {
  /** A file that is loaded before everything else. */
  readonly preload?: string;
  /** Another user, where this one may start processes of others. */
  readonly userId?: number;
  /** Files can be made, but not a byte written to them, until there is room. */
  readonly onFullDisk?: boolean;
}

export type Run = (
  name: 'edge' | 'certificates',
  variables: Readonly<Record<string, string>>,
  options?: RunOptions,
) => Running;

/** @returns how the processes of a release are started */
export async function buildRelease(domain: string): Promise<Run> {
  const release = await newDirectory();
  await chmod(release, 0o755);
  const bin = path.join(release, 'dist', 'server', 'bin');
  await build({
    entryPoints: ['edge', 'certificates'].map((name) => path.join(ROOT, 'server', 'bin', `${name}.ts`)),
    outdir: bin,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  await writeFile(path.join(release, 'package.json'), '{}');
  await writeFile(path.join(release, 'dist', 'release.json'), '{"version":"1.2.3","commit":"abc1234"}');
  await symlink(path.join(ROOT, 'node_modules'), path.join(release, 'node_modules'));
  return (name, variables, { preload, userId, onFullDisk } = {}) => {
    const program = [process.execPath, ...flagsOf(name), path.join(bin, `${name}.js`)];
    if (preload !== undefined) program.splice(1, 0, '--require', preload);
    const [command, ...args] = onFullDisk ? ['bash', '-c', 'ulimit -S -f 0; exec "$0" "$@"', ...program] : program;
    return watch(
      spawn(command!, args, {
        env: { PATH: process.env['PATH'], DOMAIN: domain, ...variables },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        ...(userId === undefined ? {} : { uid: userId, gid: userId }),
      }),
    );
  };
}

/** Makes room on the disk of a process that was started on a full one. */
export function makeRoom({ child }: Running): void {
  execFileSync('prlimit', [`--pid=${child.pid}`, '--fsize=unlimited']);
}
