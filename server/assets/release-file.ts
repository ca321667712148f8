/** Writes down which release a build is, for {@link readRelease}: read once at the build, never guessed at run time. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Release } from '../process/release';

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

function currentCommit(root: string): string | null {
  // Without the check, a copy unpacked inside some other repository would claim that one's commit.
  if (!existsSync(path.join(root, '.git'))) return null;
  try {
    const output = execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
    });
    return output.trim() || null;
  } catch {
    // No git on this machine, no commit yet, or a checkout owned by somebody else: the version alone must do.
    return null;
  }
}
