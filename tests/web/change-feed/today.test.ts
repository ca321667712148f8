/** What pages say of the day is told to whoever keeps them when the day has become another, and not before. */
import { withStockedShop } from '../../setup/catalogue';
import { lend } from '../../setup/lend';
import { ask, followWhenReady, isAlive, purges, withServed } from './follower';

const HOUR_MS = 60 * 60 * 1000;

const { shop } = withStockedShop({ each: true });
const served = withServed(shop);
const follower = lend({
  on: served,
  open() {
    shop.shop.changeFeed.start();
    return followWhenReady(served);
  },
  close: ({ stop }) => stop(),
});

/** Two heartbeats more, so that a probe has looked at the clock. */
async function probed(): Promise<void> {
  const from = follower.lines.length;
  await follower.line(isAlive, from);
  await follower.line(isAlive, follower.lines.length);
}

const arrival = async (): Promise<string> => {
  const { body } = await ask(served, { path: '/perfumes/after-rain' });
  return /(\S+ \S+) 14:00까지 결제하면/.exec(Buffer.from(body, 'latin1').toString())?.[1] ?? '';
};

test('the hour until which parcels leave is told when it is over, and the page names the next', async () => {
  expect(await arrival()).toContain('11월 23일(월)');
  shop.clock.advance(2 * HOUR_MS);
  await follower.line(purges('settings'));
  expect(await arrival()).toContain('11월 24일(화)');
});

test('an hour, and a midnight, that change no word purge nothing', async () => {
  shop.clock.advance(HOUR_MS);
  await probed();
  expect(follower.lines.filter(purges('settings'))).toEqual([]);
  shop.clock.advance(HOUR_MS);
  await follower.line(purges('settings'));
  const from = follower.lines.length;
  shop.clock.advance(11 * HOUR_MS);
  await probed();
  expect(follower.lines.slice(from).filter(purges('settings'))).toEqual([]);
});

test('a pause is told when it comes near, and when it is over', async () => {
  await shop.database.run`insert into shop_pauses (from_day, until_day) values ('2026-12-01', '2026-12-01')`;
  await follower.line(purges('settings'));
  // Past the hour of the day first, so that midnight is the only thing that comes next.
  shop.clock.advance(2 * HOUR_MS);
  await follower.line(purges('settings'), follower.lines.length);
  for (const hours of [10, 8 * 24]) {
    const from = follower.lines.length;
    shop.clock.advance(hours * HOUR_MS);
    await follower.line(purges('settings'), from);
  }
});

test.each(['delivery_areas', 'holidays', 'shop_pauses'])(
  'a row of %s that goes is told, and all of them',
  async (table) => {
    await shop.database.run`insert into shop_pauses (from_day, until_day) values ('2027-12-01', '2027-12-01')`;
    await follower.line(purges('settings'));
    const from = follower.lines.length;
    await shop.database.run(`delete from ${table} where id = (select max(id) from ${table})`);
    await follower.line(purges('settings'), from);
    await shop.database.run(`truncate ${table}`);
    await follower.line(purges('*'), from);
  },
);
