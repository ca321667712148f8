/** A second run hides a race, so few tests get one, and CI doesn't accept that one was needed. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesUnder, read, ROOT } from './source-files';

interface Project {
  readonly displayName: string;
  readonly transform: object;
  readonly setupFilesAfterEnv?: readonly string[];
}

const { projects, reporters } = createRequire(__filename)('../../jest.config.js') as {
  projects: readonly Project[];
  reporters: readonly string[];
};

const REPORTER = '<rootDir>/tests/setup/retried-tests.js';
const RETRY = '<rootDir>/tests/setup/retry.ts';

test('only tests of real processes, sockets and browsers are retried', () => {
  const retried = projects.filter(({ setupFilesAfterEnv = [] }) => setupFilesAfterEnv.length > 0);
  expect(retried.map(({ displayName }) => displayName)).toEqual(['edge', 'system', 'browser']);
  const asking = filesUnder('tests', '.ts').filter((file) => /\bretryTimes\(/.test(read(file)));
  expect(asking).toEqual(['tests/setup/retry.ts']);
});

test('every run counts them', () => {
  expect(reporters).toContain(REPORTER);
});

describe('a run of jest', () => {
  let directory: string;
  beforeAll(() => void (directory = mkdtempSync(path.join(tmpdir(), 'essence-retries-'))));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function run(name: string, source: string, ci: string): { status: number | null; printed: string } {
    const home = path.join(directory, name);
    mkdirSync(home, { recursive: true });
    writeFileSync(path.join(home, 'once.test.js'), source);
    const config = {
      rootDir: ROOT,
      roots: [home],
      testMatch: [`${home}/*.test.js`],
      transform: projects[0]!.transform,
      setupFilesAfterEnv: [RETRY],
      reporters: ['default', REPORTER],
    };
    const jestProgram = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
    const { status, stderr } = spawnSync(process.execPath, [jestProgram, '--config', JSON.stringify(config)], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...(ci === '' ? {} : { CI: ci }) },
    });
    return { status, printed: stderr };
  }

  const RACE = `let runs = 0; describe('a race', () => test('is won in the end', () => expect(++runs).toBe(2)));`;

  test('names a test that passed the second time, and passes on a developer’s machine', () => {
    const { status, printed } = run('race', RACE, '');
    expect(printed).toMatch(/^Retried: 1\n.*once\.test\.js: a race is won in the end$/m);
    expect(printed).toContain('Expected: 2');
    expect(status).toBe(0);
  });

  test('fails in CI for the same test', () => {
    const { status, printed } = run('race-in-ci', RACE, 'true');
    expect(printed).toMatch(/^Retried: 1 \(none is allowed in CI\)\n.*: a race is won in the end$/m);
    expect(printed).toMatch(/^Tests: +1 passed, 1 total$/m);
    expect(status).toBe(1);
  });

  test('passes in CI if nothing was retried, and says so', () => {
    const { status, printed } = run('sure', `test('is sure', () => expect(1).toBe(1));`, 'true');
    expect(printed).toMatch(/^Retried: 0$/m);
    expect(status).toBe(0);
  });
});
