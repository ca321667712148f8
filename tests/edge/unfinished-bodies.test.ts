/** Bodies that don't come to their end cost who sends them, not the shop. */
import type http from 'node:http';
import tls from 'node:tls';
import { LIMITS, type EdgeLimits } from '../../server/edge/policy';
import { connectHttp2, responseOf, secure, secureRequest } from './support/client';
import { closeLater, DOMAIN, startEdgeAndShop, tlsTo, to, until, whenRead, type RunningEdge } from './support/edge';
import { sayRaw } from './support/raw';
import { unfinishedPosts, unfinishedStreams } from './support/unfinished';

const HOST = `Host: ${DOMAIN}\r\n`;

const start = (limits: Partial<EdgeLimits> = {}) =>
  startEdgeAndShop(
    whenRead((request, response, body) => response.end(`${request.method} ${body.length}`)),
    { limits },
  );

describe('unfinished bodies', () => {
  test('of 300 streams and 60 connections of one address are nothing that others, or /readyz, notice', async () => {
    const { edge, shop } = await start();
    const options = { ...to(edge), path: '/cart/items' };
    const floods = [unfinishedStreams(300, options), unfinishedPosts(60, options)];
    for (const { stop } of floods) closeLater(() => stop());
    await until(() => floods.reduce((sum, { begun }) => sum + begun(), 0) >= 360);

    const client = await connectHttp2(to(edge));
    for (let visit = 0; visit < 20; visit += 1) {
      expect((await client.request({ ':path': '/cart' })).status).toBe(200);
      expect(await secure(to(edge, { path: '/cart', method: 'POST', body: 'a=1' }))).toMatchObject({ body: 'POST 3' });
      expect((await secure(to(edge, { path: '/readyz' }))).status).toBe(200);
    }
    expect(shop.seen.filter(({ url }) => url === '/cart/items')).toEqual([]);
    for (const { stop } of floods) stop();
  });

  test.each(['with a length', 'without one'])('never reach the shop while they are small: %s', async (how) => {
    const { edge, shop } = await start();
    const headers: http.OutgoingHttpHeaders = how === 'with a length' ? { 'content-length': 1_000 } : {};
    const request = secureRequest(to(edge, { method: 'POST', path: '/half', headers }));
    request.on('error', () => undefined);
    request.write('half');
    const client = await connectHttp2(to(edge));
    const stream = client.session.request({ ':method': 'POST', ':path': '/half', ':authority': DOMAIN, ...headers });
    stream.on('error', () => undefined);
    stream.write('half');
    expect((await secure(to(edge, { path: '/after' }))).status).toBe(200);
    request.destroy();
    stream.close(8);
    for (const line of await edge.requests('/half', 2)) {
      expect(line).toMatchObject({ failure: 'client-gone', upstream: '-', queueMs: '-' });
    }
    expect(shop.seen.map(({ url }) => url)).toEqual(['/after']);
  });

  test('that become whole arrive as they were sent, small or large, over both protocols', async () => {
    const { edge, shop } = await start();
    const client = await connectHttp2(to(edge));
    for (const size of [0, 1, 65_535, 65_536, 65_537, 300_000]) {
      const body = 'x'.repeat(size);
      const answers = [
        secure(to(edge, { method: 'POST', body, headers: { 'content-length': size } })),
        secure(to(edge, { method: 'POST', body, headers: { 'transfer-encoding': 'chunked' } })),
        client.request({ ':path': '/', ':method': 'POST', 'content-length': size }, body),
        client.request({ ':path': '/', ':method': 'POST' }, body),
      ];
      for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ body: `POST ${size}` });
    }
    // Read whole, so its length is known.
    expect(shop.seen[1]!.headers).toMatchObject({ 'content-length': '0' });
  });

  test('with Expect: 100-continue are invited, and arrive', async () => {
    const { edge } = await start();
    const request = secureRequest(
      to(edge, { method: 'POST', headers: { expect: '100-continue', 'content-length': 4 } }),
    );
    request.flushHeaders();
    await new Promise((resolve) => request.once('continue', resolve));
    request.end('body');
    expect((await responseOf(request)).resume().statusCode).toBe(200);
  });
});

describe('a body of which nothing comes', () => {
  test.each(['1000', '15000000'])('is not waited for, with %s bytes announced: 408 and a line', async (length) => {
    const { edge, shop } = await start({ firstByteMs: 300, sweepMs: 50 });
    const silent = await sayRaw(edge, `POST /silent HTTP/1.1\r\n${HOST}Content-Length: ${length}\r\n\r\n`);
    expect(await silent.ended()).toMatch(/^HTTP\/1\.1 408 /);
    const client = await connectHttp2(to(edge));
    const stream = client.session.request({ ':method': 'POST', ':path': '/silent', 'content-length': length });
    stream.on('error', () => undefined);
    const status = new Promise((resolve) => stream.once('response', (head) => resolve(head[':status'])));
    let page = '';
    stream.setEncoding('utf8').on('data', (text: string) => (page += text));
    await new Promise((resolve) => stream.once('close', resolve));
    expect(await status).toBe(408);
    expect(page).toMatch(/<\/html>\n$/);
    // Told that the rest needn't be sent.
    expect(stream.rstCode).toBe(0);
    for (const line of await edge.requests('/silent', 2)) expect(line).toMatchObject({ failure: 'client-too-slow' });
    expect(shop.seen).toHaveLength(0);
  });
});

test('a small body that trickles ends long before a large one would', async () => {
  const { edge } = await start({ smallBodyMs: 300, graceMs: 60_000, stallMs: 60_000, sweepMs: 50 });
  const large = await sayRaw(
    edge,
    `POST /large HTTP/1.1\r\n${HOST}Content-Length: 100000\r\n\r\n${'x'.repeat(70_000)}`,
  );
  const small = await sayRaw(edge, `POST /small HTTP/1.1\r\n${HOST}Content-Length: 10000\r\n\r\n`);
  const timer = setInterval(() => small.socket.write('x'), 20);
  expect(await small.ended()).toMatch(/^HTTP\/1\.1 408 /);
  clearInterval(timer);
  expect(large.closed()).toBe(false);
  large.socket.write('x'.repeat(30_000));
  expect(await large.answered()).toMatch(/^HTTP\/1\.1 200 /);
});

describe('what is held of bodies', () => {
  test('has a limit an address: one more is answered 429, with a page and a line', async () => {
    // What is held of one body takes 4 kB at least.
    const { edge } = await start({ bodyMemory: { total: 1_000_000, perAddress: 8_192 } });
    const client = await connectHttp2(to(edge));
    const begin = () => {
      const stream = client.session.request({ ':method': 'POST', ':path': '/en/held', ':authority': DOMAIN });
      stream.on('error', () => undefined);
      stream.write('half');
      return stream;
    };
    const [first] = [begin(), begin()];
    const refused = await new Promise((resolve) => begin().once('response', (head) => resolve(head)));
    expect(refused).toMatchObject({ ':status': 429, 'retry-after': '10' });
    expect((await edge.requests('/en/held'))[0]).toMatchObject({ failure: 'too-many-requests', upstream: '-' });
    // Whoever asks without a body isn't concerned, and room that was given back is there for the next.
    expect((await client.request({ ':path': '/' })).status).toBe(200);
    first.close(8);
    await edge.requests('/en/held', 2);
    expect(await client.request({ ':path': '/', ':method': 'POST' }, 'body')).toMatchObject({ body: 'POST 4' });
  });

  test('has a limit in all: 503', async () => {
    const { edge } = await start({ bodyMemory: { total: 4_096, perAddress: 4_096 } });
    const half = await sayRaw(edge, `POST /half HTTP/1.1\r\n${HOST}Content-Length: 100\r\n\r\nhalf`);
    await until(async () => {
      const answer = await secure(to(edge, { path: '/more', method: 'POST', body: 'body' }));
      return answer.status === 503;
    });
    expect((await edge.requests('/more')).at(-1)).toMatchObject({ failure: 'shop-busy' });
    half.socket.destroy();
    await until(async () => (await secure(to(edge, { path: '/x', method: 'POST', body: 'body' }))).status === 200);
  });
});

describe('uploads', () => {
  const BEGUN = 'x'.repeat(70_000);
  const LENGTH = 200_000;

  function beginUpload(edge: RunningEdge, path: string) {
    const request = secureRequest(to(edge, { method: 'POST', path, headers: { 'content-length': LENGTH } }));
    request.on('error', () => undefined);
    request.write(BEGUN);
    const answered = new Promise<number | undefined>((resolve) => {
      request.once('response', (response) => resolve(response.resume().statusCode));
    });
    return {
      answered,
      finish: () => void request.end('x'.repeat(LENGTH - BEGUN.length)),
      leave: () => void request.destroy(),
    };
  }

  test('are with the shop a few at a time, the others wait, and nothing else does', async () => {
    const { edge, shop } = await start({ shopUploads: { total: 10, perAddress: 2 } });
    const uploads = ['/1', '/2', '/3'].map((path) => beginUpload(edge, path));
    await until(() => shop.seen.length === 2);
    expect((await secure(to(edge, { path: '/page' }))).status).toBe(200);
    expect((await secure(to(edge, { path: '/form', method: 'POST', body: 'a=1' }))).status).toBe(200);
    expect(shop.seen).toHaveLength(4);
    for (const { finish } of uploads) finish();
    for (const { answered } of uploads) expect(await answered).toBe(200);
    expect(shop.seen).toHaveLength(5);
  });

  test('that wait too long are answered 503, and never sent', async () => {
    const { edge, shop } = await start({
      shopUploads: { total: 1, perAddress: 1 },
      queueMs: 300,
      sweepMs: 50,
    });
    const first = beginUpload(edge, '/first');
    await until(() => shop.seen.length === 1);
    const second = beginUpload(edge, '/second');
    expect(await second.answered).toBe(503);
    expect((await edge.requests('/second'))[0]).toMatchObject({ failure: 'shop-busy', queueMs: '-' });
    first.finish();
    expect(await first.answered).toBe(200);
    expect(shop.seen.map(({ url }) => url)).toEqual(['/first']);
  });

  test('that drip from four addresses are left alone until another waits, and then make room for it', async () => {
    const { edge, shop } = await start();
    const dripping: tls.TLSSocket[] = [];
    for (let i = 0; i < 16; i += 1) {
      const socket = tls.connect(tlsTo(edge, { localAddress: `127.0.0.${2 + (i % 4)}` }));
      socket.on('error', () => undefined);
      socket.write(`POST /drip HTTP/1.1\r\n${HOST}Content-Length: 15000000\r\n\r\n${BEGUN}`);
      dripping.push(socket);
    }
    // Above the least rate for as long as they like.
    const timer = setInterval(() => dripping.forEach((socket) => socket.write('x'.repeat(300))), 250);
    closeLater(() => clearInterval(timer));
    await until(() => shop.seen.length === 16);
    await new Promise((resolve) => setTimeout(resolve, LIMITS.crowdedGraceMs + 2_000));
    expect(dripping.filter(({ destroyed }) => destroyed)).toEqual([]);
    const picture = beginUpload(edge, '/picture');
    picture.finish();
    expect(await picture.answered).toBe(200);
    expect((await edge.requests('/picture'))[0]).toMatchObject({ failure: '-' });
    expect(await edge.requests('/drip')).toEqual([
      expect.objectContaining({ status: 408, failure: 'client-too-slow' }),
    ]);
    clearInterval(timer);
    for (const socket of dripping) socket.destroy();
  });

  test('whose sender leaves half-way free their place', async () => {
    const { edge, shop } = await start({ shopUploads: { total: 1, perAddress: 1 } });
    const first = beginUpload(edge, '/first');
    await until(() => shop.seen.length === 1);
    const second = beginUpload(edge, '/second');
    second.finish();
    first.leave();
    expect(await second.answered).toBe(200);
    expect((await edge.requests('/first'))[0]).toMatchObject({ failure: 'client-gone' });
  });
});
