/** The `certificates` process as it is started: compiled, in a directory that looks like a release. */
import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { closeLater } from './edge';

const ROOT = path.resolve(__dirname, '..', '..', '..');

export interface CertificatesProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  /** It has said that it does its work. */
  isReady(): boolean;
  /** Both streams. */
  output(): string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** @returns the file to run */
export async function compileCertificates(): Promise<string> {
  const release = await mkdtemp(path.join(os.tmpdir(), 'release-'));
  closeLater(() => rm(release, { recursive: true, force: true }));
  const outfile = path.join(release, 'dist', 'server', 'bin', 'certificates.js');
  await build({
    entryPoints: [path.join(ROOT, 'server', 'bin', 'certificates.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  await writeFile(path.join(release, 'package.json'), '{}');
  await writeFile(path.join(release, 'dist', 'release.json'), '{"version":"1.2.3","commit":"abc1234"}');
  await symlink(path.join(ROOT, 'node_modules'), path.join(release, 'node_modules'));
  return outfile;
}

function watch(child: ChildProcess): CertificatesProcess {
  let output = '';
  let ready = false;
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.on('message', (message) => (ready ||= message === 'ready'));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const kill = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  closeLater(async () => void (await kill('SIGKILL')));
  return { child, ended, isReady: () => ready, output: () => output, kill };
}

export function runCertificates(file: string, variables: Readonly<Record<string, string>>): CertificatesProcess {
  const env = { PATH: process.env['PATH'], ...variables };
  return watch(fork(file, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }));
}

export interface OnFullDisk extends CertificatesProcess {
  /** Makes room on the disk. */
  free(): void;
}

/** On a disk that is full: files can be made, but not a byte written to them, until there is room. */
export function runOnFullDisk(file: string, variables: Readonly<Record<string, string>>): OnFullDisk {
  const env = { PATH: process.env['PATH'], ...variables };
  const started = spawn('bash', ['-c', 'ulimit -S -f 0; exec "$0" "$1"', process.execPath, file], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return {
    ...watch(started),
    free: () => void execFileSync('prlimit', [`--pid=${started.pid}`, '--fsize=unlimited']),
  };
}
