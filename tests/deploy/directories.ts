import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const made: string[] = [];

/** An empty one; removed at the end of the test file. */
export function newDirectory(): string {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'essence-aura-'));
  made.push(directory);
  return directory;
}

afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});
