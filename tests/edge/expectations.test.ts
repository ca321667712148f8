/** `Expect: 100-continue`: who is refused has not sent a body in vain, and who is not is asked for it in time. */
import type http2 from 'node:http2';
import { connectHttp2 } from './support/client';
import { DOMAIN, to, until, whenRead, withEdgeAndShop } from './support/edge';
import { sayRaw } from './support/raw';

const read = whenRead((_request, response, body) => response.end(`read ${body}`));

const { shop, edge } = withEdgeAndShop((request, response) => {
  if (request.url === '/unread') return void response.end('not read');
  read(request, response);
});

const TOO_LARGE = 99_000_000;
const post = (path: string, length: number, host = DOMAIN): string =>
  `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`;
const GET = `GET / HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`;

test('a body is asked for when it is wanted, and the connection goes on', async () => {
  const connection = await sayRaw(edge, post('/', 4));
  await until(() => connection.received().includes('\r\n\r\n'));
  expect(connection.received()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  connection.socket.write('body');
  await until(() => connection.received().includes('read body'));
  connection.socket.write(GET);
  await until(() => connection.received().split('200 OK').length === 3);
});

test.each([
  ['a body above the limit', 413, post('/', TOO_LARGE)],
  ['a method that is none', 405, post('/', 4).replace('POST', 'PROPFIND')],
  ['a path for this machine only', 404, post('/internal/purges', 4)],
  ['a name that is not ours', 421, post('/', 4, 'evil.test')],
  ['a name that leads elsewhere', 308, post('/', 4, `www.${DOMAIN}`)],
  ['an expectation that is none', 417, post('/', 4).replace('100-continue', 'cake')],
])('%s is answered %i without being asked for', async (_what, status, text) => {
  const before = shop.seen.length;
  const connection = await sayRaw(edge, text);
  const answer = await connection.answered();
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer).not.toContain('100 Continue');
  expect(shop.seen.length).toBe(before);
});

test('after a refusal nothing on the connection is taken for a request: nobody knows whether the body comes', async () => {
  const before = shop.seen.length;
  const connection = await sayRaw(edge, post('/', TOO_LARGE));
  expect(await connection.answered()).toMatch(/^connection: close\r$/im);
  connection.socket.write(GET);
  await connection.ended();
  expect(shop.seen.length).toBe(before);
});

test('a request without a body is answered, and asked for nothing', async () => {
  const connection = await sayRaw(edge, GET.replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n'));
  const answer = await connection.answered();
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
});

test.each([
  ['a body is asked for over HTTP/2 too', 4, '100-continue', 200, true],
  ['a body above the limit is refused over HTTP/2 too', TOO_LARGE, '100-continue', 413, false],
  ['an expectation that is none is refused over HTTP/2 too', 4, 'cake', 417, false],
])('%s', async (_what, length, expectation, status, invited) => {
  const { session } = await connectHttp2(to(edge));
  const head = { ':method': 'POST', ':authority': DOMAIN, ':path': '/', expect: expectation, 'content-length': length };
  const stream = session.request(head);
  let asked = false;
  stream.once('continue', () => {
    asked = true;
    stream.end('body');
  });
  const answer = await new Promise<http2.IncomingHttpHeaders>((resolve, reject) => {
    stream.once('response', resolve).once('error', reject);
  });
  expect([answer[':status'], asked]).toEqual([status, invited]);
});
