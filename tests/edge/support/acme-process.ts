/** The `certificates` process as it is started: compiled, in a directory that looks like a release. */
import { execFileSync, fork, spawn } from 'node:child_process';
import path from 'node:path';
import { compileRelease, watch, type Running } from './process';

/** @returns the file to run */
export async function compileCertificates(): Promise<string> {
  return path.join(await compileRelease(), 'certificates.js');
}

const optionsOf = (variables: Readonly<Record<string, string>>) => ({
  env: { PATH: process.env['PATH'], ...variables },
  stdio: ['ignore' as const, 'pipe' as const, 'pipe' as const, 'ipc' as const],
});

export function runCertificates(file: string, variables: Readonly<Record<string, string>>): Running {
  return watch(fork(file, optionsOf(variables)));
}

export interface OnFullDisk extends Running {
  /** Makes room on the disk. */
  free(): void;
}

/** On a disk that is full: files can be made, but not a byte written to them, until there is room. */
export function runOnFullDisk(file: string, variables: Readonly<Record<string, string>>): OnFullDisk {
  const command = ['-c', 'ulimit -S -f 0; exec "$0" "$1"', process.execPath, file];
  const started = spawn('bash', command, optionsOf(variables));
  return {
    ...watch(started),
    free: () => void execFileSync('prlimit', [`--pid=${started.pid}`, '--fsize=unlimited']),
  };
}
