import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeReleaseFile } from '../../../server/assets/release-file';
import { replaceDirectory } from '../../../server/assets/replace-directory';
import { readRelease } from '../../../server/process/release';

let directory: string;
beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), 'release-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the release file', () => {
  const write = () => {
    writeFileSync(path.join(directory, 'package.json'), '{"version":"1.2.3"}');
    const file = path.join(directory, 'release.json');
    const release = writeReleaseFile({ root: directory, file });
    expect(readRelease(file)).toEqual(release);
    return release;
  };

  test('names the version alone where there is no checkout', () => {
    expect(write()).toEqual({ version: '1.2.3', commit: null });
  });

  test('names the version alone in a checkout that git cannot read', () => {
    mkdirSync(path.join(directory, '.git'));
    expect(write()).toEqual({ version: '1.2.3', commit: null });
  });

  test('names the version alone where git is not installed', () => {
    const { PATH } = process.env;
    mkdirSync(path.join(directory, '.git'));
    try {
      process.env.PATH = directory;
      expect(write()).toEqual({ version: '1.2.3', commit: null });
    } finally {
      process.env.PATH = PATH;
    }
  });

  test('names the commit of the checkout', () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
        cwd: directory,
        encoding: 'utf8',
      }).trim();
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message', 'one');
    const { commit } = write();
    expect(commit).toHaveLength(10);
    expect(git('rev-parse', 'HEAD').startsWith(String(commit))).toBe(true);
  });

  test('refuses a package.json without a version', () => {
    writeFileSync(path.join(directory, 'package.json'), '{}');
    expect(() => writeReleaseFile({ root: directory, file: path.join(directory, 'r.json') })).toThrow('no version');
  });
});

describe('replacing a build', () => {
  const make = (name: string, file: string): string => {
    mkdirSync(path.join(directory, name));
    writeFileSync(path.join(directory, name, file), name);
    return path.join(directory, name);
  };

  test('leaves nothing of the old one and nothing beside the new one', () => {
    const target = make('dist', 'old.js');
    replaceDirectory(target, make('next', 'new.js'));
    expect(readdirSync(directory)).toEqual(['dist']);
    expect(readdirSync(target)).toEqual(['new.js']);
    expect(readFileSync(path.join(target, 'new.js'), 'utf8')).toBe('next');
  });

  test('works where there is none yet, and clears what an interrupted run left', () => {
    make('next.previous', 'stale.js');
    replaceDirectory(path.join(directory, 'dist'), make('next', 'new.js'));
    expect(readdirSync(directory)).toEqual(['dist']);
    expect(existsSync(path.join(directory, 'dist', 'new.js'))).toBe(true);
  });
});
