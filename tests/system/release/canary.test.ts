/** The canary as it runs: the real shop and the real edge of this checkout, and where they listen. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnvironment } from '../../../server/config/env';
import { projectPaths } from '../../../server/config/paths';
import { readRelease, releaseName } from '../../../server/process/release';
import { tryCanary } from '../../../server/release/canary';
import { createTestDatabase, type TestDatabase } from '../../setup/database';

jest.setTimeout(90_000);

const { root } = projectPaths();
let database: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(tmpdir(), 'essence-canary-'));
});

afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Loaded before anything else in every process of the canary: writes down each address that is listened on. */
const WATCH = `
const { appendFileSync } = require('node:fs');
const { Server } = require('node:net');
const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  this.once('listening', () => appendFileSync(__dirname + '/addresses', this.address().address + '\\n'));
  return listen.apply(this, args);
};`;

test('while a canary runs it listens on loopback and nowhere else', async () => {
  const watch = path.join(dataDir, 'watch.js');
  await writeFile(watch, WATCH);
  const { config, inherited } = readEnvironment({
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    DOMAIN: 'essence-aura.localhost',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    CERTIFICATES: 'local',
    PAYMENTS: 'bank',
    NODE_OPTIONS: `--require=${watch}`,
  });
  const canary = tryCanary({
    directory: root,
    releaseName: releaseName(readRelease(projectPaths(root).release)),
    config,
    env: inherited,
  });
  await expect(canary).resolves.toMatch(/^ready on port \d+, a page came through its edge$/);
  const addresses = (await readFile(path.join(dataDir, 'addresses'), 'utf8')).trim().split('\n');
  // The shop's port, and the edge's two.
  expect(addresses).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
});
