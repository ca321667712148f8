import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Its short id; null where there is no git checkout of this project. */
export function currentCommit(root: string): string | null {
  return git(root, ['rev-parse', '--short=10', 'HEAD'])?.trim() || null;
}

/** What differs from that commit, as git names it; none where there is no checkout. */
export function changedFiles(root: string): readonly string[] {
  const lines = git(root, ['status', '--porcelain'])?.split('\n') ?? [];
  return lines.map((line) => line.slice(3)).filter((name) => name !== '');
}

function git(root: string, args: readonly string[]): string | null {
  // Without the check, a copy unpacked inside some other repository would claim that one's commit.
  if (!existsSync(path.join(root, '.git'))) return null;
  try {
    return execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
    });
  } catch {
    // No git on this machine, no commit yet, or a checkout owned by somebody else: it must do without.
    return null;
  }
}
