/** The grade the MDN HTTP Observatory would give, by its own rules (./observatory), and which points make it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { plain, secure, type Answer } from '../edge/support/client';
import { freePort } from '../setup/ports';
import { closeAll, closeLater, startEdge, type RunningEdge } from '../edge/support/edge';
import { startSite, type Site } from '../setup/site';

jest.setTimeout(120_000);

const DOMAIN = 'essence-aura.test';
/** What its retriever sends with the preflight. */
const FOREIGN_ORIGIN = 'https://http-observatory.security.mozilla.org';
const MOST_REDIRECTS = 10;

/** HSTS as it starts, and as it is once the owner has confirmed that HTTPS stays; what each loses points to. */
const PROMISES = [
  { name: 'short', hstsMaxAgeSeconds: 300, loses: ['strict-transport-security'] },
  { name: 'confirmed', hstsMaxAgeSeconds: 31_536_000, loses: [] },
] as const;
type Promised = (typeof PROMISES)[number];

interface Edges {
  readonly whole: RunningEdge;
  /** The same, with no shop behind it. */
  readonly alone: RunningEdge;
}

let site: Site;
const edges = new Map<Promised['name'], Edges>();

interface Verdict {
  readonly grade: string;
  readonly score: number;
  /** Rule, outcome, points. */
  readonly points: readonly (readonly [string, string, number])[];
}

interface Fetched {
  readonly redirects: { readonly url: string; readonly status: number }[];
  readonly answer: Answer;
}

/** Follows redirects and keeps their chain, as the Observatory does. No certificate error is let through. */
async function fetchFrom(edge: RunningEdge, start: string): Promise<Fetched> {
  const redirects: Fetched['redirects'] = [];
  for (let url = new URL(start); ;) {
    const asked = {
      host: url.hostname,
      path: url.pathname + url.search,
      headers: { host: url.host, accept: 'text/html' },
    };
    const answer = await (url.protocol === 'https:'
      ? secure({ ...asked, port: edge.httpsPort, ca: edge.authority.pem })
      : plain({ ...asked, port: edge.httpPort }));
    redirects.push({ url: url.href, status: answer.status });
    const { location } = answer.headers;
    if (location === undefined || redirects.length > MOST_REDIRECTS) return { redirects, answer };
    url = new URL(location, url);
  }
}

function cookieOf(line: string): Record<string, unknown> {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const given = new Map(attributes.map((one) => [one.split('=')[0]!.toLowerCase(), one.split('=')[1]?.toLowerCase()]));
  return {
    key: pair.split('=')[0],
    secure: given.has('secure'),
    httpOnly: given.has('httponly'),
    sameSite: given.get('samesite'),
  };
}

async function judge(facts: unknown): Promise<Verdict> {
  const child = spawn(process.execPath, [path.join(__dirname, 'observatory', 'judge.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(facts));
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return JSON.parse(output) as Verdict;
}

interface Shown {
  /** The Observatory judges no error page; ours is shown to it as if it were a page. */
  readonly status?: number | undefined;
  /** What else has been set on the way. */
  readonly setCookie?: readonly string[];
}

async function gradeOf(edge: RunningEdge, host: string, pathname: string, shown: Shown = {}): Promise<Verdict> {
  const address = `${host}${pathname}`;
  const [http, https] = [await fetchFrom(edge, `http://${address}`), await fetchFrom(edge, `https://${address}`)];
  const preflight = await secure({
    port: edge.httpsPort,
    ca: edge.authority.pem,
    host,
    path: pathname,
    method: 'OPTIONS',
    headers: { host, origin: FOREIGN_ORIGIN, 'access-control-request-method': 'GET' },
  });
  const show = ({ answer }: Fetched) => ({
    status: shown.status ?? answer.status,
    headers: answer.headers,
    verified: true,
  });
  return judge({
    hostname: host,
    url: https.redirects.at(-1)?.url,
    page: https.answer.body,
    http: show(http),
    https: show(https),
    cors: { status: preflight.status, headers: preflight.headers, request: { headers: { origin: FOREIGN_ORIGIN } } },
    redirects: http.redirects,
    cookies: [...(https.answer.headers['set-cookie'] ?? []), ...(shown.setCookie ?? [])].map(cookieOf),
  });
}

beforeAll(async () => {
  site = await startSite({ domain: DOMAIN });
  // The edge of the site itself promises nothing on a certificate that browsers don't trust by themselves.
  const common = { domain: DOMAIN, publicHttpsPort: 443, certificates: 'acme' } as const;
  for (const { name, hstsMaxAgeSeconds } of PROMISES) {
    const options = { trusted: true, config: { ...common, hstsMaxAgeSeconds } };
    const whole = await startEdge({ ...options, shopPort: site.shopPort });
    edges.set(name, { whole, alone: await startEdge({ ...options, shopPort: await freePort() }) });
  }
  closeLater(() => site.stop());
});

afterAll(closeAll);

interface Page {
  readonly name: string;
  readonly host: string;
  readonly page: string;
  /** Of an error page, as it is shown to the rules. */
  readonly status?: number;
  readonly withoutShop?: boolean;
}

const PAGES: readonly Page[] = [
  { name: 'the home page', host: DOMAIN, page: '/' },
  { name: 'a product page', host: DOMAIN, page: '/perfumes/after-rain' },
  { name: 'the sign-in', host: DOMAIN, page: '/account/login' },
  { name: 'the name with www', host: `www.${DOMAIN}`, page: '/' },
  { name: "the shop's 404", host: DOMAIN, page: '/nothing-of-that-name', status: 200 },
  { name: "the edge's own page while the shop is away", host: DOMAIN, page: '/cart', status: 200, withoutShop: true },
];

describe.each(PROMISES)('with a $name HSTS', ({ name, loses }) => {
  test.each(PAGES)('$name is graded A+ and loses points to nothing else', async (one) => {
    const { whole, alone } = edges.get(name)!;
    const verdict = await gradeOf(one.withoutShop ? alone : whole, one.host, one.page, { status: one.status });
    const lost = verdict.points.filter(([, , modifier]) => modifier < 0).map(([rule]) => rule);
    expect({ grade: verdict.grade, lost }).toEqual({ grade: 'A+', lost: loses });
    expect(verdict.points).toHaveLength(12);
    expect(verdict.score).toBeGreaterThanOrEqual(100);
  });
});

test('the cookie of a cart earns points instead of losing them', async () => {
  const { whole } = edges.get('short')!;
  const { rows } = await site.database.pool.query<{ id: number }>('select min(id) as id from variants where stock > 0');
  const added = await secure({
    port: whole.httpsPort,
    ca: whole.authority.pem,
    host: DOMAIN,
    path: '/api/v1/cart/items',
    method: 'POST',
    headers: {
      host: DOMAIN,
      origin: `https://${DOMAIN}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ variantId: rows[0]?.id, quantity: 1 }),
  });
  const setCookie = added.headers['set-cookie'] ?? [];
  expect(setCookie.length).toBeGreaterThan(0);
  const { points } = await gradeOf(whole, DOMAIN, '/', { setCookie });
  expect(points).toContainEqual(['cookies', 'cookies-secure-with-httponly-sessions-and-samesite', 5]);
});
