/** For {@link readRelease}: read once at the build, never guessed at run time. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Release } from '../process/release';
import { currentCommit } from './commit';

export function writeReleaseFile(options: { readonly root: string; readonly file: string }): Release {
  const release: Release = { version: packageVersion(options.root), commit: currentCommit(options.root) };
  writeFileSync(options.file, `${JSON.stringify(release)}\n`);
  return release;
}

function packageVersion(root: string): string {
  const file = path.join(root, 'package.json');
  const { data } = z.object({ version: z.string() }).safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!data) throw new Error(`${file} names no version`);
  return data.version;
}
