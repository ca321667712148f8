/** The page cache over the whole site: prices that change under load, and the edge alone while the shop is down. */
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatWon } from '../../server/money/money';
import { secure, type Answer } from '../edge/support/client';
import { createTestDatabase } from '../setup/database';
import { withSite } from '../setup/site';

const DOMAIN = 'essence-cache.localhost';
const CACHED_PAGES = ['/', '/perfumes', '/en/perfumes'];
const BAR_MS = 1_000;

jest.setTimeout(120_000);

const site = withSite({ domain: DOMAIN, env: { PAGE_CACHE: 'on' } });
let slug: string;
beforeAll(async () => {
  const row = await site.database.row<{ slug: string }>`select slug from perfumes order by position, id limit 1`;
  slug = row.slug;
});

const get = (path: string, agent?: https.Agent): Promise<Answer> =>
  secure({ port: site.httpsPort, host: DOMAIN, ca: site.caPem(), path, ...(agent ? { agent } : {}) });

const verdictOf = (answer: Answer): string => String(answer.headers['cache-status'] ?? '-');

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(25);
}

const isHit = async (path: string): Promise<boolean> => verdictOf(await get(path)) === 'edge; hit';

async function setPrice(price: number): Promise<void> {
  await site.database.run`
    update variants set price = ${price} where perfume_id = (select id from perfumes where slug = ${slug})`;
}

interface Sight {
  readonly path: string;
  readonly startedAtMs: number;
  readonly hit: boolean;
  readonly body: string;
}

function startVisitors(paths: readonly string[], count: number): { stop(): Promise<readonly Sight[]> } {
  let stopped = false;
  const sights: Sight[] = [];
  const visit = async (offset: number): Promise<void> => {
    const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
    for (let i = offset; !stopped; i++) {
      const path = paths[i % paths.length]!;
      const startedAtMs = performance.now();
      const answer = await get(path, agent);
      if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`);
      sights.push({ path, startedAtMs, hit: verdictOf(answer) === 'edge; hit', body: answer.body });
      await sleep(5);
    }
    agent.destroy();
  };
  const all = Promise.all(Array.from({ length: count }, (_, i) => visit(i)));
  return {
    async stop() {
      stopped = true;
      await all;
      return sights;
    },
  };
}

test('a price that changes under load is shown by every page that was asked for a second later', async () => {
  const paths = [`/perfumes/${slug}`, `/en/perfumes/${slug}`, '/perfumes'];
  await setPrice(71_000);
  await until(async () => (await get(paths[0]!)).body.includes(formatWon(71_000)));
  const visitors = startVisitors(paths, 12);
  const changes: { readonly price: number; readonly committedAtMs: number }[] = [];
  for (const price of [72_100, 73_200, 74_300, 75_400, 76_500]) {
    await sleep(BAR_MS + 500);
    await setPrice(price);
    changes.push({ price, committedAtMs: performance.now() });
  }
  await sleep(BAR_MS + 500);
  const sights = await visitors.stop();

  const late: string[] = [];
  for (const { path, startedAtMs, body } of sights) {
    const current = changes.findLast(({ committedAtMs }) => startedAtMs > committedAtMs + BAR_MS);
    if (!current) continue;
    const newer = changes.filter(({ committedAtMs }) => committedAtMs > current.committedAtMs);
    const right = [current, ...newer].some(({ price }) => body.includes(formatWon(price)));
    if (!right) late.push(`${path}, ${Math.round(startedAtMs - current.committedAtMs)} ms after ${current.price}`);
  }
  expect(late).toEqual([]);
  for (const { price } of changes) {
    for (const path of paths) {
      const shown = sights.some((sight) => sight.path === path && sight.body.includes(formatWon(price)));
      expect([path, price, shown]).toEqual([path, price, true]);
    }
  }
  // It was the memory that was right, not its absence.
  expect(sights.filter(({ hit }) => hit).length / sights.length).toBeGreaterThan(0.8);
}, 60_000);

test('an order that leaves the wording of the stock as it is leaves the pages in memory', async () => {
  const path = `/perfumes/${slug}`;
  const sell = 'update variants set stock = stock - 1 where perfume_id = (select id from perfumes where slug = $1)';
  await site.database.run`
    update variants set stock = 500 where perfume_id = (select id from perfumes where slug = ${slug})`;
  await sleep(BAR_MS);
  await until(() => isHit(path));
  for (let i = 0; i < 5; i++) await site.database.pool.query(sell, [slug]);
  await sleep(BAR_MS);
  expect(verdictOf(await get(path))).toBe('edge; hit');
  await site.database.run`
    update variants set stock = 0 where perfume_id = (select id from perfumes where slug = ${slug})`;
  await until(async () => !(await isHit(path)));
});

test('the catalogue can be browsed while the shop is down, and is right again when it is back', async () => {
  for (const path of [...CACHED_PAGES, `/perfumes/${slug}`]) await until(() => isHit(path));
  await site.process('shop').stop();
  try {
    for (const path of [...CACHED_PAGES, `/perfumes/${slug}`]) {
      const answer = await get(path);
      const expected = [path, 200, 'edge; hit; fwd=stale; detail=stale-if-error'];
      expect([path, answer.status, verdictOf(answer)]).toEqual(expected);
    }
    await setPrice(81_000);
  } finally {
    await site.process('shop').start();
  }
  await until(async () => (await get(`/perfumes/${slug}`)).body.includes(formatWon(81_000)));
  await until(() => isHit(`/perfumes/${slug}`));
}, 60_000);

test('the catalogue can be browsed while Postgres is down', async () => {
  for (const path of CACHED_PAGES) await until(() => isHit(path));
  const elsewhere = await createTestDatabase();
  const name = new URL(site.database.url).pathname.slice(1);
  const allow = (yes: boolean): Promise<unknown> =>
    elsewhere.pool.query(`alter database ${name} with allow_connections ${String(yes)}`);
  try {
    await allow(false);
    await elsewhere.run`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
    await until(async () => verdictOf(await get('/')).includes('stale-if-error'));
    for (const path of CACHED_PAGES) expect((await get(path)).status).toBe(200);
    expect((await get('/cart')).status).toBeGreaterThanOrEqual(500);
  } finally {
    await allow(true);
    await elsewhere.drop();
  }
  for (const path of CACHED_PAGES) await until(() => isHit(path));
}, 60_000);
