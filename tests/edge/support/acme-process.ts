/** The `certificates` process as it is started: compiled, in a directory that looks like a release. */
import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { closeLater } from './edge';
import { compileRelease } from './process';

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
  return path.join(await compileRelease(), 'certificates.js');
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

interface OnFullDisk extends CertificatesProcess {
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
