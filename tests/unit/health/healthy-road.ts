/** What is seen of a healthy shop from outside, and what the rows say of it after a small change. */
import type { Facts } from '../../../server/health/facts';
import type { AssetFacts } from '../../../server/health/facts/assets';
import type { CorsAnswer, Hop, HttpFacts, RedirectChain, ShownPage } from '../../../server/health/facts/http';
import type { NetworkFacts } from '../../../server/health/facts/network';
import type { ProxyFacts } from '../../../server/health/facts/proxy';
import type { TlsFacts } from '../../../server/health/facts/tls';
import type { AnyFault } from '../../../server/health/fault';
import { judge, type GivenFacts } from '../../../server/health/judge';
import { hostsOf } from '../../../server/hosts';

export const NOW = new Date('2026-11-30T04:00:00Z');
const days = (count: number): Date => new Date(NOW.getTime() + count * 24 * 60 * 60 * 1000);
export const DAYS = days;

export const V4 = '198.51.100.7';
export const V6 = '2001:db8::7';
export const [APEX, WWW, APP] = ['essence-aura.com', 'www.essence-aura.com', 'app.essence-aura.com'] as const;
const NAMES = [APEX, WWW, APP];
const EVERYWHERE = NAMES.flatMap((host) => [V4, V6].map((address) => ({ host, address })));

const SAFE = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-request-id': 'f00',
  'strict-transport-security': 'max-age=300',
};

const hostOf = (role: ShownPage['role']): string => (role === 'desk' ? APP : APEX);

export const page = (role: ShownPage['role'], path: string, changes: Partial<ShownPage> = {}): ShownPage => ({
  role,
  url: `https://${hostOf(role)}${path}`,
  address: V4,
  status: 200,
  firstByteMs: 30,
  headers: {
    ...SAFE,
    'cache-control': role === 'private' || role === 'desk' ? 'private, no-store' : 'public, max-age=0, must-revalidate',
  },
  cookies: [],
  insecure: [],
  canonical: `https://${APEX}${path}`,
  files: [{ url: `https://${hostOf(role)}/assets/main.0a1b.js`, kind: 'script', hasIntegrity: false }],
  ...changes,
});

export const withHeaders = (one: ShownPage, headers: Record<string, string | undefined>): ShownPage => ({
  ...one,
  headers: Object.fromEntries(
    Object.entries({ ...one.headers, ...headers }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ),
});

const api = { origin: `https://${APEX}`, allowOrigin: `https://${APEX}`, allowCredentials: 'true', vary: 'Origin' };
const leave = { allowMethods: 'GET, HEAD, POST, PUT, PATCH, DELETE', allowHeaders: 'content-type, x-csrf-token' };
const noLeave = { allowMethods: null, allowHeaders: null };
const CORS: readonly CorsAnswer[] = [
  { use: 'preflight', asked: `OPTIONS https://${APP}/api/v1/cart/items`, status: 204, ...api, ...leave },
  { use: 'preflight', asked: `OPTIONS https://${APP}/api/v1/cart/items/1`, status: 204, ...api, ...leave },
  { use: 'call', asked: `GET https://${APP}/api/v1/session`, status: 200, ...api, ...noLeave },
  { use: 'error', asked: `GET https://${APP}/api/v1/doctor`, status: 404, ...api, ...noLeave },
  {
    ...{ use: 'foreign', asked: `GET https://${APP}/api/v1/session`, status: 200, ...api, ...noLeave },
    ...{ origin: 'https://doctor.invalid', allowOrigin: null, allowCredentials: null },
  },
];

const hop = (url: string, location: string | null = null): Hop => ({
  url,
  status: location === null ? 200 : 301,
  location,
});
const home = `https://${APEX}/`;
const chain = (host: string, secure: boolean, hops: readonly Hop[]): RedirectChain => ({
  ...{ start: `${secure ? 'https' : 'http'}://${host}/`, host, secure, hops, end: 'page' as const },
});

type Road = 'addresses' | keyof NetworkFacts | keyof TlsFacts | keyof HttpFacts | keyof ProxyFacts | keyof AssetFacts;

export const HEALTHY: Pick<Facts, 'now' | 'target' | Road> = {
  now: NOW,
  target: { hosts: hostsOf(APEX), httpPort: 80, httpsPort: 443, shopPort: 3001, isPublic: true },
  addresses: EVERYWHERE,
  connections: [V4, V6].flatMap((address) =>
    [80, 443].map((port) => ({ address, hosts: NAMES, port, state: 'connected' as const })),
  ),
  ipv6: [V6],
  innerPorts: [3001, 5432].map((port) => ({ address: V4, port, speaks: null })),
  greetings: EVERYWHERE.map(({ host, address }) => ({
    ...{ host, address, status: 200, process: 'edge', release: '1.2.3+abc', between: [], server: null },
    ...{ clockOffsetMs: -800, crossedStatus: host === APEX ? 200 : null },
  })),
  handshakes: EVERYWHERE.map(({ host, address }) => ({
    ...{ host, address, outcome: 'done' as const, code: null, tookMs: 40, alpn: 'h2', covers: true },
    certificate: {
      ...{
        fingerprint: 'aa11bb22cc33',
        issuer: "C=US, O=Let's Encrypt, CN=E8",
        names: NAMES,
        trust: 'public' as const,
      },
      ...{ notBefore: days(-20), notAfter: days(70), key: 'EC prime256v1', weakness: null },
      intermediates: [{ subject: "C=US, O=Let's Encrypt, CN=E8", notAfter: days(400) }],
    },
  })),
  revocations: [],
  endpoints: [V4, V6].map((address) => ({
    address,
    accepts: { TLSv1: false, 'TLSv1.1': false, 'TLSv1.2': true, 'TLSv1.3': true },
    withoutName: 'done' as const,
    unknownName: 'alert' as const,
  })),
  redirects: [
    chain(APEX, false, [hop(`http://${APEX}/`, home), hop(home)]),
    chain(APEX, true, [hop(home)]),
    chain(WWW, false, [hop(`http://${WWW}/`, `https://${WWW}/`), hop(`https://${WWW}/`, home), hop(home)]),
    chain(WWW, true, [hop(`https://${WWW}/`, home), hop(home)]),
    chain(APP, false, [hop(`http://${APP}/`, `https://${APP}/`), { ...hop(`https://${APP}/`), status: 404 }]),
    chain(APP, true, [{ ...hop(`https://${APP}/`), status: 404 }]),
  ],
  plainAgent: hop(`http://${APEX}/perfumes`, `https://${APEX}/perfumes`),
  foreignHosts: [{ url: 'http://doctor.invalid/', status: 421, location: null }],
  challengeAnswers: EVERYWHERE.map(({ host, address }) => ({
    ...{ host, address, isOurs: true, badRedirect: null, status: 404 },
    hops: [{ url: `http://${host}/.well-known/acme-challenge/doctor-x`, status: 404, location: null }],
  })),
  pages: [
    page('home', '/'),
    page('listing', '/perfumes'),
    page('perfume', '/perfumes/aura'),
    page('private', '/cart'),
    page('desk', '/admin/sign-in'),
  ],
  cors: CORS,
  session: { url: `https://${APEX}/api/v1/session`, status: 200, secure: true, local: false },
  forgedSession: { url: `https://${APEX}/api/v1/session`, status: 200, secure: true, local: false },
  posted: { url: `https://${APEX}/api/v1/doctor`, status: 403, location: null },
  readiness: [V4, V6].map((address) => ({ address, status: 200, isEdge: true, shop: { ok: true, status: 200 } })),
  manyCookies: { url: `https://${APEX}/api/v1/session`, status: 200 },
  assets: [
    {
      ...{ url: `https://${APEX}/assets/main.0a1b.js`, kind: 'script' as const, status: 200 },
      ...{ type: 'text/javascript; charset=utf-8', cacheControl: 'public, max-age=31536000, immutable' },
    },
  ],
  missingAsset: { url: `https://${APEX}/assets/doctor-1.js`, status: 404, type: 'text/plain' },
  serviceWorkers: [{ url: `https://${APEX}/sw.js`, status: 404, type: 'text/html' }],
};

export type Change = Partial<GivenFacts>;
/** What is changed, and the words that the expert must read of it. */
export type Row = readonly [id: string, what: string, change: Change, evidence: readonly string[]];

/** Each row by itself, whatever explains what. */
export const found = (faults: readonly AnyFault[], change: Change = {}) =>
  faults.flatMap((row) => judge({ ...HEALTHY, ...change }, [row]));

export function itFinds(faults: readonly AnyFault[], rows: readonly Row[]): void {
  test('a healthy shop has none of them', () => {
    expect(found(faults)).toEqual([]);
  });

  test.each(rows)('%s: %s', (id, _what, change, evidence) => {
    const findings = found(faults, change);
    expect(findings.map((one) => one.id)).toEqual([id]);
    const [{ owner, expert, browser, mend }] = findings as [(typeof findings)[number]];
    for (const words of evidence) expect(expert).toContain(words);
    expect(owner.ko).toMatch(/[가-힣].*요\.$/);
    expect(owner.en).toMatch(/^[A-Z].*\.$/);
    expect(JSON.stringify([owner, expert, browser, mend])).not.toMatch(/undefined|NaN|\[object/);
  });

  test('every row of the layer is in this table', () => {
    expect([...new Set(rows.map(([id]) => id))].sort()).toEqual(faults.map(({ id }) => id).sort());
  });
}

/** Of the sample's list, those that meet the condition changed. */
export const changed = <T>(list: readonly T[], which: (one: T) => boolean, change: Partial<T>): T[] =>
  list.map((one) => (which(one) ? { ...one, ...change } : one));
