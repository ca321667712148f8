/** A shop whose last worker is gone for a moment, as in a reload. */
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../setup/ports';
import { connectHttp2, secure, secureRequest } from './support/client';
import { noteDials } from './support/dials';
import { listenOnLoopback, startEdge, startFakeShop, to, until, whenRead } from './support/edge';
import { offer, settled } from './support/flow';

/** An edge before a shop that comes only when it is told to. */
async function startEarly(limits: Parameters<typeof startEdge>[0]['limits'] = {}) {
  const port = await freePort();
  const edge = await startEdge({ shopPort: port, limits });
  return {
    edge,
    open: () =>
      startFakeShop(
        whenRead((request, response, body) => response.end(`${request.method} ${body.length}`)),
        port,
      ),
  };
}

test('requests wait for the shop to come back, with their bodies, over both protocols', async () => {
  const { edge, open } = await startEarly();
  const body = 'x'.repeat(200_000);
  const client = await connectHttp2(to(edge));
  const answers = [
    secure(to(edge)),
    secure(to(edge, { method: 'POST', body, headers: { 'content-length': body.length } })),
    secure(to(edge, { method: 'POST', body, headers: { 'transfer-encoding': 'chunked' } })),
    client.request({ ':path': '/' }),
    client.request({ ':path': '/', ':method': 'POST' }, body),
  ];
  await sleep(700);
  const shop = await open();
  const said = (await Promise.all(answers)).map(({ status, body: text }) => `${status} ${text}`);
  expect(said).toEqual(['200 GET 0', '200 POST 200000', '200 POST 200000', '200 GET 0', '200 POST 200000']);
  expect(shop.seen).toHaveLength(5);
  for (const line of await edge.requests('/', 5)) {
    expect(line).toMatchObject({ status: 200, failure: '-' });
    expect(line['queueMs']).toBeGreaterThan(400);
  }
});

test('not longer than they may, and then it is 503 with when to come back', async () => {
  const { edge } = await startEarly({ shopReturnMs: 500 });
  const startedAt = performance.now();
  const answer = await secure(to(edge, { path: '/en/x', method: 'POST', body: 'y'.repeat(100_000) }));
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(500);
  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
  expect((await edge.requests('/en/x'))[0]).toMatchObject({ failure: 'shop-refused', upstream: '-', queueMs: '-' });
});

test('no more of a body is read while it waits than is held at the edge', async () => {
  const { edge, open } = await startEarly({ shopReturnMs: 20_000 });
  const request = secureRequest(to(edge, { method: 'POST', headers: { 'content-length': 15_000_000 } }));
  request.on('error', () => undefined);
  // What is between them is in the operating system's buffers, not in the edge.
  expect(await settled(offer(request, 15_000_000))).toBeLessThan(15_000_000);
  const answered = new Promise<number | undefined>((resolve) => {
    request.once('response', (response) => resolve(response.resume().statusCode));
  });
  await open();
  expect(await answered).toBe(200);
});

test('a visitor who leaves is not waited for, and the shop never hears of it', async () => {
  const { edge, open } = await startEarly({ shopReturnMs: 20_000, halfClosedMs: 300, sweepMs: 50 });
  const request = secureRequest(to(edge, { path: '/leave' }));
  request.on('error', () => undefined);
  request.end();
  const stays = secure(to(edge, { path: '/stay' }));
  await sleep(300);
  request.destroy();
  const [line] = await edge.requests('/leave');
  expect(line).toMatchObject({ status: 499, failure: 'client-gone', upstream: '-' });
  const shop = await open();
  expect((await stays).status).toBe(200);
  expect(shop.seen.map(({ url }) => url)).toEqual(['/stay']);
});

test('so many may wait and no more', async () => {
  const { edge, open } = await startEarly({ waiting: 2, shopReturnMs: 20_000 });
  const waiting = [secure(to(edge, { path: '/a' })), secure(to(edge, { path: '/b' }))];
  await sleep(500);
  expect((await secure(to(edge, { path: '/c' }))).status).toBe(503);
  await open();
  for (const one of waiting) expect((await one).status).toBe(200);
});

test('however many wait, one of them asks whether the shop is back', async () => {
  const port = await freePort();
  const edge = await startEdge({
    shopPort: port,
    limits: { shopReturnMs: 1_500, shopExchanges: { total: 60, perAddress: 60 } },
  });
  const dials = noteDials();
  const client = await connectHttp2(to(edge));
  const answers = await Promise.all(Array.from({ length: 60 }, () => client.request({ ':path': '/' })));
  dials.stop();
  const dialled = dials.made.filter((dial) => Number(dial.port) === port).length;
  expect(answers.every(({ status }) => status === 503)).toBe(true);
  // Each tried once; then one attempt every tenth of a second for all of them.
  expect(dialled).toBeGreaterThan(60);
  expect(dialled).toBeLessThan(60 + 25);
});

test('a GET whose worker was killed goes on with the next one', async () => {
  const port = await freePort();
  const edge = await startEdge({ shopPort: port });
  const dying = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      dying.close();
      socket.destroy();
    });
  });
  await listenOnLoopback(dying, port);
  const answer = secure(to(edge));
  await until(() => !dying.listening);
  await sleep(300);
  await startFakeShop((_request, response) => response.end('next'), port);
  expect(await answer).toMatchObject({ status: 200, body: 'next' });
});

test('whether the edge is ready is said at once', async () => {
  const { edge } = await startEarly({ shopReturnMs: 20_000 });
  const answer = await secure(to(edge, { path: '/readyz' }));
  expect(answer.status).toBe(503);
  expect(JSON.parse(answer.body)).toMatchObject({ shop: { ok: false } });
});

test('an edge that is told to stop lets nobody wait', async () => {
  const { edge } = await startEarly({ shopReturnMs: 20_000 });
  const answer = secure(to(edge));
  await sleep(300);
  await edge.edge.close();
  expect((await answer).status).toBe(503);
});
