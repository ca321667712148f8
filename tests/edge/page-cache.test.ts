/** The page cache in a real edge, in front of a shop that would give everything away if it were asked wrongly. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync } from 'node:zlib';
import type { EdgeLimits } from '../../server/edge/policy';
import { connectHttp2, responseOf, secure, secureRequest, type Answer, type RequestOptions } from './support/client';
import { DOMAIN, startEdgeAndShop, to, until, whenRead, type FakeShop, type RunningEdge } from './support/edge';
import { connectRawHttp2, fields, FLAG, FRAME, frame, requestFields, SHUT_WINDOW } from './support/raw';

const PUBLIC = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'public, max-age=0, must-revalidate',
  'cdn-cache-control': 'max-age=600, stale-if-error=86400',
};

interface CachedSite {
  readonly edge: RunningEdge;
  readonly shop: FakeShop;
  readonly asked: () => IncomingMessage[];
  /** What the shop does with a request for a page; changed by a test. */
  handler: (request: IncomingMessage, response: ServerResponse) => void;
  purge(groups: readonly string[]): Promise<void>;
  /** Ends the purge stream, and refuses it until `allowStream`. */
  endStream(): Promise<void>;
  allowStream(): Promise<void>;
  get(path: string, options?: Partial<RequestOptions>): Promise<Answer>;
}

/** Shows who asked, as a careless shop would: name, cookie, and every header that a framework might believe. */
function revealing(request: IncomingMessage, response: ServerResponse): void {
  const visible = Object.entries(request.headers)
    .filter(([name]) => name !== 'x-request-id')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const body = `${request.url} ${JSON.stringify(visible)} `.padEnd(600, '.');
  response.writeHead(200, { ...PUBLIC, etag: 'W/"1"', 'cache-groups': `"page ${request.url}"` }).end(body);
}

async function startCachedSite(limits: Partial<EdgeLimits> = {}): Promise<CachedSite> {
  const streams = new Set<ServerResponse>();
  let streamAllowed = true;
  const { edge, shop } = await startEdgeAndShop(
    (request, response) => {
      if (request.url !== '/internal/purges') return site.handler(request, response);
      if (!streamAllowed) return void response.writeHead(503).end();
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"ready":true}\n');
      const timer = setInterval(() => response.write('{"alive":true}\n'), 500);
      streams.add(response);
      response.once('close', () => {
        clearInterval(timer);
        streams.delete(response);
      });
    },
    { config: { pageCache: true }, limits },
  );
  const logged = (message: string): number => edge.log.filter((line) => line['msg'] === message).length;
  const upAgain = (before: number): Promise<void> => until(() => logged('purge stream up') > before);
  await upAgain(0);
  let marks = 0;
  const site: CachedSite = {
    edge,
    shop,
    asked: () => shop.seen.filter((request) => request.url !== '/internal/purges'),
    handler: revealing,
    async purge(groups) {
      // A page of its own tells when the edge has read so far.
      const mark = `/perfumes/mark-${(marks += 1)}`;
      await site.get(mark);
      for (const stream of streams) stream.write(`${JSON.stringify({ purge: [...groups, `page ${mark}`] })}\n`);
      await until(async () => verdictOf(await site.get(mark)) !== 'edge; hit');
    },
    async endStream() {
      const before = logged('purge stream down');
      streamAllowed = false;
      for (const stream of streams) stream.end();
      await until(() => logged('purge stream down') > before);
    },
    async allowStream() {
      const before = logged('purge stream up');
      streamAllowed = true;
      await upAgain(before);
    },
    get: (path, options) => secure(to(edge, { path, ...options })),
  };
  return site;
}

const verdictOf = (answer: Answer): unknown => answer.headers['cache-status'];

test('the second visitor is answered from memory, with the same bytes, and the log says so', async () => {
  const site = await startCachedSite();
  const first = await site.get('/perfumes');
  const second = await site.get('/perfumes');
  expect([verdictOf(first), verdictOf(second)]).toEqual(['edge; fwd=uri-miss', 'edge; hit']);
  expect(second.body).toBe(first.body);
  expect(second.headers['age']).toMatch(/^\d+$/);
  expect(second.headers).not.toHaveProperty('cdn-cache-control');
  expect(second.headers).not.toHaveProperty('cache-groups');
  expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
  const lines = await site.edge.requests('/perfumes', 2);
  expect(lines.map((line) => line['cache'])).toEqual(['miss', 'hit']);
  expect(site.asked()).toHaveLength(1);
});

test('HTTP/2 has the same page, brotli for who takes it, and 304 for who has it', async () => {
  const site = await startCachedSite();
  const plain = await site.get('/perfumes');
  const client = await connectHttp2(to(site.edge));
  const again = await client.request({ ':path': '/perfumes' });
  expect(again).toMatchObject({ status: 200, body: plain.body });
  const head = await client.request({ ':path': '/perfumes', ':method': 'HEAD', 'accept-encoding': 'gzip' });
  expect(head).toMatchObject({ status: 200, body: '' });
  expect(head.headers['content-encoding']).toBe('gzip');
  const known = await client.request({ ':path': '/perfumes', 'if-none-match': 'W/"1"' });
  expect(known).toMatchObject({ status: 304, body: '' });
  const request = secureRequest(to(site.edge, { path: '/perfumes', headers: { 'accept-encoding': 'br' } })).end();
  const compressed = await buffer(await responseOf(request));
  expect(brotliDecompressSync(compressed).toString()).toBe(plain.body);
  expect(site.asked()).toHaveLength(1);
});

test('who does not read a page from memory over HTTP/2 loses the stream', async () => {
  const site = await startCachedSite({ graceMs: 300, stallMs: 300, lingerMs: 300, queueMs: 300, sweepMs: 50 });
  await site.get('/perfumes');
  const shut = await connectRawHttp2(site.edge, SHUT_WINDOW);
  const question = fields(requestFields([], { ':path': '/perfumes' }));
  shut.send(frame(FRAME.headers, FLAG.endHeaders | FLAG.endStream, 1, question));
  await until(() => shut.has(FRAME.reset));
  const [, line] = await site.edge.requests('/perfumes', 2);
  expect(line).toMatchObject({ cache: 'hit', failure: 'client-too-slow', protocol: 'HTTP/2.0' });
});

describe('what a visitor sends never reaches a page that others see', () => {
  const HOSTILE: Record<string, string> = {
    cookie: '__Secure-sid=mina',
    'x-forwarded-host': 'evil.test',
    'x-forwarded-proto': 'http',
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-port': '1',
    forwarded: 'host=evil.test',
    'x-original-url': '/account/orders',
    'x-rewrite-url': '/account/orders',
    'x-http-method-override': 'POST',
    'x-host': 'evil.test',
    'x-real-ip': '6.6.6.6',
    'x-request-id': 'evil',
    origin: 'https://evil.test',
    'accept-language': 'xx',
    accept: 'application/json',
    'user-agent': 'evil',
    'accept-encoding': 'identity',
    'if-none-match': '"nothing"',
    'if-modified-since': 'Mon, 01 Jan 2001 00:00:00 GMT',
    'cache-control': 'no-cache',
    pragma: 'no-cache',
    range: 'bytes=0-3',
    'x-anything': '<script>',
  };

  test.each(Object.entries(HOSTILE))('%s: %s', async (name, value) => {
    const site = await startCachedSite();
    const poisoned = await site.get('/perfumes', { headers: { [name]: value } });
    const innocent = await site.get('/perfumes');
    const undisturbed = await startCachedSite();
    const expected = await undisturbed.get('/perfumes');
    expect(innocent.body).toBe(expected.body);
    expect(poisoned.status).toBe(200);
    expect(innocent.body).not.toContain('evil');
    expect(innocent.body).not.toContain('mina');
  });

  test('all of it at once, and from two who are signed in', async () => {
    const site = await startCachedSite();
    const mina = await site.get('/perfumes', { headers: HOSTILE });
    const juno = await site.get('/perfumes', { headers: { ...HOSTILE, cookie: '__Secure-sid=juno' } });
    const nobody = await site.get('/perfumes');
    expect(new Set([mina.body, juno.body, nobody.body]).size).toBe(1);
    expect(nobody.body).not.toMatch(/evil|mina|juno|6\.6\.6\.6/);
    expect(site.asked()).toHaveLength(1);
  });

  test.each([
    ['a parameter that no page reads', '/perfumes?utm_source=evil', '/perfumes'],
    ['a parameter twice', '/perfumes?page=2&page=evil', '/perfumes?page=2'],
    ['a separator of another framework', '/perfumes?page=2;q=evil', null],
    ['an encoded name', '/perfumes?p%61ge=2&x=evil', '/perfumes?page=2'],
    ['another order', '/perfumes?sort=price&family=woody', '/perfumes?family=woody&sort=price'],
    ['an empty value', '/perfumes?page=&q=', '/perfumes'],
  ])('parameter cloaking: %s', async (_what, sent, normal) => {
    const site = await startCachedSite();
    await site.get(sent);
    const [question] = site.asked();
    if (normal === null) expect(question!.url).not.toContain(';');
    else expect(question!.url).toBe(normal);
  });

  test('a GET with a body goes to the shop itself, and what it gives is not kept', async () => {
    const site = await startCachedSite();
    site.handler = whenRead((_request, response, body) => response.writeHead(200, PUBLIC).end(`body:${body}`));
    const fat = await site.get('/perfumes', { body: 'evil', headers: { 'content-length': '4' } });
    expect(fat.body).toBe('body:evil');
    expect((await site.get('/perfumes')).body).toBe('body:');
  });

  test.each([
    ...['/account/orders', '/cart', '/checkout', '/api/v1/session'],
    ...['/perfumes/', '/Perfumes', '/en/cart', '/assets/../cart'],
  ])('%s is never kept, whatever its answer says', async (path) => {
    const site = await startCachedSite();
    const options = { headers: { cookie: 'sid=mina' } };
    expect((await site.get(path, options)).body).toContain('mina');
    expect((await site.get(path)).body).not.toContain('mina');
    expect(verdictOf(await site.get(path))).toBeUndefined();
  });

  test('the same path on app. is not kept', async () => {
    const site = await startCachedSite();
    const onApp = { host: `app.${DOMAIN}` };
    await site.get('/perfumes', { ...onApp, headers: { cookie: 'sid=mina' } });
    const answer = await site.get('/perfumes', onApp);
    expect(answer.body).not.toContain('mina');
    expect(verdictOf(answer)).toBeUndefined();
  });

  test('a login is the shop’s to judge', async () => {
    const site = await startCachedSite();
    const answer = await site.get('/perfumes', { headers: { authorization: 'Basic bWluYQ==' } });
    expect(answer.body).toContain('bWluYQ==');
    expect((await site.get('/perfumes')).body).not.toContain('bWluYQ==');
  });
});

describe('an answer that is not for everybody', () => {
  test.each<[string, Record<string, string>]>([
    ['a cookie', { ...PUBLIC, 'set-cookie': 'sid=1' }],
    ['private', { 'cache-control': 'private' }],
    ['no-store', { 'cache-control': 'no-store' }],
    ['Vary by something of the visitor', { ...PUBLIC, vary: 'Cookie' }],
  ])('%s: every visitor gets his own from the shop', async (_what, headers) => {
    const site = await startCachedSite();
    let number = 0;
    site.handler = (request, response) =>
      void response.writeHead(200, headers).end(`${(number += 1)} for ${request.headers.cookie ?? 'nobody'}`);
    const answers = await Promise.all([1, 2, 3].map((i) => site.get('/perfumes', { headers: { cookie: `v${i}` } })));
    expect(answers.map(({ body }) => body.replace(/^\d+ for /, ''))).toEqual(['v1', 'v2', 'v3']);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(3);
  });
});

test('a page is gone as soon as a purge names it', async () => {
  const site = await startCachedSite();
  await site.get('/perfumes');
  await site.get('/en');
  await site.purge(['page /perfumes']);
  expect(verdictOf(await site.get('/perfumes'))).toBe('edge; fwd=uri-miss');
  expect(verdictOf(await site.get('/en'))).toBe('edge; hit');
});

test('while the stream is down pages are validated; while the shop is away too they are shown as they are', async () => {
  const site = await startCachedSite();
  await site.get('/perfumes');
  await site.endStream();
  const handler = site.handler;
  site.handler = (request, response) => {
    // RFC 9110, 15.4.5: the length of the page that it doesn't bring.
    if (request.headers['if-none-match'] === 'W/"1"')
      response.writeHead(304, { ...PUBLIC, 'content-length': 600 }).end();
    else handler(request, response);
  };
  expect(verdictOf(await site.get('/perfumes'))).toBe('edge; fwd=stale');
  site.handler = (_request, response) => void response.writeHead(503, { 'cache-control': 'no-store' }).end('closed');
  const shown = await site.get('/perfumes');
  expect(verdictOf(shown)).toBe('edge; hit; fwd=stale; detail=stale-if-error');
  expect(shown).toMatchObject({ status: 200 });
  expect(await site.get('/en')).toMatchObject({ status: 503, body: 'closed' });
  site.handler = handler;
  await site.allowStream();
  await until(async () => verdictOf(await site.get('/perfumes')) === 'edge; hit');
});

test('a hundred visitors of a page that nobody has seen yet are one question to the shop', async () => {
  const site = await startCachedSite();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  site.handler = (request, response) => void held.then(() => revealing(request, response));
  const answers = Promise.all(Array.from({ length: 100 }, () => site.get('/perfumes')));
  await until(() => site.asked().length > 0);
  release();
  expect(new Set((await answers).map(({ body }) => body)).size).toBe(1);
  expect(site.asked()).toHaveLength(1);
});

test('without PAGE_CACHE nothing is kept and nobody listens for purges', async () => {
  const { edge, shop } = await startEdgeAndShop(revealing);
  const options = to(edge, { path: '/perfumes' });
  await secure(options);
  expect(verdictOf(await secure(options))).toBeUndefined();
  expect(shop.seen.map(({ url }) => url)).toEqual(['/perfumes', '/perfumes']);
});

test('a page that an address asks for with its share of the shop used up comes to all others at once', async () => {
  const site = await startCachedSite({ shopExchanges: { total: 10, perAddress: 2 } });
  const held: ServerResponse[] = [];
  site.handler = (request, response) => {
    if (request.url === '/account') held.push(response);
    else revealing(request, response);
  };
  const crowd = await connectHttp2({ ...to(site.edge), from: '127.0.0.2' });
  const asked = ['/account', '/account', '/perfumes'].map((path) => crowd.request({ ':path': path }));
  await until(() => held.length === 2);
  // Streams come in their order: those before it are at the edge.
  expect((await crowd.request({ ':path': '/healthz' })).status).toBe(200);
  expect(await site.get('/perfumes')).toMatchObject({ status: 200 });
  for (const response of held) response.end();
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200]);
});
