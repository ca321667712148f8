/** A variable that is taken out of the environment, with the real pm2, which forgets none by itself. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readEnvironment } from '../../../server/config/env';
import { projectPaths } from '../../../server/config/paths';
import { createPm2, type Pm2 } from '../../../server/release/pm2';
import { waitForDaemon } from '../../../server/release/pm2-daemon';
import { runProgram } from '../../../server/release/run-program';

jest.setTimeout(90_000);

const { root } = projectPaths();
const MODES = ['fork', 'cluster'] as const;

const ECOSYSTEM = `
const app = (mode) => ({
  name: mode, script: 'app.js', cwd: process.env.RELEASE_DIR, exec_mode: mode, instances: 1, wait_ready: true,
});
module.exports = { apps: ${JSON.stringify(MODES)}.map(app) };`;
const APP = `
require('node:fs').writeFileSync(__dirname + '/' + process.env.name + '.json', JSON.stringify(process.env));
setInterval(() => undefined, 1000);
process.send('ready');`;

let base: string;
let common: Record<string, string>;

beforeAll(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'essence-taken-out-'));
  const release = path.join(base, 'release');
  await mkdir(release);
  await writeFile(path.join(release, 'ecosystem.config.js'), ECOSYSTEM);
  await writeFile(path.join(release, 'app.js'), APP);
  const bin = path.join(base, 'bin');
  await mkdir(bin);
  await symlink(path.join(root, 'node_modules/pm2/bin/pm2'), path.join(bin, 'pm2'));
  common = {
    PATH: `${bin}:${path.dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: base,
    PM2_HOME: path.join(base, 'pm2'),
    PM2_DISABLE_VERSION_CHECK: 'true',
    RELEASE_DIR: release,
  };
  await promisify(execFile)('pm2', ['ping'], { env: common, cwd: base });
});

afterAll(async () => {
  await promisify(execFile)('pm2', ['kill'], { env: common, cwd: base }).catch(() => undefined);
  await rm(base, { recursive: true, force: true });
});

/** What bash makes of the lines of an environment file, as the host's scripts read it. */
async function pm2With(lines: string): Promise<Pm2> {
  const file = path.join(base, 'environment');
  await writeFile(file, lines);
  const script = 'set -a; . "$1"; set +a; exec env -0';
  const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', script, 'bash', file], { env: common });
  const env = Object.fromEntries(
    stdout
      .split('\0')
      .filter(Boolean)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  return createPm2({
    run: runProgram,
    base,
    ecosystemFile: path.join(base, 'release', 'ecosystem.config.js'),
    env,
    daemon: () => waitForDaemon(path.join(base, 'pm2')),
  });
}

async function configOf(mode: string): Promise<ReturnType<typeof readEnvironment>['config']> {
  const env = JSON.parse(await readFile(path.join(base, 'release', `${mode}.json`), 'utf8')) as NodeJS.ProcessEnv;
  return readEnvironment(env).config;
}

test.each([
  ['one that is left out stays as it was', '', { pageCache: false, ownerEmail: 'owner@shop.example' }],
  [
    'one that is handed over empty is not set any more',
    'PAGE_CACHE=\nOWNER_EMAIL=\n',
    { pageCache: true, ownerEmail: null },
  ],
])('after a reload, %s', async (_what, lines, expected) => {
  const before = await pm2With('PAGE_CACHE=off\nOWNER_EMAIL=owner@shop.example\n');
  const after = await pm2With(lines);
  const { signal } = new AbortController();
  for (const mode of MODES) {
    await before.reload(mode, signal);
    expect(await configOf(mode)).toMatchObject({ pageCache: false, ownerEmail: 'owner@shop.example' });
    await after.reload(mode, signal);
    expect(await configOf(mode)).toMatchObject(expected);
  }
});
