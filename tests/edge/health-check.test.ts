/** What a load balancer asks, which knows the machine's address and no name: `/health`, over HTTP and HTTPS. */
import { freePort } from '../setup/ports';
import { plain, secure, type Answer } from './support/client';
import { DOMAIN, startEdge, to, until, withEdgeAndShop, type RunningEdge } from './support/edge';
import { connectPlain } from './support/raw';

let shopStatus: number;

const { shop, edge } = withEdgeAndShop((_request, response) => response.writeHead(shopStatus).end(), {
  config: { certificates: 'acme', publicHttpsPort: 443 },
});

beforeEach(() => {
  shopStatus = 200;
});

const ADDRESSES = ['127.0.0.1', '203.0.113.9', '[::1]', 'anything.at.all', DOMAIN, `www.${DOMAIN}`];

async function ask(at: RunningEdge, host: string, path = '/health', method = 'GET'): Promise<Answer[]> {
  const headers = { host };
  return [
    await plain({ port: at.httpPort, host, path, method, headers }),
    await secure({ port: at.httpsPort, host: '127.0.0.1', path, method, headers }),
  ];
}

/** The answers have a life of a second. */
async function forgetful(): Promise<RunningEdge> {
  return startEdge({ shopPort: shop.port, authority: edge.authority });
}

test.each(ADDRESSES)('asked as %s the machine says that it is well, and nothing else', async (host) => {
  for (const answer of await ask(edge, host)) {
    expect([answer.status, answer.body]).toEqual([200, 'ok\n']);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(JSON.stringify(answer)).not.toMatch(/1\.2\.3|abc|essence|daysLeft/);
  }
});

test('while the shop is not ready it says so', async () => {
  shopStatus = 503;
  for (const { status, body } of await ask(await forgetful(), '127.0.0.1')) {
    expect([status, body]).toEqual([503, 'unavailable\n']);
  }
});

test('while nobody listens at the shop it says so', async () => {
  const alone = await startEdge({ shopPort: await freePort() });
  expect((await ask(alone, '127.0.0.1')).map(({ status }) => status)).toEqual([503, 503]);
});

test('it is well before the first certificate: behind a balancer that waits for one, none could be ordered', async () => {
  const first = await startEdge({ shopPort: shop.port, certificate: false });
  expect((await ask(first, '127.0.0.1')).map(({ status }) => status)).toEqual([200, 200]);
  expect((await secure({ port: first.httpsPort, host: DOMAIN, path: '/readyz' })).status).toBe(503);
});

test('old balancers speak HTTP/1.0 and say no name at all', async () => {
  const connection = await connectPlain(edge.httpPort);
  connection.socket.write('GET /health HTTP/1.0\r\n\r\n');
  expect(await connection.ended()).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\nok\n$/);
});

test('HEAD is answered without a body', async () => {
  for (const answer of await ask(edge, '127.0.0.1', '/health', 'HEAD')) {
    expect([answer.status, answer.body, answer.headers['content-length']]).toEqual([200, '', '3']);
  }
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE'])(
  'is only read: %s is told which methods may be used, and the shop hears nothing of it',
  async (method) => {
    const before = shop.seen.length;
    for (const { status, headers } of await ask(edge, '127.0.0.1', '/health', method)) {
      expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
    }
    for (const path of ['/healthz', '/readyz']) {
      const { status, headers } = await secure(to(edge, { path, method }));
      expect([path, status, headers.allow]).toEqual([path, 405, 'GET, HEAD']);
    }
    expect(shop.seen.length).toBe(before);
  },
);

test('what tells more is for our names only', async () => {
  for (const path of ['/healthz', '/readyz', '/health/', '/Health', '/healthy', '/']) {
    for (const { status } of await ask(edge, '203.0.113.9', path)) expect([path, status]).toEqual([path, 421]);
  }
});

test('however often anybody asks, the shop is asked once a second', async () => {
  const fresh = await forgetful();
  const [before, begunAtMs] = [shop.seen.length, performance.now()];
  await Promise.all(Array.from({ length: 40 }, (_, i) => ask(fresh, i % 2 ? '127.0.0.1' : DOMAIN)));
  await Promise.all(
    Array.from({ length: 20 }, () =>
      secure({ port: fresh.httpsPort, host: DOMAIN, ca: edge.authority.pem, path: '/readyz' }),
    ),
  );
  const asked = shop.seen.length - before;
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(1 + (performance.now() - begunAtMs) / 1_000);
  shopStatus = 503;
  await until(async () => (await ask(fresh, '127.0.0.1')).every(({ status }) => status === 503));
});
