/** The shop's real process, with somebody who follows its purges, is told to stop. */
import { readFileSync } from 'node:fs';
import { createChild } from '../../server/supervisor/child';
import { scriptOf } from '../setup/commands';
import { withDatabase } from '../setup/database';
import { withDirectory } from '../setup/directory';
import { freePort } from '../setup/ports';
import { followWhenReady, purges } from '../web/change-feed/follower';
import { hearPurges } from '../web/change-feed/notifications';

const directory = withDirectory();
const database = withDatabase();

test('a stream of purges does not hold up a shop that leaves, and its last word is a farewell', async () => {
  const port = await freePort();
  const child = createChild({
    name: 'shop',
    script: scriptOf('shop'),
    env: {
      PATH: process.env['PATH'],
      DOMAIN: 'essence-aura.localhost',
      SHOP_PORT: String(port),
      DATA_DIR: directory.path,
      DATABASE_URL: database.url,
    },
    logDirectory: directory.path,
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
  const log = readFileSync(directory.at('shop.log'), 'utf8');
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string; level: string });
  expect(lines.at(-1)?.msg).toBe('stopped');
  expect(lines.filter(({ level }) => level !== 'info')).toEqual([]);
  // Neither its opening nor its heartbeats are requests.
  expect(lines.filter(({ msg }) => msg === 'request')).toEqual([]);
});
