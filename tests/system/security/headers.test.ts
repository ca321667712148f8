/**
 * Answers of the whole site, judged by the rules beside it: pages, refusals, redirects and files of shop, desk and API, and
 * what the edge says itself. Not asked are 408, 413 and the shop's 5xx, which tests/edge holds, and uploaded photos.
 */
import type { OutgoingHttpHeaders } from 'node:http';
import { plain, secure } from '../../edge/support/client';
import { startEdge, type RunningEdge } from '../../edge/support/edge';
import { FORM_TOKEN, takeSeat } from '../../setup/desk';
import { testKeys } from '../../setup/keys';
import { ownerLink } from '../../setup/owner';
import { freePort } from '../../setup/ports';
import { withSite } from '../../setup/site';
import { faultsOf, HOSTS, type Answer } from './rules';

jest.setTimeout(120_000);

const { apex, www, app } = HOSTS;
const SESSION_SECRET = 'a secret of the tests, long enough 0123456789';
const FOREIGN = 'https://elsewhere.example';
const YEAR_S = 31_536_000;
const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };

interface Asked {
  readonly url: string;
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
  readonly from?: Answer['from'];
  readonly asOwner?: true;
  /** `alone`: no shop behind it. `fresh`: the owner has not confirmed yet that HTTPS stays. Else the whole site. */
  readonly edge?: 'alone' | 'fresh';
}

const site = withSite({ domain: apex, env: { SESSION_SECRET } });
let edges: Readonly<Record<'whole' | 'alone' | 'fresh', RunningEdge>>;
let ownersCookie: string;

beforeAll(async () => {
  // The edge of the site itself promises nothing on a certificate that browsers don't trust by themselves.
  const start = (shopPort: number, hstsMaxAgeSeconds: number, pageCache: boolean): Promise<RunningEdge> =>
    startEdge({
      shopPort,
      trusted: true,
      config: { domain: apex, publicHttpsPort: 443, certificates: 'acme', hstsMaxAgeSeconds, pageCache },
    });
  edges = {
    whole: await start(site.shopPort, YEAR_S, true),
    alone: await start(await freePort(), YEAR_S, false),
    fresh: await start(site.shopPort, 300, true),
  };
  const at = { keys: testKeys(SESSION_SECRET), now: new Date() };
  ownersCookie = (await takeSeat(site.database.pool, at, { role: 'owner' })).cookie;
});

async function ask({ url: address, edge: which, asOwner, from = 'shop', ...asked }: Asked): Promise<Answer> {
  const url = new URL(address);
  const edge = edges[which ?? 'whole'];
  const request = {
    ...asked,
    host: url.hostname,
    path: url.pathname + url.search,
    headers: { host: url.hostname, ...(asOwner ? { cookie: ownersCookie } : {}), ...asked.headers },
  };
  const { status, headers, body } = await (url.protocol === 'https:'
    ? secure({ ...request, port: edge.httpsPort, ca: edge.authority.pem })
    : plain({ ...request, port: edge.httpPort }));
  const origin = request.headers.origin;
  return {
    method: asked.method ?? 'GET',
    url,
    origin: typeof origin === 'string' ? origin : undefined,
    from,
    status,
    headers,
    body,
  };
}

const shop = (path: string): string => `https://${apex}${path}`;
const desk = (path: string): string => `https://${app}${path}`;
const preflightBy = (origin: string) => ({
  method: 'OPTIONS',
  headers: { origin, 'access-control-request-method': 'POST' },
});

const ANSWERS: readonly (readonly [status: number, name: string, asked: Asked])[] = [
  [200, 'the home page', { url: shop('/') }],
  [200, 'the English home page', { url: shop('/en') }],
  [200, 'a listing', { url: shop('/perfumes?family=woody') }],
  [200, 'a product page', { url: shop('/perfumes/after-rain') }],
  [200, 'the sign-in', { url: shop('/account/login') }],
  [200, 'an empty cart', { url: shop('/cart') }],
  [303, 'a page for members', { url: shop('/account/orders') }],
  [404, "the shop's 404", { url: shop('/nothing-of-that-name') }],
  [403, 'a form of another site', { url: shop('/cart'), method: 'POST', headers: { origin: FOREIGN } }],
  [400, 'a malformed form', { url: shop('/account/forgot'), method: 'POST', headers: FORM, body: 'email=a&email=b' }],
  [404, 'an order by a wrong key', { url: shop('/orders/EA-0123456789?key=x') }],
  [404, 'a payment that is not there', { url: shop('/pay/test/x') }],
  [410, 'a link to a new password that is none', { url: shop('/account/reset?token=x') }],
  [200, 'robots.txt', { url: shop('/robots.txt') }],
  [200, 'the sitemap', { url: shop('/sitemap.xml') }],
  [404, 'a file that is not there', { url: shop('/assets/nothing.css') }],
  [404, 'the policy file that PDF readers look for', { url: shop('/crossdomain.xml') }],

  [200, 'the API', { url: shop('/api/v1/products') }],
  [404, "the API's 404", { url: shop('/api/v1/nothing') }],
  [200, 'the API, read from the storefront', { url: desk('/api/v1/products'), headers: { origin: shop('') } }],
  [200, 'the API, read from another site', { url: desk('/api/v1/products'), headers: { origin: FOREIGN } }],
  [204, 'a preflight of the storefront', { url: desk('/api/v1/cart'), ...preflightBy(shop('')) }],
  [204, 'a preflight of another site', { url: desk('/api/v1/cart'), ...preflightBy(FOREIGN) }],
  [405, 'a preflight of another site for a page', { url: shop('/'), ...preflightBy(FOREIGN) }],

  [303, 'the desk, signed out', { url: desk('/admin') }],
  [200, "the desk's sign-in", { url: desk('/admin/sign-in') }],
  [200, 'the desk', { url: desk('/admin'), asOwner: true }],
  [200, 'its orders', { url: desk('/admin/orders'), asOwner: true }],
  [200, 'its settings', { url: desk('/admin/settings'), asOwner: true }],
  [200, 'a picture that the desk draws', { url: desk('/admin/aura.svg'), asOwner: true }],
  [404, "the desk's 404", { url: desk('/admin/nothing'), asOwner: true }],
  [404, 'a page that is not on app.', { url: desk('/nothing') }],

  [301, 'plain HTTP', { url: `http://${apex}/perfumes?q=rain`, from: 'edge' }],
  [301, 'plain HTTP of the desk', { url: `http://${app}/admin`, from: 'edge' }],
  [301, 'plain HTTP of www', { url: `http://${www}/perfumes`, from: 'edge' }],
  [308, 'a form over plain HTTP', { url: `http://${apex}/cart`, method: 'POST', from: 'edge' }],
  [301, 'the name with www', { url: `https://${www}/perfumes`, from: 'edge' }],
  [404, 'what is for this machine only', { url: shop('/internal/purges'), from: 'edge' }],
  [405, 'a method that is none', { url: shop('/'), method: 'PROPFIND', from: 'edge' }],
  [421, 'a name that is not ours', { url: shop('/'), headers: { host: 'elsewhere.example' }, from: 'edge' }],
  [421, 'the same over plain HTTP', { url: 'http://elsewhere.example/', from: 'edge' }],
  [503, 'a page while the shop is away', { url: shop('/cart'), edge: 'alone', from: 'edge' }],
  [503, 'the desk while the shop is away', { url: desk('/admin'), edge: 'alone', from: 'edge' }],
  [503, 'the API while the shop is away', { url: desk('/api/v1/cart'), edge: 'alone', from: 'edge' }],
  [200, 'the probe', { url: shop('/healthz'), from: 'edge' }],
  [200, 'the other probe', { url: shop('/readyz'), from: 'edge' }],
  [503, 'the same while the shop is away', { url: shop('/readyz'), edge: 'alone', from: 'edge' }],
  [200, 'the health check by address', { url: 'https://203.0.113.9/health', from: 'edge' }],
  [200, 'the same over plain HTTP', { url: 'http://203.0.113.9/health', from: 'edge' }],
  [200, 'as much of a head as the edge lets through', { url: shop('/cart'), headers: { 'x-a': 'a'.repeat(16_300) } }],
  [431, 'more of it', { url: shop('/cart'), headers: { 'x-a': 'a'.repeat(16_400) }, from: 'edge' }],
  [414, 'an address that is too long', { url: shop(`/perfumes?q=${'a'.repeat(9_000)}`), from: 'edge' }],
];

test.each(ANSWERS)('%i, %s', async (status, _name, asked) => {
  const answer = await ask(asked);
  expect({ status: answer.status, faults: faultsOf(answer) }).toEqual({ status, faults: [] });
});

test('what a page loads', async () => {
  const pages = [await ask({ url: shop('/') }), await ask({ url: desk('/admin'), asOwner: true })];
  const addresses = pages.flatMap(({ url, body }) =>
    Array.from(body.matchAll(/"(\/(?:assets|pictures)\/[^" ]+)"/g), ([, path]) => new URL(String(path), url).href),
  );
  const types = new Set<string>();
  const judge = async (url: string): Promise<string> => {
    const answer = await ask({ url });
    expect([url, answer.status, ...faultsOf(answer)]).toEqual([url, 200]);
    types.add(String(answer.headers['content-type']).split(';')[0]!);
    return answer.body;
  };
  const fonts = new Set<string>();
  for (const url of new Set(addresses)) {
    const [, font] = /url\(["']?([^"')]+\.woff2)/.exec(await judge(url)) ?? [];
    if (font !== undefined) fonts.add(new URL(font, url).href);
  }
  for (const url of fonts) await judge(url);
  expect([...types]).toEqual(expect.arrayContaining(['text/css', 'text/javascript', 'image/svg+xml', 'font/woff2']));
});

test('a file that the desk makes', async () => {
  const answer = await ask({
    url: desk('/admin/files/export/products'),
    method: 'POST',
    headers: FORM,
    body: new URLSearchParams({ form_token: FORM_TOKEN }).toString(),
    asOwner: true,
  });
  expect(answer.headers['content-disposition']).toMatch(/^attachment/);
  expect(faultsOf(answer)).toEqual([]);
});

test('a kept page says what it said when it was new', async () => {
  const url = shop('/perfumes');
  await ask({ url });
  const kept = await ask({ url });
  expect(kept.headers['cache-status']).toBe('edge; hit');
  expect(faultsOf(kept)).toEqual([]);
});

test.each([shop('/'), desk('/admin/sign-in'), `https://${www}/`])(
  '%s promises five minutes of HTTPS until the owner has confirmed that it stays, and nothing else is missing',
  async (url) => {
    const answer = await ask({ url, edge: 'fresh', from: url.includes(www) ? 'edge' : 'shop' });
    expect(answer.headers['strict-transport-security']).toBe('max-age=300');
    expect(faultsOf(answer)).toEqual([expect.stringMatching(/^Strict-Transport-Security must keep/)]);
  },
);

describe('cookies', () => {
  test('of a cart', async () => {
    const id = await site.database.value<number>`select min(id)::int as id from variants where stock > 0`;
    const answer = await ask({
      url: shop('/api/v1/cart/items'),
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ variantId: id, quantity: 1 }),
    });
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Secure-cart-/),
      expect.stringMatching(/^__Secure-sid=/),
    ]);
    expect([answer.status, ...faultsOf(answer)]).toEqual([201]);
  });

  test('of a new member', async () => {
    const fields = { name: '한서진', email: 'new@example.com', password: 'four quiet words here' };
    const answer = await ask({
      url: shop('/account/register'),
      method: 'POST',
      headers: FORM,
      body: new URLSearchParams(fields).toString(),
    });
    expect(answer.headers['set-cookie']?.toSorted()).toEqual([
      expect.stringMatching(/^__Host-browser=/),
      expect.stringMatching(/^__Secure-sid=/),
    ]);
    expect([answer.status, ...faultsOf(answer)]).toEqual([303]);
  });

  test('of the desk', async () => {
    const link = ownerLink(site, 'owner@example.com', '김서연');
    const fields = { name: '김서연', locale: 'ko', password: 'four quiet words here' };
    const answer = await ask({
      url: link,
      method: 'POST',
      headers: FORM,
      body: new URLSearchParams(fields).toString(),
    });
    expect(answer.headers['set-cookie']).toEqual([expect.stringMatching(/^__Host-desk=/)]);
    expect([answer.status, ...faultsOf(answer)]).toEqual([303]);
  });
});
