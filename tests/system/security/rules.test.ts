/** The rules find fault where there is one: an answer that is right, and everything that could be weaker in it. */
import type { IncomingHttpHeaders } from 'node:http';
import { faultsOf, RULES, title, type Answer } from './rules';

const POLICY = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const COOKIE = '__Secure-sid=s%3A1; Domain=essence-aura.test; Path=/; HttpOnly; Secure; SameSite=Lax';
const DESK_COOKIE = '__Host-desk=s%3A1; Path=/; HttpOnly; Secure; SameSite=Lax';

const RIGHT: Answer = {
  method: 'GET',
  url: new URL('https://essence-aura.test/cart'),
  origin: undefined,
  from: 'shop',
  status: 200,
  headers: {
    'strict-transport-security': 'max-age=31536000',
    'content-security-policy': POLICY,
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'x-permitted-cross-domain-policies': 'none',
    'cache-control': 'private, no-store',
    'set-cookie': [COOKIE],
  },
  body: '<script src="/assets/main.js"></script><link rel="stylesheet" href="/assets/main.css"><p class="x">',
};

const STOREFRONT = 'https://essence-aura.test';
const FOREIGN = 'https://elsewhere.example';

const saying = (headers: IncomingHttpHeaders): Answer => ({ ...RIGHT, headers: { ...RIGHT.headers, ...headers } });
const without = (name: string): Answer => saying({ [name]: undefined });
const showing = (body: string): Answer => ({ ...RIGHT, body });
const at = (url: string, answer: Answer): Answer => ({ ...answer, url: new URL(url) });
const policy = (from: string, to: string): Answer => saying({ 'content-security-policy': POLICY.replace(from, to) });
const scripts = (sources: string): Answer => policy("script-src 'self'", `script-src ${sources}`);
const cookie = (from: string, to: string): Answer => saying({ 'set-cookie': [COOKIE, COOKIE.replace(from, to)] });
const atDesk = (line: string): Answer => at('https://app.essence-aura.test/admin', saying({ 'set-cookie': [line] }));
const overHttp = (headers: IncomingHttpHeaders, status = 301): Answer =>
  at('http://essence-aura.test/cart', { ...RIGHT, from: 'edge', status, headers, body: '' });
const toApi = (headers: IncomingHttpHeaders, origin?: string): Answer =>
  at('https://app.essence-aura.test/api/v1/cart', {
    ...saying({ vary: 'Accept-Encoding, Origin', 'set-cookie': undefined, ...headers }),
    origin,
  });

test.each<[string, Answer]>([
  ['a page', RIGHT],
  ['the desk', atDesk(DESK_COOKIE)],
  ['a redirect to HTTPS', overHttp({ location: 'https://essence-aura.test/cart' })],
  ['the API for the storefront', toApi({ 'access-control-allow-origin': STOREFRONT }, STOREFRONT)],
  ['the API for another site', toApi({}, FOREIGN)],
  [
    'a page that only tells of it',
    showing(
      '<p title="style=x onclick=y" data-style="z">onclick=x()</p><script type="application/ld+json">{}</script>',
    ),
  ],
])('%s that says what it must has no fault', (_name, answer) => {
  expect(faultsOf(answer)).toEqual([]);
});

/** By how the title of a rule begins: what breaks it. */
const WEAKER: Readonly<Record<string, Readonly<Record<string, Answer>>>> = {
  'Strict-Transport-Security must keep': {
    'no HSTS': without('strict-transport-security'),
    'HSTS of a day': saying({ 'strict-transport-security': 'max-age=86400' }),
    'an age that is said twice': saying({ 'strict-transport-security': 'max-age=31536000; max-age=31536000' }),
  },
  'Strict-Transport-Security must not': {
    'HSTS over HTTP': overHttp({ 'strict-transport-security': 'max-age=31536000' }),
  },
  'Location must lead from plain HTTP': {
    'a page over HTTP': overHttp({}, 200),
    'another name first': overHttp({ location: 'https://www.essence-aura.test/cart' }),
    'another page': overHttp({ location: 'https://essence-aura.test/' }),
    'not for good': overHttp({ location: 'https://essence-aura.test/cart' }, 302),
  },
  'Location must lead from HTTPS': {
    'a redirect elsewhere': { ...saying({ location: '//elsewhere.example/' }), status: 303 },
    'a redirect to HTTP': { ...saying({ location: 'http://essence-aura.test/' }), status: 303 },
  },
  'Content-Security-Policy must be one': {
    'no policy': without('content-security-policy'),
    'a second one': policy("'none';", "'none', default-src 'none';"),
  },
  'Content-Security-Policy must forbid what': {
    "default-src 'self'": policy("default-src 'none'", "default-src 'self'"),
  },
  'Content-Security-Policy must name only': {
    "scripts 'unsafe-inline'": scripts("'self' 'unsafe-inline'"),
    "scripts 'unsafe-eval'": scripts("'self' 'unsafe-eval'"),
    "styles 'unsafe-inline'": policy('base-uri', "style-src 'unsafe-inline'; base-uri"),
    'scripts by scheme': scripts('https:'),
    'scripts from everywhere': scripts('*'),
    'scripts of a host that is not ours': scripts('https://cdn.example'),
    'data: pictures': policy('base-uri', 'img-src data:; base-uri'),
  },
  'Content-Security-Policy must allow no plug-in': {
    'plug-ins of our own': policy('base-uri', "object-src 'self'; base-uri"),
  },
  'Content-Security-Policy must forbid <base>': { 'no base-uri': policy("base-uri 'none';", '') },
  'Content-Security-Policy must let forms': {
    'no form-action': policy("form-action 'self';", ''),
    'forms to another host': policy("form-action 'self'", "form-action 'self' https://pay.example"),
  },
  'Content-Security-Policy must forbid every frame': {
    'no frame-ancestors': policy("frame-ancestors 'none'", ''),
    'frames of our own': policy("frame-ancestors 'none'", "frame-ancestors 'self'"),
  },
  'X-Frame-Options': { 'frames of our own': saying({ 'x-frame-options': 'SAMEORIGIN' }) },
  'X-Content-Type-Options': { sniffing: without('x-content-type-options') },
  'Content-Type': {
    'no type': without('content-type'),
    'text in any encoding': saying({ 'content-type': 'text/html' }),
  },
  'Referrer-Policy': {
    'none said': without('referrer-policy'),
    'the whole address': saying({ 'referrer-policy': 'unsafe-url' }),
    'the origin to plain HTTP': saying({ 'referrer-policy': 'origin-when-cross-origin' }),
  },
  'Cross-Origin-Resource-Policy': { 'for the site': saying({ 'cross-origin-resource-policy': 'same-site' }) },
  'Cross-Origin-Opener-Policy': { 'a handle': saying({ 'cross-origin-opener-policy': 'unsafe-none' }) },
  'Origin-Agent-Cluster': { 'one process with the desk': without('origin-agent-cluster') },
  'X-Permitted-Cross-Domain-Policies': { 'none said': without('x-permitted-cross-domain-policies') },
  'X-XSS-Protection': { 'the filter on': saying({ 'x-xss-protection': '1; mode=block' }) },
  'Access-Control-Allow-Origin': {
    'everybody, on a page': saying({ 'access-control-allow-origin': '*' }),
    'everybody, on the API': toApi({ 'access-control-allow-origin': '*' }, STOREFRONT),
    'whoever asks': toApi({ 'access-control-allow-origin': FOREIGN }, FOREIGN),
    'not even the storefront': toApi({}, STOREFRONT),
  },
  Vary: { 'one answer for all origins': toApi({ vary: 'Accept-Encoding' }) },
  'Cache-Control': {
    'a personal page that is kept': saying({ 'cache-control': 'private' }),
    'a cookie on a page for all': at('https://essence-aura.test/', saying({ 'cache-control': 'public' })),
  },
  'Set-Cookie must be Secure': { 'one without': cookie('; Secure', '') },
  'Set-Cookie must be HttpOnly': { 'one without': cookie('; HttpOnly', '') },
  'Set-Cookie must be SameSite': {
    'one without': cookie('; SameSite=Lax', ''),
    'SameSite=None': cookie('SameSite=Lax', 'SameSite=None'),
  },
  'Set-Cookie must have a prefix': {
    'one without': cookie('__Secure-', ''),
    "the desk's, for every name": atDesk(`${DESK_COOKIE}; Domain=essence-aura.test`),
    "the desk's, below another path": atDesk(DESK_COOKIE.replace('Path=/', 'Path=/admin')),
    "the shop's at the desk": atDesk(COOKIE),
  },
  'Server, X-Powered-By': {
    'the framework': saying({ 'x-powered-by': 'Express' }),
    'the server': saying({ server: 'essence-aura/1.2.3' }),
  },
  'The page must load': {
    "somebody's script": showing('<script defer src="https://cdn.example/x.js"></script>'),
    "somebody's style": showing('<link rel="stylesheet" href="//cdn.example/x.css">'),
    "somebody's script, in capitals": showing("<SCRIPT SRC='https://cdn.example/x.js'></SCRIPT>"),
    "somebody's style, without quotes": showing('<link href=//cdn.example/x.css rel=preload>'),
  },
  'The page must hold': {
    'an inline script': showing('<script>x()</script>'),
    'an inline style': showing('<style>p{}</style>'),
    'a style attribute': showing('<p class="x" style="color:red">'),
    'a handler': showing('<img src="/x" onerror="x()">'),
    'an inline script, in capitals': showing('<SCRIPT TYPE=module>x()</SCRIPT>'),
    'an inline style, in capitals': showing('<STYLE>p{}</STYLE>'),
    'a style attribute in single quotes': showing("<p style='color:red'>"),
    'a handler without quotes': showing('<img alt="a > b" src=/x OnError=x()>'),
  },
};

const weaknesses = Object.entries(WEAKER).flatMap(([rule, answers]) =>
  Object.entries(answers).map(([what, answer]) => [rule, what, answer] as const),
);

test.each(weaknesses)('%s … is broken by: %s', (rule, _what, answer) => {
  expect(faultsOf(answer).filter((fault) => fault.startsWith(rule))).toHaveLength(1);
});

test('every rule can be broken', () => {
  const beginnings = Object.keys(WEAKER);
  expect(RULES.map(title).filter((rule) => !beginnings.some((begin) => rule.startsWith(begin)))).toEqual([]);
});
