/** A real edge, and behind it a shop that does as a test wants. */
import { lend } from '../../setup/lend';
import { freePort, freePorts } from '../../setup/ports';
import { createTestAuthority, DOMAIN, startEdge, startFakeShop, type RunningEdge } from '../support/edge';
import { likeTheShop, look, type ShopWays, type Sight } from './road';

let ways: ShopWays = {};
beforeEach(() => {
  ways = {};
});

const place = lend({
  open: async () => {
    const [httpPort = 0, httpsPort = 0] = await freePorts(2);
    return { domain: DOMAIN, httpPort, httpsPort };
  },
});

const shop = lend({
  on: place,
  open: () =>
    startFakeShop(
      likeTheShop(
        () => `https://${DOMAIN}:${place.httpsPort}`,
        () => ways,
      ),
    ),
});

const open = (shopPort: number, more: Partial<Parameters<typeof startEdge>[0]> = {}): Promise<RunningEdge> =>
  startEdge({
    shopPort,
    config: {
      httpPort: place.httpPort,
      httpsPort: place.httpsPort,
      publicHttpsPort: place.httpsPort,
      certificates: 'acme',
    },
    ...more,
  });
const edge = lend({ on: shop, open: () => open(shop.port) });

const see = (): Promise<Sight> => look({ ...place, extraRoots: [edge.authority.pem] });

test('a healthy shop: nothing is found, in a few seconds', async () => {
  const { ids, unlooked, tookMs } = await see();
  expect(ids).toEqual([]);
  expect(unlooked).toEqual([expect.stringContaining('innerPorts')]);
  expect(tookMs).toBeLessThan(10_000);
});

const instead = (path: RegExp, status: number, headers: Record<string, string> = {}): ShopWays => ({
  instead: (request, response) => {
    if (!path.test(`${String(request.method)} ${String(request.url)}`)) return null;
    response.writeHead(status, headers).end();
    return true;
  },
});

const CASES: readonly (readonly [string, ShopWays, readonly string[]])[] = [
  ['OPTIONS is not found', instead(/^OPTIONS/, 404), ['CORS-01']],
  ['OPTIONS is redirected', instead(/^OPTIONS/, 302, { location: '/elsewhere' }), ['CORS-02']],
  ['the cart fails', instead(/^GET \/cart/, 500), ['PRX-ERRORS']],
  ['the shop is not ready', instead(/readyz/, 503), ['PRX-NOT-READY']],
  [
    'everything is found',
    instead(/assets\/doctor|sw\.js/, 200, { 'content-type': 'text/javascript' }),
    ['CACHE-03', 'CACHE-04'],
  ],
  ['a file is gone', instead(/assets\/main/, 404), ['CACHE-02']],
  ['all visitors come from loopback', { local: true }, ['PRX-10']],
  ['a POST is redirected', instead(/^POST/, 307, { location: '/api/v1/there' }), ['HDR-08']],
  ['mixed content', { html: '<img src="http://pictures.example/a.png" alt="">' }, ['HDR-06']],
  ['pages for an hour', { pageHeaders: { 'cache-control': 'public, max-age=3600' } }, ['CACHE-01']],
  ['no policy', { pageHeaders: { 'content-security-policy': "frame-ancestors 'none'" } }, ['SEC-01']],
  [
    'a cookie that browsers throw away',
    { pageHeaders: { 'set-cookie': ['__Host-a=1; Secure; HttpOnly; SameSite=Lax; Path=/cart'] } },
    ['APP-03', 'CACHE-30'],
  ],
];

test.each(CASES)('%s', async (_what, how, ids) => {
  ways = how;
  // It keeps what the shop says of itself for a second.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect((await see()).ids).toEqual(ids);
});

test('a page that never comes', async () => {
  ways = { instead: (request) => (request.url === '/cart' ? true : null) };
  expect((await see()).ids).toEqual(['PRX-SLOW']);
});

test('no value of a cookie is among the facts', async () => {
  ways = { pageHeaders: { 'set-cookie': ['sid=s3cret; Secure; HttpOnly; SameSite=Lax'] } };
  const { facts } = await see();
  expect(JSON.stringify(facts.pages)).toMatch(/"name":"sid"/);
  expect(JSON.stringify(facts)).not.toContain('s3cret');
});

test('nobody at SHOP_PORT: that comes first, and explains what visitors meet', async () => {
  const [httpPort = 0, httpsPort = 0] = await freePorts(2);
  const alone = await open(await freePort(), {
    config: { httpPort, httpsPort, publicHttpsPort: httpsPort, certificates: 'acme' },
    limits: { shopReturnMs: 100 },
  });
  const { ids } = await look({ domain: DOMAIN, httpPort, httpsPort, extraRoots: [alone.authority.pem] });
  expect(ids).toEqual(['PRX-NOBODY', 'PRX-NOBODY > PRX-ERRORS']);
});

test('before its first certificate the edge shows one of its own', async () => {
  const [httpPort = 0, httpsPort = 0] = await freePorts(2);
  await open(shop.port, {
    config: { httpPort, httpsPort, publicHttpsPort: httpsPort, certificates: 'acme' },
    certificate: false,
  });
  const { ids, findings } = await look({ domain: DOMAIN, httpPort, httpsPort });
  expect(ids).toContain('CERT-05');
  expect(findings[0]?.id).toBe('CERT-05');
});

test('the root of a private authority is right where it is given, and unknown where not', async () => {
  const { ids } = await look(place);
  expect(ids).toEqual(['CERT-03']);
  const other = await createTestAuthority();
  expect((await look({ ...place, extraRoots: [other.pem] })).ids).toEqual(['CERT-03']);
});
