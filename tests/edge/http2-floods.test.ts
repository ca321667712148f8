/** Sessions that only cost: each is ended, and visitors on other connections don't notice. */
import { secure } from './support/client';
import { startEdge, to, until, withEdgeAndShop } from './support/edge';
import { connectRawHttp2, fields, FLAG, FRAME, frame, requestFields, uint32, type RawHttp2 } from './support/raw';

const { shop, edge } = withEdgeAndShop((_request, response) => void setTimeout(() => response.end('ok'), 20));

const HEAD = fields(requestFields());
const ends = FLAG.endHeaders | FLAG.endStream;

/** Sends until the session is ended, and yields to the loop so that both sides get on. */
async function flood(session: RawHttp2, next: (i: number) => Buffer, most: number): Promise<number> {
  let sent = 0;
  while (!session.closed() && sent < most) {
    const batch = Array.from({ length: 100 }, (_, i) => next(sent + i));
    session.send(...batch);
    sent += batch.length;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return sent;
}

async function expectEnded(session: RawHttp2): Promise<void> {
  await until(() => session.closed() || session.has(FRAME.goaway));
  const visitor = await secure(to(edge));
  expect(visitor).toMatchObject({ status: 200, body: 'ok' });
}

test('rapid resets (CVE-2023-44487) end the session long before the flood is over', async () => {
  const session = await connectRawHttp2(edge);
  const reset = (i: number): Buffer =>
    Buffer.concat([frame(FRAME.headers, ends, 2 * i + 1, HEAD), frame(FRAME.reset, FLAG.none, 2 * i + 1, uint32(8))]);
  await flood(session, reset, 50_000);
  await expectEnded(session);
  // Most never got as far as the shop: 1000 at once and 33 a second is what nghttp2 lets pass.
  expect(shop.seen.length).toBeLessThan(2_500);
});

test('a head that goes on and on in CONTINUATION frames ends it', async () => {
  const session = await connectRawHttp2(edge);
  session.send(frame(FRAME.headers, FLAG.endStream, 1, HEAD));
  const more = frame(FRAME.continuation, FLAG.none, 1, fields([['x-a', 'a'.repeat(100)]]));
  expect(await flood(session, () => more, 50_000)).toBeLessThan(50_000);
  await expectEnded(session);
  await until(() => edge.log.some((line) => String(line['reason']).includes('CONTINUATION')));
  expect(edge.log.find((line) => String(line['reason']).includes('CONTINUATION'))).toMatchObject({
    msg: 'request',
    failure: 'malformed',
    protocol: 'HTTP/2.0',
    path: '-',
    upstream: '-',
  });
});

test('PING frames whose answers nobody reads end it', async () => {
  const session = await connectRawHttp2(edge);
  session.socket.pause();
  const ping = frame(FRAME.ping, FLAG.none, 0, Buffer.alloc(8));
  expect(await flood(session, () => ping, 400_000)).toBeLessThan(400_000);
  session.socket.resume();
  await expectEnded(session);
});

test.each([
  ['PING', frame(FRAME.ping, FLAG.none, 0, Buffer.alloc(8))],
  ['SETTINGS', frame(FRAME.settings, FLAG.none, 0)],
  ['WINDOW_UPDATE', frame(FRAME.windowUpdate, FLAG.none, 0, uint32(1))],
])('%s frames are no requests: a session that has nothing else to say is idle', async (_what, one) => {
  const short = await startEdge({ shopPort: shop.port, limits: { headMs: 300, goodbyeMs: 300, sweepMs: 50 } });
  const session = await connectRawHttp2(short);
  const timer = setInterval(() => session.send(one), 20);
  await session.ended();
  clearInterval(timer);
});

test('empty DATA frames without end are ended by the deadline of bodies, not kept for ever', async () => {
  const short = await startEdge({
    shopPort: shop.port,
    limits: { graceMs: 300, stallMs: 300, sweepMs: 50, bytesPerSecond: 1_000 },
  });
  const session = await connectRawHttp2(short);
  session.send(frame(FRAME.headers, FLAG.endHeaders, 1, fields(requestFields([], { ':method': 'POST' }))));
  const timer = setInterval(() => session.send(frame(FRAME.data, FLAG.none, 1)), 10);
  await until(() => session.closed() || session.has(FRAME.headers));
  clearInterval(timer);
});

test('streams beyond the hundred that are offered are refused, and those within are served', async () => {
  const session = await connectRawHttp2(edge);
  const before = shop.seen.length;
  session.send(...Array.from({ length: 120 }, (_, i) => frame(FRAME.headers, ends, 2 * i + 1, HEAD)));
  const answered = (): number => session.frames().filter(({ type }) => type === FRAME.data).length;
  await until(() => answered() >= 100 || session.closed());
  expect(shop.seen.length - before).toBeLessThanOrEqual(120);
  await expect(secure(to(edge))).resolves.toMatchObject({
    status: 200,
  });
});

test('a session whose protocol is broken and that stays anyway is ended by the deadline of idle ones', async () => {
  const short = await startEdge({ shopPort: shop.port, limits: { headMs: 300, goodbyeMs: 300, sweepMs: 50 } });
  const session = await connectRawHttp2(short);
  // DATA on a stream that was never opened: nghttp2 says GOAWAY, and Node waits for the other side to hang up.
  session.send(frame(FRAME.data, FLAG.none, 7, Buffer.from('x')));
  await until(() => session.has(FRAME.goaway));
  await session.ended();
});
