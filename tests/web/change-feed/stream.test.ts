import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createShop, type Shop } from '../../../server/bin/create-shop';
import { withStockedShop } from '../../setup/catalogue';
import { textOf } from '../storefront/catalogue/statements';
import {
  ask,
  follow,
  followWhenReady,
  isAlive,
  purges,
  serve,
  withServed,
  type Follower,
  type Served,
} from './follower';

const followers: Follower[] = [];
const { shop } = withStockedShop();
const served = withServed(shop);
afterEach(() => followers.splice(0).forEach((follower) => follower.stop()));

const run = (sql: string, values: unknown[] = []) => shop.database.pool.query(sql, values);

async function followed(from: Served = served): Promise<Follower> {
  const follower = await followWhenReady(from);
  followers.push(follower);
  return follower;
}

/** Ends the connection that listens, as an administrator or a restart of Postgres does. */
const killListener = () =>
  run(`select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'shop purges'`);

test('is refused with a time to come back while the shop does not listen', async () => {
  const answer = await ask(served, { path: '/internal/purges' });
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1', 'cache-control': 'no-store' } });
  shop.shop.changeFeed.start();
  await followed();
});

test('begins with "ready", tells what is committed, and says every second that it lives', async () => {
  const follower = await followed();
  expect(follower.response.headers).toMatchObject({
    'content-type': 'application/x-ndjson',
    'cache-control': 'no-store',
  });
  expect(follower.response.headers['set-cookie']).toBeUndefined();
  expect(await follower.line(() => true)).toEqual({ ready: true });
  await run(`update houses set story_en = 'Told.'`);
  const { rows } = await run('select id from houses');
  expect(await follower.line(purges('catalogue'))).toEqual({ purge: ['catalogue', `house-${rows[0].id}`] });
  await follower.line(isAlive);
  expect(follower.lines[0]).toEqual({ ready: true });
});

test('tells every follower the same', async () => {
  const [one, other] = [await followed(), await followed()];
  await run(`insert into settings (key, value) values ('delivery.fee', '1000')`);
  expect(await one.line(purges('settings'))).toEqual(await other.line(purges('settings')));
});

test('what cannot be understood is told as everything', async () => {
  const follower = await followed();
  for (const payload of ['not json', '{}', '[]', '[1]']) await run('select pg_notify($1, $2)', ['purges', payload]);
  await run('select pg_notify($1, $2)', ['purges', '["last"]']);
  await follower.line(purges('last'));
  expect(follower.lines.filter(purges('*'))).toEqual([1, 2, 3, 4].map(() => ({ purge: ['*'] })));
});

test('a perfume whose hour comes is told, though no row changes', async () => {
  const at = new Date(shop.clock.now().getTime() + 60_000);
  await run(`update perfumes set published_at = $1 where slug = 'white-porcelain'`, [at]);
  const { rows } = await run(`select id from perfumes where slug = 'white-porcelain'`);
  const follower = await followed();
  await shop.visitor().get('/perfumes/white-porcelain').expect(404);
  shop.clock.advance(60_000);
  const told = await follower.line(purges(`product-${rows[0].id}`));
  expect(told).toEqual({ purge: ['catalogue', `product-${rows[0].id}`, `card-${rows[0].id}`] });
  await shop.visitor().get('/perfumes/white-porcelain').expect(200);
});

test('a page that is asked for when its purge is told shows the change, whatever was remembered', async () => {
  const follower = await followed();
  for (const name of ['하나', '둘', '셋', '넷', '다섯']) {
    await ask(served, { path: '/perfumes?house=test-house' });
    const from = follower.lines.length;
    await run('update houses set name_ko = $1', [name]);
    await follower.line(purges('catalogue'), from);
    const { body } = await ask(served, { path: '/perfumes?house=test-house' });
    expect(Buffer.from(body, 'latin1').toString()).toContain(`<h1>${name}</h1>`);
  }
});

test('what pages share is not read again while nothing changes', async () => {
  await followed();
  const path = '/perfumes?house=test-house';
  await ask(served, { path });
  const spy = jest.spyOn(shop.context.pool, 'query');
  try {
    await sleep(700);
    await ask(served, { path });
    const asked = spy.mock.calls.map(([statement]) => textOf(statement));
    expect(asked.filter((sql) => /json_agg\(distinct p\.family\)|from settings/.test(sql))).toEqual([]);
    expect(asked).toHaveLength(1);
  } finally {
    spy.mockRestore();
  }
});

test('ends every stream when the listening connection is lost, and is there again soon after', async () => {
  const streams = [await followed(), await followed()];
  await killListener();
  await Promise.all(streams.map((stream) => stream.ended));
  const again = await followed();
  await run(`update settings set value = '1100' where key = 'delivery.fee'`);
  await again.line(purges('settings'));
});

test('is for this machine alone: whoever comes through a proxy finds nothing', async () => {
  for (const name of ['X-Forwarded-For', 'Forwarded', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'Via']) {
    const answer = await ask(served, { path: '/internal/purges', headers: { [name]: '127.0.0.1' } });
    expect({ name, status: answer.status }).toEqual({ name, status: 404 });
  }
  for (const method of ['HEAD', 'OPTIONS', 'PUT']) {
    const { status } = await ask(served, { path: '/internal/purges', method });
    expect({ method, isAnswered: status < 400 }).toEqual({ method, isAnswered: false });
  }
  for (const path of ['/INTERNAL/purges', '/internal/purges/', '//internal/purges', '/en/internal/purges']) {
    expect({ path, status: (await ask(served, { path })).status }).toEqual({ path, status: 404 });
  }
});

test('drops who does not read, and goes on for the others', async () => {
  const follower = await followed();
  const socket = net.connect(served.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('GET /internal/purges HTTP/1.1\r\nHost: shop\r\n\r\n');
  await once(socket, 'readable');
  // Those of the tests before may still be closing.
  while ((await served.connections()) !== 2) await sleep(5);
  const groups = Array.from({ length: 200 }, (_, index) => `product-${index}-and-some-more`);
  // What the kernel takes for a reader that sleeps is some megabytes; what we would, a few kilobytes more.
  for (let told = 0; (await served.connections()) === 2 && told < 10_000; told++) {
    await run('select pg_notify($1, $2)', ['purges', JSON.stringify([`flood-${told}`, ...groups])]);
  }
  expect(await served.connections()).toBe(1);
  socket.destroy();
  await run(`select pg_notify('purges', '["after-the-flood"]')`);
  await follower.line(purges('after-the-flood'));
});

describe('a shop that leaves', () => {
  let leaving: Shop;
  let its: Served;
  beforeAll(async () => {
    leaving = createShop(shop.context);
    leaving.changeFeed.start();
    its = await serve(leaving);
  });
  afterAll(() => its.close());

  test('ends its streams first and takes no new ones, has those who stay end theirs when its last answer is given, and closes in peace', async () => {
    const stayed = await followed();
    const left = await followed(its);
    leaving.changeFeed.endAll();
    await left.ended;
    expect(await follow(its)).toBeNull();
    await leaving.changeFeed.farewell();
    await stayed.ended;
    expect(stayed.lines.filter(purges('*'))).toEqual([]);
    await followed();
    await leaving.close();
    expect(leaving.changeFeed.isListening()).toBe(false);
  });
});

describe('a connection that is dead without saying so', () => {
  test('is found out, its streams end, and another is made', async () => {
    const target = new URL(shop.database.url);
    const sockets = new Set<net.Socket>();
    let frozen = false;
    // Between shop and Postgres: frozen, it passes nothing on and closes nothing.
    const between = net.createServer((near) => {
      const far = net.connect(Number(target.port), target.hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(from);
        from.on('data', (chunk) => void (frozen || to.write(chunk)));
        from.on('error', () => undefined);
        from.on('close', () => void (frozen || to.destroy()));
      }
    });
    between.listen(0, '127.0.0.1');
    await once(between, 'listening');
    const url = new URL(target);
    url.port = String((between.address() as net.AddressInfo).port);
    url.hostname = '127.0.0.1';
    const behind = createShop({ ...shop.context, databaseUrl: url.href });
    behind.changeFeed.start();
    const its = await serve(behind);
    try {
      const follower = await followed(its);
      frozen = true;
      await follower.ended;
      expect(await follow(its)).toBeNull();
      frozen = false;
      const again = await followed(its);
      await run(`select pg_notify('purges', '["heard-again"]')`);
      await again.line(purges('heard-again'));
    } finally {
      await behind.close();
      await its.close();
      sockets.forEach((socket) => socket.destroy());
      between.close();
    }
  });
});

test('a shop without Postgres waits for it, and refuses streams until then', async () => {
  const away = createShop({ ...shop.context, databaseUrl: 'postgres://nobody@127.0.0.1:1/none' });
  away.changeFeed.start();
  const its = await serve(away);
  await sleep(50);
  expect(await follow(its)).toBeNull();
  await away.close();
  await its.close();
});
