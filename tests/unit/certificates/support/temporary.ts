import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** In memory where the system has such a place: a year of stores that are synced at every step wears out no disk. */
const ROOT = existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();

/** Lends a directory to the test and takes it back. */
export async function withDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(path.join(ROOT, 'certificates-'));
  try {
    await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export const DAY_MS = 24 * 60 * 60 * 1000;
export const NOW = new Date('2027-03-01T12:00:00Z');
export const daysFrom = (start: Date, days: number): Date => new Date(start.getTime() + days * DAY_MS);

/** A clock that only moves when told to. */
export function createManualClock(start: Date = NOW) {
  let now = start;
  return {
    now: () => now,
    advanceMs: (ms: number) => void (now = new Date(now.getTime() + ms)),
  };
}
