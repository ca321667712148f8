import type { CorsAnswer, RedirectChain, ShownPage } from '../../../server/health/facts/http';
import { HTTP_FAULTS } from '../../../server/health/faults/http';
import { APEX, APP, DAYS, found, HEALTHY, itFinds, page, withHeaders, WWW, type Row } from './healthy-road';

const home = page('home', '/');
const pages = (...shown: ShownPage[]) => ({ pages: shown });
const chain = (change: Partial<RedirectChain>) => ({ redirects: [{ ...HEALTHY.redirects[0]!, ...change }] });
const hop = (url: string, status: number, location: string | null = null) => ({ url, status, location });
const cookie = (name: string, ...attributes: string[]) =>
  pages(page('private', '/cart', { cookies: [{ url: `https://${APEX}/cart`, name, attributes }] }));
const cors = (use: CorsAnswer['use'], change: Partial<CorsAnswer>) => ({
  cors: HEALTHY.cors.map((one): CorsAnswer => (one.use === use ? { ...one, ...change } : one)),
});
const challenge = (change: Partial<(typeof HEALTHY.challengeAnswers)[number]>) => ({
  challengeAnswers: HEALTHY.challengeAnswers.map((one) => ({ ...one, ...change })),
});
const broken = HEALTHY.handshakes.map((one) => ({
  ...one,
  certificate: { ...one.certificate!, notAfter: DAYS(-1) },
}));

const ROWS: readonly Row[] = [
  [
    'HDR-01',
    'www and apex send to each other',
    chain({
      end: 'loop',
      hops: [hop(`https://${APEX}/`, 301, `https://${WWW}/`), hop(`https://${WWW}/`, 301, `https://${APEX}/`)],
    }),
    [`https://${APEX}/ 301 → https://${WWW}/`],
  ],
  ['HDR-02', 'a page over http', chain({ hops: [hop(`http://${APEX}/`, 200)] }), [`http://${APEX}/ 200`]],
  [
    'HDR-02',
    'another host first',
    chain({ hops: [hop(`http://${APEX}/`, 301, `https://${WWW}/`), hop(`https://${APEX}/`, 200)] }),
    [`→ https://${WWW}/`],
  ],
  [
    'APP-02',
    'a balancer’s cookie over http',
    chain({
      hops: [{ ...hop(`http://${APEX}/`, 301, `https://${APEX}/`), cookies: ['AWSALB'] }, hop(`https://${APEX}/`, 200)],
    }),
    [`http://${APEX}/ sets AWSALB`],
  ],
  ['HDR-03', 'curl is not redirected', { plainAgent: hop(`http://${APEX}/perfumes`, 200) }, ['/perfumes 200']],
  [
    'HDR-04',
    'Location by Host',
    { foreignHosts: [{ url: 'http://doctor.invalid/', status: 301, location: 'https://doctor.invalid/' }] },
    ['→ https://doctor.invalid/'],
  ],
  ['HDR-05', 'HSTS and an expired certificate', { handshakes: broken }, ['broken under “max-age=300”']],
  [
    'HSTS-01',
    'HSTS is missing',
    pages(withHeaders(home, { 'strict-transport-security': undefined })),
    ['no Strict-Transport-Security'],
  ],
  ['HSTS-01', 'HSTS is off', pages(withHeaders(home, { 'strict-transport-security': 'max-age=0' })), ['max-age=0']],
  [
    'HDR-20',
    'the registrar’s page',
    chain({
      end: 'lost',
      hops: [hop(`http://${APEX}/`, 302, `https://${APEX}/`), hop(`https://${APEX}/`, 302, 'https://parking.example/')],
    }),
    ['https://parking.example/'],
  ],
  ['HDR-08', 'a POST is redirected', { posted: hop(`https://${APEX}/api`, 308, `https://${APP}/api`) }, ['308']],
  ['ACME-CHALLENGE', 'another server', challenge({ isOurs: false, status: 200 }), ['acme-challenge/doctor-x']],
  ['ACME-CHALLENGE', 'nobody speaks HTTP', challenge({ isOurs: false, status: null, hops: [] }), ['no answer in HTTP']],
  ['ACME-03', 'to port 3001', challenge({ isOurs: false, badRedirect: 'a redirect to port 3001' }), ['port 3001']],
  ['SEC-01', 'no policy', pages(withHeaders(home, { 'content-security-policy': undefined })), ['no policy']],
  [
    'SEC-01',
    'inline scripts',
    pages(
      withHeaders(home, { 'content-security-policy': "script-src 'self' 'unsafe-inline'; frame-ancestors 'none'" }),
    ),
    ["'unsafe-inline'"],
  ],
  [
    'SEC-02',
    'framed by anybody',
    pages(withHeaders(home, { 'content-security-policy': "default-src 'none'", 'x-frame-options': undefined })),
    ['no frame-ancestors'],
  ],
  ['SEC-03', 'sniffing', pages(withHeaders(home, { 'x-content-type-options': undefined })), ['nosniff']],
  ['SEC-03', 'referrers', pages(withHeaders(home, { 'referrer-policy': 'unsafe-url' })), ['Referrer-Policy']],
  [
    'SEC-04',
    'a script of somebody else',
    pages(page('home', '/', { files: [{ url: 'https://cdn.example/x.js', kind: 'script', hasIntegrity: false }] })),
    ['https://cdn.example/x.js'],
  ],
  [
    'APP-03',
    'a prefix and a Domain',
    cookie('__Host-desk', 'secure', 'httponly', 'samesite=lax', 'path=/', 'domain=essence-aura.com'),
    ['__Host-desk of', 'no Domain'],
  ],
  [
    'APP-01',
    'the shop takes visitors for those of plain HTTP',
    { session: { url: `https://${APEX}/api/v1/session`, status: 200, secure: false, local: false } },
    ['/api/v1/session says "secure": false'],
  ],
  ['SEC-05', 'a cookie for scripts', cookie('theme', 'secure', 'samesite=lax'), ['theme of', 'without httponly']],
  [
    'HDR-06',
    'mixed content',
    pages(page('home', '/', { insecure: ['http://x.example/a.png'] })),
    ['http://x.example/'],
  ],
  [
    'HDR-07',
    'its own address by http',
    pages(page('home', '/', { canonical: `http://${APEX}/` })),
    [`http://${APEX}/`],
  ],
  ['CORS-01', 'the preflight is not found', cors('preflight', { status: 404, allowOrigin: null }), ['404']],
  ['CORS-01', 'the preflight is not answered', cors('preflight', { status: null, allowOrigin: null }), ['unanswered']],
  ['CORS-01', 'no leave for PATCH', cors('preflight', { allowMethods: 'GET, POST' }), ['PATCH isn’t allowed']],
  ['CORS-01', 'no leave for JSON', cors('preflight', { allowHeaders: null }), ['Content-Type isn’t allowed']],
  ['CORS-02', 'the preflight is redirected', cors('preflight', { status: 301, allowOrigin: null }), ['301']],
  ['CORS-03', 'a wildcard', cors('call', { allowOrigin: '*' }), ['allows *']],
  ['CORS-03', 'no credentials', cors('call', { allowCredentials: null }), ['credentials null']],
  ['CORS-04', 'errors that can’t be read', cors('error', { allowOrigin: null }), ['404, allows nobody']],
  ['CORS-05', 'no Vary', cors('call', { vary: 'Accept-Encoding' }), ['Vary: Accept-Encoding']],
  ['CORS-06', 'another origin', cors('call', { allowOrigin: `https://${WWW}` }), [`allows https://${WWW}`]],
  [
    'CORS-20',
    'whoever asks',
    cors('foreign', { allowOrigin: 'https://doctor.invalid', allowCredentials: 'true' }),
    ['doctor.invalid: allowed, credentials true'],
  ],
];

describe('HTTP', () => itFinds(HTTP_FAULTS, ROWS));

test.each([
  ['a prefix without Secure', '__Secure-sid', ['samesite=lax', 'httponly'], ['APP-03', 'SEC-05']],
  ['SameSite=None without Secure', 'sid', ['samesite=none', 'httponly'], ['APP-03', 'SEC-05']],
  [
    '__Host- with a Domain',
    '__Host-desk',
    ['secure', 'httponly', 'path=/', 'samesite=lax', `domain=${APEX}`],
    ['APP-03'],
  ],
  ['a Domain of somebody else', 'sid', ['secure', 'httponly', 'samesite=lax', 'domain=example.com'], ['APP-03']],
  ['the shop’s own', '__Secure-sid', ['secure', 'httponly', 'samesite=lax', 'path=/', `domain=${APEX}`], []],
])('a cookie: %s', (_what, name, attributes, ids) => {
  expect(found(HTTP_FAULTS, cookie(name, ...attributes)).map(({ id }) => id)).toEqual(ids);
});

test('HSTS that includes subdomains locks visitors out of a subdomain that is broken', () => {
  const handshakes = HEALTHY.handshakes.map((one) => (one.host === APP ? { ...one, covers: false } : one));
  expect(found(HTTP_FAULTS, { handshakes })).toEqual([]);
  const wide = withHeaders(home, { 'strict-transport-security': 'max-age=300; includeSubDomains' });
  expect(found(HTTP_FAULTS, { handshakes, ...pages(wide) }).map(({ id }) => id)).toEqual(['HDR-05']);
});

test('no HSTS is asked for where browsers don’t trust the certificate: the edge promises none', () => {
  const handshakes = HEALTHY.handshakes.map((one) => ({
    ...one,
    certificate: { ...one.certificate!, trust: 'private' as const },
  }));
  const without = withHeaders(home, { 'strict-transport-security': undefined });
  expect(found(HTTP_FAULTS, { handshakes, ...pages(without) })).toEqual([]);
});

test('while the shop is down a preflight that is answered, and errors that say so, are no fault of CORS', () => {
  const down = HEALTHY.cors.map((one): CorsAnswer => (one.use === 'preflight' ? one : { ...one, status: 503 }));
  expect(found(HTTP_FAULTS, { cors: down })).toEqual([]);
});
