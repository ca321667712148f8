/** What one visitor alone is answered: small on the wire where its length can tell nobody anything. */
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { connectHttp2, secureRequest } from './support/client';
import { to, withEdgeAndShop } from './support/edge';

const PAGE = '<p>the cart of one visitor, with the token of his forms</p>\n'.repeat(200);
const OWN = { 'accept-encoding': 'gzip, deflate, br, zstd', 'sec-fetch-site': 'same-origin' };
const USUAL = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', etag: '"1"' };

let said: { status: number; headers: Record<string, string>; body: string; whole: boolean };
const { edge } = withEdgeAndShop((_request, response) => {
  response.writeHead(said.status, said.headers);
  // Without its length, and in two parts.
  if (!said.whole) response.write(said.body.slice(0, 10));
  response.end(said.whole ? said.body : said.body.slice(10));
});
beforeEach(() => say({}));

function say(headers: Record<string, string>, status = 200, body = PAGE, whole = true): void {
  const length = whole ? { 'content-length': String(Buffer.byteLength(body)) } : {};
  said = { status, headers: { ...USUAL, ...length, ...headers }, body, whole };
}

function visit(headers: Record<string, string>, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const request = secureRequest(to(edge, { path: '/cart', method, headers }));
    request.once('error', reject).once('response', (response) => {
      void buffer(response).then((body) =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    request.end();
  });
}

test.each([
  ['br', 'gzip, deflate, br, zstd', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
] as const)('a visit from the shop’s own pages is answered in %s, with its length', async (coding, accepted, read) => {
  const { headers, body } = await visit({ ...OWN, 'accept-encoding': accepted });
  expect(headers).toMatchObject({
    'content-encoding': coding,
    'content-length': String(body.length),
    vary: 'Accept-Encoding',
    etag: 'W/"1"',
    'cache-control': 'no-store',
  });
  expect(read(body).toString()).toBe(PAGE);
  expect(body.length).toBeLessThan(PAGE.length / 10);
  expect((await edge.requests('/cart')).at(-1)).toMatchObject({ status: 200, upstream: 200, failure: '-' });
});

test('so is an address that somebody typed, and over HTTP/2', async () => {
  const client = await connectHttp2(to(edge));
  const typed = { 'accept-encoding': 'br', 'sec-fetch-site': 'none' };
  const { headers } = await client.request({ ':path': '/cart', ...typed });
  expect(headers).toMatchObject({
    'content-encoding': 'br',
    'content-length': expect.stringMatching(/^\d{2,3}$/) as unknown,
  });
});

test.each<[string, Record<string, string>]>([
  ['a visit that another site caused', { ...OWN, 'sec-fetch-site': 'cross-site' }],
  ['a visit that another host below the domain caused', { ...OWN, 'sec-fetch-site': 'same-site' }],
  ['a browser that doesn’t say who caused it', { 'accept-encoding': 'br' }],
  ['who takes no coding', { 'sec-fetch-site': 'same-origin' }],
])('%s is answered as the shop said it', async (_who, sent) => {
  const { headers, body } = await visit(sent);
  expect(headers).not.toHaveProperty('content-encoding');
  expect(headers['etag']).toBe('"1"');
  expect(body.toString()).toBe(PAGE);
});

test.each<[string, () => void]>([
  ['a picture', () => say({ 'content-type': 'image/png' })],
  ['what was compressed before', () => say({ 'content-encoding': 'zstd' })],
  ['what must not be changed', () => say({ 'cache-control': 'no-store, no-transform' })],
  ['a part', () => say({ 'content-range': 'bytes 0-9/10' }, 206)],
  ['a line', () => say({}, 200, 'ok')],
  ['what comes while it is made', () => say({}, 200, PAGE, false)],
  ['more than is held in memory', () => say({}, 200, PAGE.repeat(60))],
])('%s is sent on as it is', async (_what, saying) => {
  saying();
  const { headers, body } = await visit(OWN);
  expect(headers['content-encoding']).toBe(said.headers['content-encoding']);
  expect(body.toString()).toBe(said.body);
});

test('a form that comes back with its problems is compressed, and what varies already still does', async () => {
  say({ vary: 'Origin' }, 422);
  expect(await visit(OWN, 'POST')).toMatchObject({
    status: 422,
    headers: { 'content-encoding': 'br', vary: 'Origin, Accept-Encoding' },
  });
});

test('HEAD is answered with the head alone', async () => {
  const { headers, body } = await visit(OWN, 'HEAD');
  expect(headers).toMatchObject({ 'content-length': String(PAGE.length) });
  expect(body).toHaveLength(0);
});
