/** The processes as they are started: compiled, in a directory that looks like a release. */
import { fork, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { flagsOf } from '../../setup/node-flags';
import { closeLater } from './edge';

const ROOT = path.resolve(__dirname, '..', '..', '..');

export interface Running {
  readonly child: ChildProcess;
  /** It has said that it does its work; rejects where it ends before. */
  readonly ready: Promise<void>;
  isReady(): boolean;
  readonly ended: Promise<number | null>;
  readonly stderr: () => string;
  readonly stdout: () => string;
  /** Both. */
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
}

export type Run = (
  name: 'edge' | 'certificates',
  variables: Readonly<Record<string, string>>,
  options?: RunOptions,
) => Running;

export async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'edge-process-'));
  closeLater(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** @returns where the entry points of the processes are, compiled */
export async function compileRelease(): Promise<string> {
  const release = await newDirectory();
  await chmod(release, 0o755);
  await build({
    entryPoints: ['edge', 'certificates'].map((name) => path.join(ROOT, 'server', 'bin', `${name}.ts`)),
    outdir: path.join(release, 'dist', 'server', 'bin'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  await writeFile(path.join(release, 'package.json'), '{}');
  await writeFile(path.join(release, 'dist', 'release.json'), '{"version":"1.2.3","commit":"abc1234"}');
  await symlink(path.join(ROOT, 'node_modules'), path.join(release, 'node_modules'));
  return path.join(release, 'dist', 'server', 'bin');
}

/** @returns how its processes are started */
export async function buildRelease(domain: string): Promise<Run> {
  const bin = await compileRelease();
  return (name, variables, options = {}) =>
    watch(
      fork(path.join(bin, `${name}.js`), {
        env: { PATH: process.env['PATH'], DOMAIN: domain, ...variables },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        execArgv: [...flagsOf(name), ...(options.preload === undefined ? [] : ['--require', options.preload])],
        ...(options.userId === undefined ? {} : { uid: options.userId, gid: options.userId }),
      }),
    );
}
