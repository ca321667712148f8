import net from 'node:net';
import { MAX_BODY_BYTES } from '../../server/edge/policy';
import { freePort } from '../setup/ports';
import { connectHttp2, responseOf, secure, secureRequest, type Answer } from './support/client';
import {
  DOMAIN,
  listenOnLoopback,
  startEdge,
  startEdgeAndShop,
  startFakeShop,
  to,
  type RunningEdge,
} from './support/edge';

const APEX_ORIGIN = `https://${DOMAIN}:8443`;

/** A shop that answers with bytes, not with a server; `answer` may close, stall or talk nonsense. */
async function startRawShop(
  answer: (socket: net.Socket, connection: number) => void,
  options: { readonly shopTimeoutMs?: number } = {},
) {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    const number = connections;
    socket.on('error', () => undefined).on('data', () => answer(socket, number));
  });
  const edge = await startEdge({ shopPort: await listenOnLoopback(server), ...options });
  return { edge, connections: () => connections };
}

describe('when the shop is down', () => {
  let edge: RunningEdge;
  beforeAll(async () => {
    edge = await startEdge({ shopPort: await freePort(), limits: { shopReturnMs: 300 } });
  });

  test('a page is answered 503 with a page of the edge, in the visitor’s language, and when to come back', async () => {
    const korean = await secure(to(edge, { path: '/perfumes' }));
    expect(korean.status).toBe(503);
    expect(korean.headers['retry-after']).toBe('5');
    expect(korean.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(korean.headers['cache-control']).toBe('no-store');
    expect(korean.body).toContain('잠시 문을 닫았어요');
    const english = await secure(to(edge, { path: '/en/perfumes' }));
    expect(english.body).toContain('Closed for a moment');
    expect(english.body).toContain(english.headers['x-request-id'] as string);
    const [line] = await edge.requests('/perfumes');
    expect(line).toMatchObject({ status: 503, upstream: '-', failure: 'shop-refused' });
    expect(line!['reason']).toContain('ECONNREFUSED');
  });

  test('over HTTP/2 too, and HEAD gets no body', async () => {
    const client = await connectHttp2(to(edge));
    expect(await client.request({ ':path': '/' })).toMatchObject({ status: 503 });
    expect(await client.request({ ':path': '/', ':method': 'HEAD' })).toMatchObject({ status: 503, body: '' });
  });

  test('the API on app. answers in JSON that a script of the apex may read', async () => {
    const answer = await secure(
      to(edge, { host: `app.${DOMAIN}`, path: '/api/v1/cart/items', headers: { origin: APEX_ORIGIN } }),
    );
    expect(answer.status).toBe(503);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': APEX_ORIGIN,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
      'retry-after': '5',
    });
    expect(answer.headers['access-control-expose-headers']).toContain('retry-after');
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'shop-refused' } });
  });

  const preflight = (origin: string): Promise<Answer> =>
    secure(
      to(edge, {
        host: `app.${DOMAIN}`,
        path: '/api/v1/cart/items',
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      }),
    );

  test('a preflight is still answered, so that the script meets the 503 and not a failed check', async () => {
    const answer = await preflight(APEX_ORIGIN);
    expect(answer).toMatchObject({ status: 204, body: '' });
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': APEX_ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '7200',
      vary: 'Origin',
    });
  });

  test('nobody else’s script may read anything, nor the desk', async () => {
    const foreign = await preflight('https://evil.test');
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
    expect(foreign.headers.vary).toBe('Origin');
    const desk = await secure(to(edge, { host: `app.${DOMAIN}`, path: '/admin', headers: { origin: APEX_ORIGIN } }));
    expect(desk.headers['access-control-allow-origin']).toBeUndefined();
    const apex = await secure(to(edge, { path: '/api/v1/cart', headers: { origin: APEX_ORIGIN } }));
    expect(apex.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('the edge lives, and is not ready', async () => {
    expect((await secure(to(edge, { path: '/healthz' }))).status).toBe(200);
    const ready = await secure(to(edge, { path: '/readyz' }));
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.body)).toMatchObject({ certificate: { ok: true }, shop: { ok: false } });
  });

  test('when it is back the next request succeeds', async () => {
    const port = await freePort();
    const later = await startEdge({ shopPort: port, limits: { shopReturnMs: 300 } });
    expect((await secure(to(later))).status).toBe(503);
    await startFakeShop((_request, response) => response.end('here'), port);
    expect(await secure(to(later))).toMatchObject({ status: 200, body: 'here' });
  });
});

describe('when the shop fails', () => {
  test('a GET on a pooled connection that dies is sent once more, on a new one', async () => {
    const { edge, connections } = await startRawShop((socket, connection) => {
      if (connection === 1) socket.destroy();
      else socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
    expect(await secure(to(edge))).toMatchObject({ status: 200, body: 'ok' });
    expect(connections()).toBe(2);
  });

  test.each(['HEAD', 'OPTIONS', 'PUT', 'DELETE'])(
    'so is a %s without a body: twice is as good as once',
    async (method) => {
      const { edge, connections } = await startRawShop((socket, connection) => {
        if (connection === 1) socket.destroy();
        else socket.end('HTTP/1.1 204 No Content\r\n\r\n');
      });
      expect((await secure(to(edge, { method }))).status).toBe(204);
      expect(connections()).toBe(2);
    },
  );

  test.each(['POST', 'PATCH'])('a %s without a body is not', async (method) => {
    const { edge, connections } = await startRawShop((socket) => socket.destroy());
    expect((await secure(to(edge, { method }))).status).toBe(502);
    expect(connections()).toBe(1);
  });

  test('once more, and not for ever', async () => {
    const { edge, connections } = await startRawShop((socket) => socket.destroy());
    expect((await secure(to(edge))).status).toBe(502);
    expect(connections()).toBe(2);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('a %s is never sent twice', async (method) => {
    const { edge, connections } = await startRawShop((socket) => socket.destroy());
    const headers = { 'content-length': 4 };
    const answer = await secure(to(edge, { method, body: 'body', headers, path: '/en/checkout' }));
    expect(answer.status).toBe(502);
    expect(answer.body).toContain('look at your orders before you try again');
    expect(connections()).toBe(1);
    expect((await edge.requests('/en/checkout'))[0]).toMatchObject({ failure: 'shop-closed', upstream: '-' });
  });

  test.each([
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a status that is none', 'HTTP/1.1 999999 What\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'],
    ['a head without end', `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`],
  ])('%s is answered 502 and named as nonsense', async (_what, said) => {
    const { edge } = await startRawShop((socket) => socket.end(said));
    const answer = await secure(to(edge, { path: '/x' }));
    expect(answer.status).toBe(502);
    expect((await edge.requests('/x'))[0]).toMatchObject({ failure: 'shop-nonsense' });
  });

  test('one that takes too long is answered 504', async () => {
    const { edge } = await startRawShop(() => undefined, { shopTimeoutMs: 200 });
    const answer = await secure(to(edge, { path: '/slow' }));
    expect(answer.status).toBe(504);
    expect(answer.headers['retry-after']).toBeUndefined();
    expect((await edge.requests('/slow'))[0]).toMatchObject({ failure: 'shop-timeout' });
  });

  test('an answer that breaks off half-way is cut off for the browser too, never ended as if it were whole', async () => {
    const { edge } = await startRawShop((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
      setTimeout(() => socket.destroy(), 50);
    });
    await expect(secure(to(edge, { path: '/cut' }))).rejects.toThrow(/aborted|socket hang up|ECONNRESET/);
    const client = await connectHttp2(to(edge));
    await expect(client.request({ ':path': '/cut' })).rejects.toThrow(/NGHTTP2_INTERNAL_ERROR/);
    const lines = await edge.requests('/cut', 2);
    expect(lines.map((line) => line['failure'])).toEqual(['shop-interrupted', 'shop-interrupted']);
    expect(lines[0]).toMatchObject({ upstream: 200, bytes: 4 });
  });

  test('an answer that only its connection’s end would end is cut off where that is a reset', async () => {
    let reset = (): void => undefined;
    const { edge } = await startRawShop((socket) => {
      reset = () => void socket.resetAndDestroy();
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhalf');
    });
    const request = secureRequest(to(edge, { path: '/reset' })).end();
    const broken = new Promise((resolve) => {
      request.once('response', (response) => {
        // What is still under way when a reset comes is given up by the kernel.
        response.once('data', () => reset()).once('error', resolve);
        response.once('end', () => resolve('a whole answer'));
      });
    });
    expect(await broken).toMatchObject({ code: 'ECONNRESET' });
    const client = await connectHttp2(to(edge));
    const stream = client.session.request({ ':path': '/reset', ':authority': DOMAIN });
    stream.once('data', () => reset()).once('error', () => undefined);
    await new Promise((resolve) => stream.once('close', resolve));
    expect(stream.rstCode).toBe(2);
    const lines = await edge.requests('/reset', 2);
    expect(lines.map((line) => line['failure'])).toEqual(['shop-interrupted', 'shop-interrupted']);
  });
});

describe('bodies that are too large', () => {
  test('are refused by their announced length, before the shop sees them', async () => {
    const { edge, shop } = await startEdgeAndShop((_request, response) => response.end());
    const request = secureRequest(
      to(edge, { method: 'POST', path: '/en/up', headers: { 'content-length': MAX_BODY_BYTES + 1 } }),
    );
    request.flushHeaders();
    const response = await responseOf(request);
    expect(response.statusCode).toBe(413);
    request.destroy();
    expect(shop.seen).toHaveLength(0);
  });

  test('and by what really comes, where no length was announced', async () => {
    const { edge } = await startEdgeAndShop((request, response) => {
      request.resume().once('end', () => response.end('all read'));
    });
    const request = secureRequest(to(edge, { method: 'POST', path: '/en/up' }));
    const answered = responseOf(request);
    const chunk = Buffer.alloc(1024 * 1024);
    for (let sent = 0; sent <= MAX_BODY_BYTES; sent += chunk.length) request.write(chunk);
    request.end();
    const response = await answered;
    expect(response.statusCode).toBe(413);
    response.resume();
    expect((await edge.requests('/en/up'))[0]).toMatchObject({ failure: 'body-too-large' });
  });

  test('an answer that comes before the body was read to its end still arrives', async () => {
    const { edge } = await startEdgeAndShop((_request, response) => {
      response.writeHead(403);
      response.end('no');
    });
    const body = 'x'.repeat(5_000_000);
    const answer = await secure(to(edge, { method: 'POST', body, headers: { 'content-length': body.length } }));
    expect(answer).toMatchObject({ status: 403, body: 'no' });
  });
});
