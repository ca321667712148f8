/** Requests that two readers could read in two ways: refused here, so that the shop is never one of the two. */
import type http from 'node:http';
import { secure } from './support/client';
import { DOMAIN, to, until, whenRead, withEdgeAndShop } from './support/edge';
import { connectRawHttp2, fields, FLAG, FRAME, frame, requestFields, requestFrame, sayRaw } from './support/raw';

const bodies: string[] = [];

const { shop, edge } = withEdgeAndShop(
  whenRead((_request, response, body) => {
    bodies.push(body);
    response.end('ok');
  }),
);

const HOST = `Host: ${DOMAIN}\r\n`;
const SECOND = `GET /smuggled HTTP/1.1\r\n${HOST}\r\n`;
const post = (headers: string, body = ''): string => `POST / HTTP/1.1\r\n${HOST}${headers}\r\n\r\n${body}`;
const CHUNKED = 'Transfer-Encoding: chunked';
const many = (count: number): string => Array.from({ length: count }, (_, i) => `X-${i}: 1\r\n`).join('');

describe('over HTTP/1.1', () => {
  test.each([
    ['a length and chunks', post(`Content-Length: 6\r\n${CHUNKED}`, `0\r\n\r\n${SECOND}`)],
    ['chunks and a length', post(`${CHUNKED}\r\nContent-Length: 4`, `5c\r\n${SECOND}\r\n0\r\n\r\n`)],
    ['two lengths', post('Content-Length: 0\r\nContent-Length: 44', SECOND)],
    ['two equal lengths', post('Content-Length: 1\r\nContent-Length: 1', 'x')],
    ['a list of lengths', post('Content-Length: 0, 44', SECOND)],
    ['a signed length', post('Content-Length: +1', 'x')],
    ['a hexadecimal length', post('Content-Length: 0x1', 'x')],
    ['an empty length', post('Content-Length: ', SECOND)],
    ['a length beyond all numbers', post('Content-Length: 18446744073709551617', 'x')],
    ['an encoding that is none', post('Transfer-Encoding: xchunked', `0\r\n\r\n${SECOND}`)],
    ['chunked and then something else', post('Transfer-Encoding: chunked, identity', `0\r\n\r\n${SECOND}`)],
    ['a coding without chunks', post('Transfer-Encoding: gzip', SECOND)],
    [
      'chunks over HTTP/1.0',
      `POST / HTTP/1.0\r\n${HOST}Connection: keep-alive\r\n${CHUNKED}\r\n\r\n0\r\n\r\n${SECOND}`,
    ],
    ['chunked twice', post(`${CHUNKED}\r\nTransfer-Encoding: cow`, `0\r\n\r\n${SECOND}`)],
    ['a folded header', `GET / HTTP/1.1\r\n${HOST}X-A: 1\r\n 2\r\n\r\n`],
    ['a folded encoding', post('Transfer-Encoding:\r\n chunked', `0\r\n\r\n${SECOND}`)],
    ['a space before a colon', post('Transfer-Encoding : chunked', `0\r\n\r\n${SECOND}`)],
    ['a tab before a colon', post('Content-Length\t: 44', SECOND)],
    ['a header without a colon', `GET / HTTP/1.1\r\n${HOST}X-A\r\n\r\n`],
    ['a header without a name', `GET / HTTP/1.1\r\n${HOST}: x\r\n\r\n`],
    ['bare LFs throughout', `GET / HTTP/1.1\nHost: ${DOMAIN}\n\n`],
    ['a bare LF after a version that nobody speaks', `GET / HTTP/2.0\nHost: ${DOMAIN}\n\n`],
    ['a bare CR after the version', `GET / HTTP/1.1\r${HOST}\r\n`],
    ['a space after the version', `GET / HTTP/1.1 \r\n${HOST}\r\n`],
    ['a version without its second number', `GET / HTTP/1\r\n${HOST}\r\n`],
    ['a version with a number of two digits', `GET / HTTP/1.10\r\n${HOST}\r\n`],
    ['a version in letters', `GET / HTTP/a.b\r\n${HOST}\r\n`],
    ['a version in small letters', `GET / http/1.1\r\n${HOST}\r\n`],
    ['a bare LF after a header', `GET / HTTP/1.1\r\nHost: ${DOMAIN}\nX-A: 1\r\n\r\n`],
    ['a bare LF at the end of the head', `GET / HTTP/1.1\r\n${HOST}\n${SECOND}`],
    ['a bare CR in a value', `GET / HTTP/1.1\r\n${HOST}X-A: 1\rX-B: 2\r\n\r\n`],
    ['a bare CR after a header', `GET / HTTP/1.1\r\nHost: ${DOMAIN}\rX-B: 2\r\n\r\n`],
    ['a NUL in a value', `GET / HTTP/1.1\r\n${HOST}X-A: 1\u00002\r\n\r\n`],
    ['a NUL in a name', `GET / HTTP/1.1\r\n${HOST}X\u0000A: 1\r\n\r\n`],
    ['a NUL in the path', `GET /\u0000 HTTP/1.1\r\n${HOST}\r\n`],
    ['a space in the path', `GET / x HTTP/1.1\r\n${HOST}\r\n`],
    ['a chunk size that is none', post(CHUNKED, `zz\r\n${SECOND}`)],
    ['a negative chunk size', post(CHUNKED, `-1\r\n${SECOND}`)],
    ['a chunk size beyond all numbers', post(CHUNKED, `ffffffffffffffff1\r\n${SECOND}`)],
    ['a chunk size with 0x', post(CHUNKED, `0x1\r\nx\r\n0\r\n\r\n`)],
    ['a chunk that is longer than it says', post(CHUNKED, `1\r\nxxxx\r\n0\r\n\r\n`)],
    ['a chunk ended by a bare LF', post(CHUNKED, `1\nx\n0\n\n`)],
    ['two hosts', `GET / HTTP/1.1\r\n${HOST}Host: evil.test\r\n\r\n`],
    ['the same host twice', `GET / HTTP/1.1\r\n${HOST}${HOST}\r\n`],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['a host with a path', `GET / HTTP/1.1\r\nHost: ${DOMAIN}/x\r\n\r\n`],
    ['a host with a user', `GET / HTTP/1.1\r\nHost: a@${DOMAIN}\r\n\r\n`],
    ['the asterisk form of a page', `GET * HTTP/1.1\r\n${HOST}\r\n`],
    ['the asterisk form without a host', `OPTIONS * HTTP/1.1\r\n\r\n`],
    ['more than an asterisk', `OPTIONS *x HTTP/1.1\r\n${HOST}\r\n`],
    ['the absolute form without a host', `GET https://${DOMAIN}/ HTTP/1.1\r\n\r\n`],
    ['the absolute form with a user', `GET https://a@${DOMAIN}/ HTTP/1.1\r\n${HOST}\r\n`],
    ['the absolute form of nobody', `GET https:/// HTTP/1.1\r\n${HOST}\r\n`],
    ['a fragment', `GET /#x HTTP/1.1\r\n${HOST}\r\n`],
    ['a path without a slash', `GET perfumes HTTP/1.1\r\n${HOST}\r\n`],
    ['no version', `GET /\r\n${HOST}\r\n`],
    ['a method that is none', `GE T / HTTP/1.1\r\n${HOST}\r\n`],
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
  ])('%s is answered 400, once, and nothing of it reaches the shop', async (_what, text) => {
    const [before, logged] = [shop.seen.length, edge.log.length];
    const connection = await sayRaw(edge, text);
    const answer = await connection.answered();
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    await until(() => edge.log.length > logged);
    expect(edge.log.slice(logged)).toEqual([
      expect.objectContaining({ msg: 'request', status: 400, failure: 'malformed', upstream: '-' }),
    ]);
    expect(answer.toLowerCase()).toContain(`x-request-id: ${String(edge.log[logged]!['id'])}`);
    // A first request may have reached the shop before its body turned out to be nonsense; a second one never.
    connection.socket.destroy();
    expect(shop.seen.slice(before).flatMap(({ complete, url }) => (complete ? [url] : []))).toEqual([]);
    expect(shop.seen.every((request: http.IncomingMessage) => request.url === '/')).toBe(true);
  });

  test.each([
    [
      501,
      'coding-not-supported',
      'chunks of something compressed',
      post('Transfer-Encoding: gzip, chunked', `0\r\n\r\n`),
    ],
    [501, 'coding-not-supported', 'the same in two lines', post(`Transfer-Encoding: gzip\r\n${CHUNKED}`, `0\r\n\r\n`)],
    [505, 'version-not-supported', 'HTTP/2 as a version of HTTP/1.1', `GET / HTTP/2.0\r\n${HOST}\r\n`],
    [505, 'version-not-supported', 'a version to come', `GET / HTTP/9.9\r\n${HOST}\r\n`],
    [505, 'version-not-supported', 'the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    [405, 'method-not-allowed', 'TRACE', `TRACE / HTTP/1.1\r\n${HOST}\r\n`],
    [417, 'expectation-failed', 'an expectation that is none', post('Expect: cake', '')],
    [421, 'misdirected', 'the absolute form of another name', `GET http://evil.test/ HTTP/1.1\r\n${HOST}\r\n`],
    [414, 'target-too-long', 'a huge path', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`],
    [431, 'head-too-large', 'one huge header', `GET / HTTP/1.1\r\n${HOST}X-A: ${'a'.repeat(20_000)}\r\n\r\n`],
    [
      431,
      'head-too-large',
      'a header beyond all reading',
      `GET / HTTP/1.1\r\n${HOST}X-A: ${'a'.repeat(90_000)}\r\n\r\n`,
    ],
    [431, 'head-too-large', 'many headers', `GET / HTTP/1.1\r\n${HOST}${many(150)}\r\n`],
    [431, 'head-too-large', 'many headers that hide a length', post(`${many(2_000)}Content-Length: 44`, SECOND)],
  ])('%i %s: %s is answered so, once, and nothing of it reaches the shop', async (status, failure, _what, text) => {
    const [before, logged] = [shop.seen.length, edge.log.length];
    const connection = await sayRaw(edge, text);
    expect(await connection.answered()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    await until(() => edge.log.length > logged);
    expect(edge.log[logged]).toMatchObject({ msg: 'request', status, failure, upstream: '-' });
    connection.socket.destroy();
    expect(shop.seen.length).toBe(before);
  });

  test('CONNECT is answered 405 and logged', async () => {
    const connection = await sayRaw(edge, `CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n`);
    expect(await connection.ended()).toMatch(
      /^HTTP\/1\.1 405 [^]*\r\nallow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n/,
    );
    expect(edge.log.at(-1)).toMatchObject({ msg: 'request', status: 405, failure: 'method-not-allowed' });
  });

  test('an upgrade that nobody offers is a plain request', async () => {
    const answer = await secure(
      to(edge, {
        headers: { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAAP__' },
      }),
    );
    expect(answer.status).toBe(200);
    for (const name of ['upgrade', 'http2-settings']) expect(shop.seen.at(-1)!.headers[name]).toBeUndefined();
  });

  test('chunk extensions and trailers end at the edge, which frames the body anew', async () => {
    const connection = await sayRaw(
      edge,
      post(CHUNKED, `4;a="GET / HTTP/1.1"\r\nbody\r\n0\r\nX-Trailer: 1\r\nHost: evil.test\r\n\r\n`),
    );
    expect(await connection.answered()).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(bodies.at(-1)).toBe('body');
    expect(shop.seen.at(-1)!.trailers).toEqual({});
    expect(shop.seen.at(-1)!.headers.host).toBe(`${DOMAIN}:8443`);
  });

  test('chunk extensions without end are answered 413', async () => {
    const connection = await sayRaw(edge, post(CHUNKED, `1;${'a'.repeat(20_000)}\r\nx\r\n0\r\n\r\n`));
    expect(await connection.answered()).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('what follows a body is the next request, as on any connection', async () => {
    const before = shop.seen.length;
    const connection = await sayRaw(edge, post('Content-Length: 4', `bodyGET /next HTTP/1.1\r\n${HOST}\r\n`));
    await until(() => connection.received().split('HTTP/1.1 200').length === 3);
    connection.socket.destroy();
    // Each on a connection of its own: which of them the shop sees first is nobody's promise.
    const seen = shop.seen.slice(before).map((request) => request.url ?? '');
    expect(seen.sort()).toEqual(['/', '/next']);
    // For the tests that count only '/'.
    shop.seen.length = before;
  });
});

describe('over HTTP/2', () => {
  const [method, scheme, authority, path] = requestFields();

  test('a request of hand-made frames is served, so the others are refused for what they are', async () => {
    const before = shop.seen.length;
    const session = await connectRawHttp2(edge);
    session.send(requestFrame());
    await until(() => session.frames().some(({ type, stream }) => type === FRAME.data && stream === 1));
    expect(shop.seen.length).toBe(before + 1);
  });

  test.each([
    ['connection', requestFields([['connection', 'keep-alive']])],
    ['keep-alive', requestFields([['keep-alive', 'timeout=5']])],
    ['proxy-connection', requestFields([['proxy-connection', 'keep-alive']])],
    ['transfer-encoding', requestFields([['transfer-encoding', 'chunked']])],
    ['upgrade', requestFields([['upgrade', 'websocket']])],
    ['te that is not trailers', requestFields([['te', 'gzip']])],
    ['a pseudo header after a plain one', [method!, scheme!, authority!, ['x-a', '1'] as const, path!]],
    ['two paths', requestFields([[':path', '/other']])],
    ['two authorities', requestFields([[':authority', 'evil.test']])],
    ['a pseudo header that is none', requestFields([], { ':x': '1' })],
    ['a status in a request', requestFields([], { ':status': '200' })],
    ['no path', [method!, scheme!, authority!]],
    ['an empty path', requestFields([], { ':path': '' })],
    ['no method', [scheme!, authority!, path!]],
    ['a name in capitals', requestFields([['X-A', '1']])],
    ['a length that is not the body’s', requestFields([['content-length', '5']])],
    [
      'two lengths',
      requestFields([
        ['content-length', '0'],
        ['content-length', '1'],
      ]),
    ],
  ])('%s ends the stream, and nothing reaches the shop', async (_what, list) => {
    const before = shop.seen.length;
    const session = await connectRawHttp2(edge);
    session.send(requestFrame(list));
    const refused = (): boolean => session.closed() || session.has(FRAME.reset, FRAME.goaway);
    await until(refused);
    expect(session.has(FRAME.headers)).toBe(false);
    expect(shop.seen.length).toBe(before);
  });

  test.each([
    ['a path without a slash', requestFields([], { ':path': 'perfumes' })],
    ['the absolute form', requestFields([], { ':path': `https://${DOMAIN}/` })],
    ['another host than authority', requestFields([['host', 'evil.test']])],
    ['a path with CRLF', requestFields([], { ':path': '/ HTTP/1.1\r\nHost: evil.test\r\n\r\n' })],
    ['an authority with CRLF', requestFields([], { ':authority': `${DOMAIN}\r\nx: y` })],
    ['a fragment', requestFields([], { ':path': '/#x' })],
  ])('%s is refused, with an answer or without, and nothing reaches the shop', async (_what, list) => {
    const before = shop.seen.length;
    const session = await connectRawHttp2(edge);
    session.send(requestFrame(list));
    await until(() => session.has(FRAME.reset, FRAME.goaway, FRAME.headers));
    // 0x8c is `:status: 400` in HPACK's own table.
    const head = session.frames().find(({ type }) => type === FRAME.headers);
    expect(head?.payload.includes(0x8c) ?? true).toBe(true);
    expect(shop.seen.slice(before)).toEqual([]);
  });

  test.each([
    ['a name with a colon', ['x:a', '1']],
    ['a name with CRLF', ['x-a\r\nx-b', '1']],
    ['no name', ['', '1']],
    ['a value with CRLF', ['x-a', '1\r\nx-b: 2']],
    ['a value with LF', ['x-a', '1\nx-b: 2']],
    ['a value with NUL', ['x-a', '1\u00002']],
  ] as const)('a field with %s does not pass the edge', async (_what, field) => {
    const before = shop.seen.length;
    const session = await connectRawHttp2(edge);
    session.send(requestFrame(requestFields([field])));
    await until(() => session.has(FRAME.reset, FRAME.goaway, FRAME.headers));
    for (const { rawHeaders } of shop.seen.slice(before)) {
      expect(rawHeaders.filter((text) => /x-a|x:a|x-b|^$/.test(text))).toEqual([]);
    }
  });

  test('so many headers that no browser can have sent them end the stream', async () => {
    const before = shop.seen.length;
    const session = await connectRawHttp2(edge);
    const block = fields(requestFields(Array.from({ length: 1_200 }, (_, i) => [`x-${i}`, '1'] as const)));
    session.send(frame(FRAME.headers, FLAG.endStream | FLAG.endHeaders, 1, block));
    await until(() => session.closed() || session.has(FRAME.reset));
    expect(shop.seen.length).toBe(before);
  });
});
