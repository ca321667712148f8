/** The canary as it runs: the real shop and the real edge of this checkout, and where they listen. */
import { readFile, writeFile } from 'node:fs/promises';
import { readEnvironment } from '../../../server/config/env';
import { projectPaths } from '../../../server/config/paths';
import { readRelease, releaseName } from '../../../server/process/release';
import { tryCanary } from '../../../server/release/canary';
import { withDatabase } from '../../setup/database';
import { withDirectory } from '../../setup/directory';

jest.setTimeout(90_000);

const { root } = projectPaths();
const database = withDatabase();
const data = withDirectory();

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
  const watch = data.at('watch.js');
  await writeFile(watch, WATCH);
  const { config, inherited } = readEnvironment({
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    DOMAIN: 'essence-aura.localhost',
    DATA_DIR: data.path,
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
  const addresses = (await readFile(data.at('addresses'), 'utf8')).trim().split('\n');
  // The shop's port, and the edge's two.
  expect(addresses).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
});
