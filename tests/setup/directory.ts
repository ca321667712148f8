import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lend } from './lend';

/** In memory where the system has such a place: stores that are synced at every step wear out no disk. */
const ROOT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export interface Directory {
  readonly path: string;
  /** The path of what lies in it. */
  at(...names: string[]): string;
}

/** An empty one for each test, or for all of a file, gone afterwards. */
export const withDirectory = ({ each = true }: { readonly each?: boolean } = {}): Directory =>
  lend({
    each,
    async open() {
      const path = await mkdtemp(join(ROOT, 'essence-'));
      return { path, at: (...names) => join(path, ...names) };
    },
    close: ({ path }) => rm(path, { recursive: true, force: true }),
  });
