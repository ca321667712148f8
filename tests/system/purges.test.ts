/** The shop's real process, with somebody who follows its purges, is told to stop. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectPaths } from '../../server/config/paths';
import { createChild } from '../../server/supervisor/child';
import { createTestDatabase, type TestDatabase } from '../setup/database';
import { freePorts } from '../setup/ports';
import { followWhenReady, purges } from '../web/change-feed/follower';
import { hearPurges } from '../web/change-feed/notifications';

let directory: string;
let database: TestDatabase;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'essence-purges-'));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

test('a stream of purges does not hold up a shop that leaves, and its last word is a farewell', async () => {
  const [port = 0] = await freePorts(1);
  const child = createChild({
    name: 'shop',
    script: path.join(projectPaths().root, 'dist', 'server', 'bin', 'shop.js'),
    env: {
      PATH: process.env['PATH'],
      DOMAIN: 'essence-aura.localhost',
      SHOP_PORT: String(port),
      DATA_DIR: directory,
      DATABASE_URL: database.url,
    },
    logDirectory: directory,
    stopTimeoutMs: 20_000,
    onDeath: () => undefined,
  });
  const heard = await hearPurges(database.url);
  try {
    await child.start();
    const follower = await followWhenReady({ port });
    await database.run`insert into settings (key, value) values ('delivery.fee', '1000')`;
    await follower.line(purges('settings'));
    expect(await heard.during(() => child.stop())).toEqual(['farewell']);
    await follower.ended;
    // Ended by the shop in words, not cut off when the time for draining was up.
    expect(follower.response.complete).toBe(true);
  } finally {
    await child.stop();
    await heard.close();
  }
  const log = readFileSync(path.join(directory, 'shop.log'), 'utf8');
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string; level: string });
  expect(lines.at(-1)?.msg).toBe('stopped');
  expect(lines.filter(({ level }) => level !== 'info')).toEqual([]);
  // Neither its opening nor its heartbeats are requests.
  expect(lines.filter(({ msg }) => msg === 'request')).toEqual([]);
});
