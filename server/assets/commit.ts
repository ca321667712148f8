import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Its short id; null where there is no git checkout of this project. */
export function currentCommit(root: string): string | null {
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
    // No git on this machine, no commit yet, or a checkout owned by somebody else: it must do without.
    return null;
  }
}
