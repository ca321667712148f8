/** Writes down which release a build is, for {@link readRelease}: read once at the build, never guessed at run time. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Release } from '../process/release';
import { currentCommit } from './commit';

export function writeReleaseFile(options: { readonly root: string; readonly file: string }): Release {
  const release: Release = { version: packageVersion(options.root), commit: currentCommit(options.root) };
  writeFileSync(options.file, `${JSON.stringify(release)}\n`);
  return release;
}

function packageVersion(root: string): string {
  const file = path.join(root, 'package.json');
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed && typeof parsed.version === 'string') {
    return parsed.version;
  }
  throw new Error(`${file} names no version`);
}
