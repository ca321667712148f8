import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeReleaseFile } from '../../../server/assets/release-file';
import { replaceDirectory } from '../../../server/assets/replace-directory';
import { readRelease } from '../../../server/process/release';
import { withDirectory } from '../../setup/directory';

const directory = withDirectory();

describe('the release file', () => {
  const write = () => {
    writeFileSync(directory.at('package.json'), '{"version":"1.2.3"}');
    const file = directory.at('release.json');
    const release = writeReleaseFile({ root: directory.path, file });
    expect(readRelease(file)).toEqual(release);
    return release;
  };

  test('names the version alone where there is no checkout', () => {
    expect(write()).toEqual({ version: '1.2.3', commit: null });
  });

  test('names the version alone in a checkout that git cannot read', () => {
    mkdirSync(directory.at('.git'));
    expect(write()).toEqual({ version: '1.2.3', commit: null });
  });

  test('names the version alone where git is not installed', () => {
    const { PATH } = process.env;
    mkdirSync(directory.at('.git'));
    try {
      process.env.PATH = directory.path;
      expect(write()).toEqual({ version: '1.2.3', commit: null });
    } finally {
      process.env.PATH = PATH;
    }
  });

  test('names the commit of the checkout', () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
        cwd: directory.path,
        encoding: 'utf8',
      }).trim();
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message', 'one');
    const { commit } = write();
    expect(commit).toHaveLength(10);
    expect(git('rev-parse', 'HEAD').startsWith(String(commit))).toBe(true);
  });

  test('refuses a package.json without a version', () => {
    writeFileSync(directory.at('package.json'), '{}');
    expect(() => writeReleaseFile({ root: directory.path, file: directory.at('r.json') })).toThrow('no version');
  });
});

describe('replacing a build', () => {
  const make = (name: string, file: string): string => {
    mkdirSync(directory.at(name));
    writeFileSync(directory.at(name, file), name);
    return directory.at(name);
  };

  test('leaves nothing of the old one and nothing beside the new one', () => {
    const target = make('dist', 'old.js');
    replaceDirectory(target, make('next', 'new.js'));
    expect(readdirSync(directory.path)).toEqual(['dist']);
    expect(readdirSync(target)).toEqual(['new.js']);
    expect(readFileSync(path.join(target, 'new.js'), 'utf8')).toBe('next');
  });

  test('works where there is none yet, and clears what an interrupted run left', () => {
    make('next.previous', 'stale.js');
    replaceDirectory(directory.at('dist'), make('next', 'new.js'));
    expect(readdirSync(directory.path)).toEqual(['dist']);
    expect(existsSync(directory.at('dist', 'new.js'))).toBe(true);
  });
});
