import type { ClientHttp2Stream } from 'node:http2';
import { connectHttp2, responseOf, secureRequest } from './support/client';
import { DOMAIN, startEdgeAndShop, to, until } from './support/edge';
import { offer, settled } from './support/flow';

/** Sockets and streams hold a few megabytes on the way; an answer that isn't held back goes far beyond. */
const HELD_BACK_BYTES = 16 * 1024 * 1024;
const OFFERED_BYTES = 64 * 1024 * 1024;
/** Over HTTP/1.1 a browser that leaves looks like one that has only sent all that it wants to. */
const LEAVES_SOON = { halfClosedMs: 300, sweepMs: 50 };

describe('streaming', () => {
  test('the first part of an answer arrives before the shop has made the second, over both protocols', async () => {
    const finish: (() => void)[] = [];
    const { edge } = await startEdgeAndShop((_request, response) => {
      response.write('first');
      finish.push(() => response.end('second'));
    });

    const request = secureRequest(to(edge));
    request.end();
    const response = await responseOf(request);
    response.setEncoding('utf8');
    const first = await new Promise((resolve) => response.once('data', resolve));
    expect(first).toBe('first');
    finish.pop()!();
    expect(await new Promise((resolve) => response.once('data', resolve))).toBe('second');

    const { session } = await connectHttp2(to(edge));
    const stream = session.request({ ':path': '/', ':authority': DOMAIN });
    stream.setEncoding('utf8');
    expect(await new Promise((resolve) => stream.once('data', resolve))).toBe('first');
    finish.pop()!();
    expect(await new Promise((resolve) => stream.once('data', resolve))).toBe('second');
  });

  test('the first part of an upload reaches the shop before the second has been sent', async () => {
    let received = '';
    const { edge } = await startEdgeAndShop((request, response) => {
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => (received += chunk));
      request.once('end', () => response.end(received));
    });
    const request = secureRequest(to(edge, { method: 'POST' }));
    // More than is held at the edge.
    const first = 'x'.repeat(100_000);
    request.write(first);
    await until(() => received === first);
    request.end('second');
    const response = await responseOf(request);
    response.resume();
    await until(() => received === `${first}second`);
  });

  test('a browser that does not read holds the shop back, and gets everything when it reads on', async () => {
    const offers: (() => number)[] = [];
    const { edge } = await startEdgeAndShop((_request, response) => void offers.push(offer(response, OFFERED_BYTES)));

    const request = secureRequest(to(edge));
    request.end();
    const slow = await responseOf(request);
    slow.pause();
    const { session } = await connectHttp2(to(edge));
    const stream: ClientHttp2Stream = session.request({ ':path': '/', ':authority': DOMAIN });
    await until(() => offers.length === 2);
    stream.pause();

    for (const written of offers) expect(await settled(written)).toBeLessThan(HELD_BACK_BYTES);
    for (const readable of [slow, stream]) {
      let total = 0;
      readable.on('data', (chunk: Buffer) => (total += chunk.length));
      readable.resume();
      await new Promise((resolve) => readable.once('end', resolve));
      expect(total).toBe(OFFERED_BYTES);
    }
  });

  test('a shop that does not read holds the browser back', async () => {
    let requests = 0;
    const { edge } = await startEdgeAndShop((request) => {
      requests += 1;
      request.pause();
    });
    const request = secureRequest(to(edge, { method: 'POST' }));
    request.on('error', () => undefined);
    const sent = offer(request, 18 * 1024 * 1024);
    await until(() => requests === 1);
    expect(await settled(sent)).toBeLessThan(HELD_BACK_BYTES);
    request.destroy();
  });

  test('a browser that leaves ends the shop’s work, and is logged as gone', async () => {
    let closed = 0;
    const { edge } = await startEdgeAndShop(
      (_request, response) => {
        response.once('close', () => (closed += 1));
        response.write('first');
      },
      { limits: LEAVES_SOON },
    );

    const request = secureRequest(to(edge, { path: '/leave' }));
    request.on('error', () => undefined);
    request.end();
    const response = await responseOf(request);
    response.on('error', () => undefined);
    request.destroy();
    await until(() => closed === 1);

    const { session } = await connectHttp2(to(edge));
    const stream = session.request({ ':path': '/leave', ':authority': DOMAIN });
    stream.on('error', () => undefined);
    await new Promise((resolve) => stream.once('response', resolve));
    stream.close(8);
    await until(() => closed === 2);

    for (const line of await edge.requests('/leave', 2)) {
      expect(line).toMatchObject({ status: 499, upstream: 200, failure: 'client-gone' });
    }
  });

  test('a browser that leaves before the shop has answered, too', async () => {
    let reached = 0;
    let closed = 0;
    const { edge } = await startEdgeAndShop(
      (_request, response) => {
        reached += 1;
        response.once('close', () => (closed += 1));
      },
      { limits: LEAVES_SOON },
    );
    const request = secureRequest(to(edge, { path: '/early' }));
    request.on('error', () => undefined);
    request.end();
    await until(() => reached === 1);
    request.destroy();
    await until(() => closed === 1);
    expect((await edge.requests('/early'))[0]).toMatchObject({ status: 499, upstream: '-', failure: 'client-gone' });
    expect(reached).toBe(1);
  });

  test('a browser that leaves in the middle of its upload, too', async () => {
    let aborted = 0;
    const { edge, shop } = await startEdgeAndShop((request) => {
      request.resume();
      request.once('error', () => (aborted += 1));
    });
    const request = secureRequest(to(edge, { method: 'POST', path: '/half', headers: { 'content-length': 200_000 } }));
    request.on('error', () => undefined);
    request.write('x'.repeat(100_000));
    await until(() => shop.seen.length === 1);
    request.destroy();
    await until(() => aborted === 1);
    expect((await edge.requests('/half'))[0]).toMatchObject({ failure: 'client-gone' });
  });
});
