/** Clients that are slow on purpose. The limits are made short; the real ones are in server/edge/policy.ts. */
import type { EdgeLimits } from '../../server/edge/policy';
import { connectHttp2 } from './support/client';
import { DOMAIN, startEdgeAndShop, to, until } from './support/edge';
import {
  connectPlain,
  connectRaw,
  connectRawHttp2,
  fields,
  FLAG,
  FRAME,
  frame,
  requestFields,
  requestFrame,
  sayRaw,
  SHUT_WINDOW,
  uint32,
} from './support/raw';

const SHORT: Partial<EdgeLimits> = {
  handshakeMs: 300,
  headMs: 300,
  idleHttp1Ms: 300,
  idleHttp2Ms: 300,
  goodbyeMs: 300,
  graceMs: 300,
  stallMs: 300,
  firstByteMs: 300,
  smallBodyMs: 300,
  halfClosedMs: 300,
  lingerMs: 300,
  queueMs: 300,
  sweepMs: 50,
};
const HOST = `Host: ${DOMAIN}\r\n`;
/** More than all socket buffers on the way hold. */
const BIG = Buffer.alloc(64 * 1024 * 1024, 'x');
/** More than is held at the edge: an upload that has been begun. */
const HALF = 'x'.repeat(70_000);
const BODY = BIG.subarray(0, 15 * 1024 * 1024);

async function start(limits: Partial<EdgeLimits> = {}) {
  let aborted = 0;
  const { edge, shop } = await startEdgeAndShop(
    (request, response) => {
      request.resume();
      request.once('error', () => (aborted += 1));
      // Nobody here ever reads the whole of it.
      if (request.url === '/big') response.once('close', () => (aborted += 1));
      if (request.url === '/early') return void response.writeHead(403).end('no');
      request.once('end', () => response.end(request.url === '/big' ? BIG : 'ok'));
    },
    { limits: { ...SHORT, ...limits } },
  );
  return { edge, shop, aborted: () => aborted };
}

const ENDLESS_HEAD = frame(FRAME.headers, FLAG.endStream, 1, fields(requestFields()).subarray(0, 20));

describe('a client that does not get to the end of its request', () => {
  test('in the handshake loses the connection', async () => {
    const { edge } = await start();
    const silent = await connectPlain(edge.httpsPort);
    expect(await silent.ended()).toBe('');
  });

  test.each(['secure', 'plain'])('in the head is answered 408 on the %s port, and logged', async (port) => {
    const { edge } = await start();
    const slow = port === 'secure' ? await connectRaw(edge) : await connectPlain(edge.httpPort);
    slow.socket.write(`GET / HTTP/1.1\r\n${HOST}X-A: `);
    expect(await slow.ended()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n[^]*client-too-slow/);
    expect(edge.log.at(-1)).toMatchObject({ msg: 'request', status: 408, failure: 'client-too-slow', path: '-' });
  });

  test('in the head of HTTP/2 is told to go, and made to', async () => {
    const { edge } = await start();
    const slow = await connectRawHttp2(edge);
    slow.send(ENDLESS_HEAD);
    await until(() => slow.has(FRAME.goaway));
    await slow.ended();
  });

  test('in the body is answered 408, and the shop is told that it ends', async () => {
    const { edge, aborted } = await start();
    const slow = await sayRaw(edge, `POST /body HTTP/1.1\r\n${HOST}Content-Length: 100000\r\n\r\n`);
    slow.socket.write(HALF);
    expect(await slow.ended()).toMatch(/^HTTP\/1\.1 408 /);
    await until(() => aborted() > 0);
    expect((await edge.requests('/body'))[0]).toMatchObject({ status: 408, failure: 'client-too-slow', upstream: '-' });
  });

  test('in the body over HTTP/2, too, and the session lives on', async () => {
    const { edge, aborted } = await start();
    const client = await connectHttp2(to(edge));
    const stream = client.session.request({ ':path': '/body', ':method': 'POST', ':authority': DOMAIN });
    stream.on('error', () => undefined);
    stream.write(HALF);
    const status = await new Promise((resolve) => stream.once('response', (head) => resolve(head[':status'])));
    expect(status).toBe(408);
    await until(() => aborted() > 0);
    expect((await client.request({ ':path': '/' })).status).toBe(200);
  });

  test('and sends a byte now and then is below the least rate', async () => {
    const { edge } = await start({ stallMs: 60_000, bytesPerSecond: 1_000 });
    const slow = await sayRaw(edge, `POST /drip HTTP/1.1\r\n${HOST}Content-Length: 100000\r\n\r\n`);
    const timer = setInterval(() => slow.socket.write('x'), 50);
    expect(await slow.ended()).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(timer);
  });

  test('but is above it may take as long as it needs', async () => {
    const { edge } = await start({ stallMs: 5_000, bytesPerSecond: 100 });
    const steady = await sayRaw(edge, `POST /steady HTTP/1.1\r\n${HOST}Content-Length: 2000\r\n\r\n`);
    for (let sent = 0; sent < 2_000; sent += 100) {
      steady.socket.write('x'.repeat(100));
      await new Promise((resolve) => setTimeout(resolve, 75));
    }
    expect(await steady.answered()).toMatch(/^HTTP\/1\.1 200 /);
    expect((await edge.requests('/steady'))[0]!['ms']).toBeGreaterThan(1_000);
  });

  test('because the shop does not read is not the one to blame', async () => {
    const options = { limits: SHORT, shopTimeoutMs: 1_500 };
    const { edge } = await startEdgeAndShop((request) => void request.pause(), options);
    const client = await sayRaw(edge, `POST /held HTTP/1.1\r\n${HOST}Content-Length: ${BODY.length}\r\n\r\n`);
    client.socket.write(BODY);
    expect(await client.answered()).toMatch(/^HTTP\/1\.1 504 /);
    expect((await edge.requests('/held'))[0]).toMatchObject({ failure: 'shop-timeout' });
  });

  test('after it was answered is not listened to for ever', async () => {
    const { edge } = await start();
    const slow = await sayRaw(edge, `POST /early HTTP/1.1\r\n${HOST}Content-Length: 100000\r\n\r\n${HALF}`);
    expect(await slow.answered()).toMatch(/^HTTP\/1\.1 403 /);
    await slow.ended();
  });
});

describe('a client that does not read its answer', () => {
  test('loses the connection on HTTP/1.1, and the shop’s work ends', async () => {
    const { edge, aborted } = await start({ bytesPerSecond: 1_000_000 });
    const slow = await connectRaw(edge);
    slow.socket.pause();
    slow.socket.write(`GET /big HTTP/1.1\r\n${HOST}\r\n`);
    await until(() => aborted() > 0);
    expect((await edge.requests('/big'))[0]).toMatchObject({ failure: 'client-too-slow', upstream: 200 });
  });

  test('loses its stream on HTTP/2 when it keeps the window shut, and no other', async () => {
    const { edge, aborted } = await start({ idleHttp2Ms: 60_000, bytesPerSecond: 1_000_000 });
    const shut = await connectRawHttp2(edge, SHUT_WINDOW);
    shut.send(requestFrame(requestFields([], { ':path': '/big' })));
    await until(() => shut.has(FRAME.reset));
    await until(() => aborted() > 0);
    expect((await edge.requests('/big'))[0]).toMatchObject({ failure: 'client-too-slow', upstream: 200 });
    shut.send(
      requestFrame(requestFields([], { ':path': '/healthz' }), 3),
      frame(FRAME.windowUpdate, FLAG.none, 3, uint32(60_000)),
    );
    await until(() => shut.frames().some(({ type, stream }) => type === FRAME.data && stream === 3));
  });

  test('loses it too when a small page is all that there is', async () => {
    const { edge } = await start({ idleHttp2Ms: 60_000 });
    const shut = await connectRawHttp2(edge, SHUT_WINDOW);
    shut.send(requestFrame(requestFields([], { ':path': '/x' })));
    await until(() => shut.has(FRAME.reset));
    expect((await edge.requests('/x'))[0]).toMatchObject({ failure: 'client-too-slow' });
  });

  test('and never ends its side of a stream that was answered is let go', async () => {
    const { edge } = await start({ idleHttp2Ms: 60_000 });
    const open = await connectRawHttp2(edge);
    open.send(
      frame(FRAME.headers, FLAG.endHeaders, 1, fields(requestFields([], { ':path': '/early', ':method': 'POST' }))),
    );
    await until(() => open.has(FRAME.headers));
    await until(() => open.has(FRAME.reset));
  });

  test('holds no connection to the shop while its page fits into memory', async () => {
    const page = 'x'.repeat(100_000);
    let finished = 0;
    const { edge } = await startEdgeAndShop((_request, response) => {
      response.once('finish', () => (finished += 1)).end(page);
    });
    const shut = await connectRawHttp2(edge, SHUT_WINDOW);
    shut.send(requestFrame());
    await until(() => finished === 1 && shut.has(FRAME.headers));
    shut.send(frame(FRAME.windowUpdate, FLAG.none, 1, uint32(200_000)));
    shut.send(frame(FRAME.windowUpdate, FLAG.none, 0, uint32(200_000)));
    const read = (): number =>
      shut.frames().reduce((sum, { type, payload }) => sum + (type === FRAME.data ? payload.length : 0), 0);
    await until(() => read() === page.length);
  });
});

describe('an idle client', () => {
  test('of HTTP/2 gets GOAWAY, and the connection ends', async () => {
    const { edge } = await start();
    const client = await connectHttp2(to(edge));
    const goaway = new Promise((resolve) => client.session.once('goaway', (code: number) => resolve(code)));
    const closed = new Promise((resolve) => client.session.once('close', resolve));
    expect((await client.request({ ':path': '/' })).status).toBe(200);
    expect(await goaway).toBe(0);
    await closed;
  });

  test('of HTTP/2 that never made a request, too', async () => {
    const { edge } = await start();
    const idle = await connectRawHttp2(edge);
    await until(() => idle.has(FRAME.goaway));
    await idle.ended();
  });

  test('that stays on after GOAWAY is cut off', async () => {
    const { edge } = await start();
    const stubborn = await connectRawHttp2(edge);
    // A head that never ends keeps the session from closing by itself.
    stubborn.send(ENDLESS_HEAD);
    await stubborn.ended();
  });

  test('of HTTP/1.1 is closed', async () => {
    const { edge } = await start();
    const idle = await sayRaw(edge, `GET / HTTP/1.1\r\n${HOST}\r\n`);
    expect(await idle.ended()).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('whose request the shop is still working on is not idle', async () => {
    let answer = (): void => undefined;
    const { edge } = await startEdgeAndShop((_request, response) => (answer = () => void response.end('late')), {
      limits: SHORT,
    });
    const client = await connectHttp2(to(edge));
    const late = client.request({ ':path': '/' });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    answer();
    expect(await late).toMatchObject({ status: 200, body: 'late' });
  });
});

describe('a queue before the shop', () => {
  test('that is too long is answered 503 at once, and says when to come back', async () => {
    const waiting: (() => void)[] = [];
    const { edge } = await startEdgeAndShop((_request, response) => void waiting.push(() => response.end('ok')), {
      limits: { inFlight: 2 },
    });
    const client = await connectHttp2(to(edge));
    const served = [client.request({ ':path': '/' }), client.request({ ':path': '/' })];
    await until(() => waiting.length === 2);
    const refused = await client.request({ ':path': '/en/too-many' });
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('10');
    expect(refused.body).toContain('Very busy just now');
    expect((await edge.requests('/en/too-many'))[0]).toMatchObject({ failure: 'shop-busy', upstream: '-' });
    for (const answer of waiting) answer();
    for (const one of served) expect((await one).status).toBe(200);
    expect((await edge.requests('/', 2)).every((line) => line['failure'] === '-')).toBe(true);
    const next = client.request({ ':path': '/' });
    await until(() => waiting.length === 3);
    waiting[2]!();
    expect((await next).status).toBe(200);
  });

  test('that does not move is left after its time, and the request is never sent', async () => {
    const limits = { queueMs: 300, sweepMs: 50, shopExchanges: { total: 8, perAddress: 8 } };
    const { edge, shop } = await startEdgeAndShop(() => undefined, { limits });
    const client = await connectHttp2(to(edge));
    // As many as there are connections to the shop, and one more.
    for (let i = 0; i < 8; i += 1) client.request({ ':path': '/first' }).catch(() => undefined);
    await until(() => shop.seen.length === 8);
    const answer = await client.request({ ':path': '/last' });
    expect(answer.status).toBe(503);
    expect((await edge.requests('/last'))[0]).toMatchObject({ failure: 'shop-busy', queueMs: '-' });
    expect(shop.seen.some(({ url }) => url === '/last')).toBe(false);
  });
});
