import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { changedFiles, currentCommit } from '../../../server/assets/commit';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'essence-aura-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: root, stdio: 'pipe' });

test('what was changed and not committed is named, and so is what git does not know yet', () => {
  git('init', '--quiet');
  writeFileSync(path.join(root, 'a.txt'), 'a');
  git('add', '.');
  git('commit', '--quiet', '--message', 'a');
  expect(currentCommit(root)).toMatch(/^[0-9a-f]{10}$/);
  expect(changedFiles(root)).toEqual([]);
  writeFileSync(path.join(root, 'a.txt'), 'b');
  writeFileSync(path.join(root, 'new.txt'), '');
  expect(changedFiles(root)).toEqual(['a.txt', 'new.txt']);
});

test('a copy without git has neither a commit nor changes', () => {
  expect(currentCommit(root)).toBeNull();
  expect(changedFiles(root)).toEqual([]);
});
