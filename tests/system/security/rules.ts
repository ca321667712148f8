/**
 * What an answer of ours must say for the browser to protect its visitor: the rules of the specifications, and among
 * them what the MDN HTTP Observatory asks of a site for its A+. "Observatory" and a name is a test described at
 * https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring
 * Cross-Origin-Embedder-Policy is not asked for: it opens what needs an isolated page, such as shared memory, which no
 * page of ours uses.
 */
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { hostsOf } from '../../../server/hosts';
import { attributesOf, maxAgeOf, parsePolicy, parseSetCookie, tagsIn, type SetCookie } from './parsing';

export const HOSTS = hostsOf('essence-aura.test');
const STOREFRONT = `https://${HOSTS.apex}`;
const DESK = `https://${HOSTS.app}`;
const HALF_A_YEAR_S = 15_768_000;

export interface Answer {
  readonly method: string;
  readonly url: URL;
  /** What the request said as its `Origin`. */
  readonly origin: string | undefined;
  readonly from: 'shop' | 'edge';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Rule {
  readonly subject: string;
  readonly must: string;
  readonly why: string;
  readonly source: string;
  /** Left out where the rule concerns every answer. */
  readonly concerns?: (answer: Answer) => boolean;
  readonly holds: (value: string, answer: Answer) => boolean;
}

const isSecure = ({ url }: Answer): boolean => url.protocol === 'https:';
const isPlain = (answer: Answer): boolean => !isSecure(answer);
const isOurs = ({ url }: Answer): boolean => HOSTS.all.some(({ name }) => name === url.hostname);
const isRedirect = ({ status }: Answer): boolean => status >= 300 && status < 400;
const isFromShop = ({ from }: Answer): boolean => from === 'shop';
const isHtml = ({ headers }: Answer): boolean => headers['content-type']?.startsWith('text/html') === true;
/** Something a browser could show, run or take for another type: not OPTIONS. */
const hasContent = ({ body, method }: Answer): boolean => body !== '' && method !== 'OPTIONS';
const isCrossOriginApi = ({ url }: Answer): boolean => url.origin === DESK && url.pathname.startsWith('/api/');
const isPersonal = ({ url, headers }: Answer): boolean =>
  headers['set-cookie'] !== undefined ||
  /^(\/en)?\/(api|admin|account|cart|checkout|orders|pay)(\/|$)/.test(url.pathname);

const policyOf = ({ headers }: Answer) => parsePolicy(String(headers['content-security-policy'] ?? ''));
const sourcesOf = (answer: Answer, ...names: readonly string[]): string =>
  (names.map((name) => policyOf(answer).get(name)).find(Boolean) ?? []).join(' ');
const isOwnSource = (source: string): boolean =>
  ["'none'", "'self'", STOREFRONT, DESK].includes(source) || /^'sha(256|384|512)-[\w+/]+={0,2}'$/.test(source);

const setsCookies = ({ headers }: Answer): boolean => headers['set-cookie'] !== undefined;
const everyCookie = ({ headers }: Answer, holds: (cookie: SetCookie) => boolean): boolean =>
  (headers['set-cookie'] ?? []).map(parseSetCookie).every(holds);

function loadedBy({ body }: Answer): string[] {
  const scripts = tagsIn(body, 'script').map((tag) => attributesOf(tag).get('src'));
  const links = tagsIn(body, 'link').map(attributesOf);
  const styles = links.filter((link) => /(^|\s)(stylesheet|\w*preload)(\s|$)/i.test(link.get('rel') ?? ''));
  return [...scripts, ...styles.map((link) => link.get('href'))].filter((address) => address !== undefined);
}

/** Scripts, styles and handlers that stand in the page, data for search engines aside. */
function inlineIn(answer: Answer): string[] {
  const styles = Array.from(answer.body.matchAll(/<style\b[^>]*>([^]*?)<\/style\b/gi), ([, style = '']) => style);
  const allowed = sourcesOf(answer, 'style-src');
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');
  const isData = (script: string): boolean => attributesOf(script).get('type') === 'application/ld+json';
  const isHandled = (name: string): boolean => name === 'style' || /^on[a-z]/.test(name);
  return [
    ...styles.filter((style) => !allowed.includes(`'sha256-${hashOf(style)}'`)),
    ...tagsIn(answer.body, 'script').filter((script) => !attributesOf(script).has('src') && !isData(script)),
    ...tagsIn(answer.body, '[a-z][\\w-]*').filter((tag) => [...attributesOf(tag).keys()].some(isHandled)),
  ];
}

const POLICY = 'Content-Security-Policy';

export const RULES: readonly Rule[] = [
  {
    subject: 'Strict-Transport-Security',
    must: 'keep a browser on HTTPS for half a year or more',
    why: 'a visitor who types the name, or whose link is old, can not be caught on the way over HTTP',
    source: 'RFC 6797, 6.1 and 7.1; Observatory, Strict Transport Security',
    concerns: isSecure,
    holds: (value) => (maxAgeOf(value) ?? 0) >= HALF_A_YEAR_S,
  },
  {
    subject: 'Strict-Transport-Security',
    must: 'not be said over plain HTTP',
    why: 'browsers ignore it there, for anybody on the way could have written it',
    source: 'RFC 6797, 7.2 and 8.1',
    concerns: isPlain,
    holds: (value) => value === '',
  },
  {
    subject: 'Location',
    must: 'lead from plain HTTP to the same address over HTTPS, for good',
    why: 'HSTS reaches a name only if that name itself is answered over HTTPS',
    source: 'RFC 6797, 7.2; RFC 9110, 15.4.2 and 15.4.9; Observatory, Redirection',
    concerns: (answer) => isPlain(answer) && isOurs(answer),
    holds: (value, { url, status }) =>
      (status === 301 || status === 308) && value === `https://${url.hostname}${url.pathname}${url.search}`,
  },
  {
    subject: 'Location',
    must: 'lead from HTTPS to one of our own names over HTTPS',
    why: 'a redirect that can be pointed elsewhere lends our name to a forgery, and one to HTTP gives up what TLS gave',
    source: 'CWE-601; Observatory, Redirection',
    concerns: (answer) => isSecure(answer) && isRedirect(answer),
    holds: (value, { url }) => [STOREFRONT, DESK].includes(new URL(value, url).origin),
  },
  {
    subject: POLICY,
    must: 'be one policy',
    why: 'with several, each has to be read to know what is allowed',
    source: 'CSP Level 3, "parse a response’s Content Security Policies"',
    concerns: hasContent,
    holds: (value) => value !== '' && !value.includes(','),
  },
  {
    subject: POLICY,
    must: 'forbid what it does not name',
    why: 'a kind of content that nobody thought of is closed, not open',
    source: 'CSP Level 3, default-src; Observatory, Content Security Policy',
    concerns: hasContent,
    holds: (_value, answer) => sourcesOf(answer, 'default-src') === "'none'",
  },
  {
    subject: POLICY,
    must: 'name only our own sources and hashes, nothing inline or evaluated, no scheme and no wildcard',
    why: 'text that somebody smuggles into a page must not run as a script, nor load one',
    source: 'CSP Level 3, script-src and "unsafe-inline"; Observatory, Content Security Policy',
    concerns: hasContent,
    holds: (_value, answer) => Array.from(policyOf(answer).values()).flat().every(isOwnSource),
  },
  {
    subject: POLICY,
    must: 'allow no plug-in',
    why: 'what a plug-in runs is bound by no other directive',
    source: 'CSP Level 3, object-src; Observatory, Content Security Policy',
    concerns: hasContent,
    holds: (_value, answer) => sourcesOf(answer, 'object-src', 'default-src') === "'none'",
  },
  {
    subject: POLICY,
    must: 'forbid <base>',
    why: 'one that is smuggled in points every relative script and form elsewhere; default-src does not cover it',
    source: 'CSP Level 3, base-uri; Observatory, Content Security Policy',
    concerns: hasContent,
    holds: (_value, answer) => sourcesOf(answer, 'base-uri') === "'none'",
  },
  {
    subject: POLICY,
    must: 'let forms post to the same origin only',
    why: 'a form that is smuggled in sends passwords elsewhere; default-src does not cover it',
    source: 'CSP Level 3, form-action; Observatory, Content Security Policy',
    concerns: hasContent,
    holds: (_value, answer) => ["'self'", "'none'"].includes(sourcesOf(answer, 'form-action')),
  },
  {
    subject: POLICY,
    must: 'forbid every frame around it',
    why: 'a page that lies under another one takes clicks that were meant for that; default-src does not cover it',
    source: 'CSP Level 3, frame-ancestors; Observatory, X-Frame-Options',
    concerns: hasContent,
    holds: (_value, answer) => sourcesOf(answer, 'frame-ancestors') === "'none'",
  },
  {
    subject: 'X-Frame-Options',
    must: 'be DENY',
    why: 'the same for browsers that know no frame-ancestors; the edge’s own pages have nothing to click',
    source: 'RFC 7034, 2.1; Observatory, X-Frame-Options',
    concerns: isFromShop,
    holds: (value) => value.toUpperCase() === 'DENY',
  },
  {
    subject: 'X-Content-Type-Options',
    must: 'be nosniff',
    why: 'an upload that looks like a script is not one',
    source: 'Fetch, "X-Content-Type-Options header"; Observatory, X-Content-Type-Options',
    concerns: hasContent,
    holds: (value) => value.toLowerCase() === 'nosniff',
  },
  {
    subject: 'Content-Type',
    must: 'name the type, and of text its encoding',
    why: 'without sniffing it is all a browser has to go by',
    source: 'RFC 9110, 8.3',
    concerns: hasContent,
    holds: (value) => /^(image|font)\/[\w.+-]+$|^[\w.+-]+\/[\w.+-]+; charset=utf-8$/.test(value),
  },
  {
    subject: 'Referrer-Policy',
    must: 'tell other sites the origin at most, and plain HTTP nothing',
    why: 'our addresses hold order numbers, searches and one-time links',
    source: 'Referrer Policy, 3; Observatory, Referrer Policy',
    concerns: hasContent,
    holds: (value) =>
      ['no-referrer', 'same-origin', 'strict-origin', 'strict-origin-when-cross-origin'].includes(value),
  },
  {
    subject: 'Cross-Origin-Resource-Policy',
    must: 'be same-origin',
    why: 'no other site’s page gets our answers into its process, where Spectre could read them',
    source: 'Fetch, "Cross-Origin-Resource-Policy header"; Observatory, Cross Origin Resource Policy',
    concerns: isFromShop,
    holds: (value) => value === 'same-origin',
  },
  {
    subject: 'Cross-Origin-Opener-Policy',
    must: 'be same-origin',
    why: 'a page that opened ours, or that ours opened, has no handle on its window',
    source: 'HTML, "Cross-origin opener policies"',
    concerns: isFromShop,
    holds: (value) => value === 'same-origin',
  },
  {
    subject: 'Origin-Agent-Cluster',
    must: 'be ?1',
    why: 'storefront and desk are one site: without it they could share a process and set document.domain',
    source: 'HTML, "Origin-keyed agent clusters"',
    concerns: isFromShop,
    holds: (value) => value === '?1',
  },
  {
    subject: 'X-Permitted-Cross-Domain-Policies',
    must: 'be none',
    why: 'PDF and Flash readers would else look for a policy file that lets other sites read ours',
    source: 'Adobe, Cross-Domain Policy File Specification',
    concerns: isFromShop,
    holds: (value) => value === 'none',
  },
  {
    subject: 'X-XSS-Protection',
    must: 'be off',
    why: 'the filter of old browsers could be used to switch off scripts of ours, and to read from a page',
    source: 'OWASP HTTP Headers Cheat Sheet, X-XSS-Protection',
    holds: (value) => ['', '0'].includes(value),
  },
  {
    subject: 'Access-Control-Allow-Origin',
    must: 'name the storefront, to the storefront, on the API of app., and be said nowhere else',
    why: 'any other origin could read what its visitor sees here, with her cookies',
    source: 'Fetch, "CORS protocol"; Observatory, Cross-origin Resource Sharing',
    holds: (value, answer) => value === (isCrossOriginApi(answer) && answer.origin === STOREFRONT ? STOREFRONT : ''),
  },
  {
    subject: 'Vary',
    must: 'name Origin on the API of app.',
    why: 'a cache must not give one origin the answer that another one got',
    source: 'Fetch, "CORS protocol and HTTP caches"',
    concerns: isCrossOriginApi,
    holds: (value) => value.toLowerCase().split(/,\s*/).includes('origin'),
  },
  {
    subject: 'Cache-Control',
    must: 'be no-store on what is personal',
    why: 'no cache on the way, and no "back" after signing out, shows it to somebody else',
    source: 'RFC 9111, 5.2.2.5',
    concerns: (answer) => isSecure(answer) && isPersonal(answer) && answer.status !== 204,
    holds: (value) => value.split(/,\s*/).includes('no-store'),
  },
  {
    subject: 'Set-Cookie',
    must: 'be Secure',
    why: 'it never leaves over plain HTTP',
    source: 'RFC 6265, 4.1.2.5; Observatory, Cookies',
    concerns: setsCookies,
    holds: (_value, answer) => everyCookie(answer, ({ attributes }) => attributes.has('secure')),
  },
  {
    subject: 'Set-Cookie',
    must: 'be HttpOnly',
    why: 'a script that gets into a page can not carry the session away',
    source: 'RFC 6265, 4.1.2.6; Observatory, Cookies',
    concerns: setsCookies,
    holds: (_value, answer) => everyCookie(answer, ({ attributes }) => attributes.has('httponly')),
  },
  {
    subject: 'Set-Cookie',
    must: 'be SameSite Lax or Strict',
    why: 'a form on another site can not act as the visitor',
    source: 'RFC 6265bis, 4.1.2.7; Observatory, Cookies',
    concerns: setsCookies,
    holds: (_value, answer) =>
      everyCookie(answer, ({ attributes }) => /^(lax|strict)$/i.test(attributes.get('samesite') ?? '')),
  },
  {
    subject: 'Set-Cookie',
    must: 'have a prefix: __Host- and no Domain at the desk, that or __Secure- at the shop',
    why: 'nobody on the way, and at the desk no other name of ours either, can put a cookie of that name under it',
    source: 'RFC 6265bis, 4.1.3',
    concerns: setsCookies,
    holds: (_value, answer) =>
      everyCookie(answer, ({ name, attributes }) => {
        if (name.startsWith('__Host-')) return attributes.get('path') === '/' && !attributes.has('domain');
        const isShop = !answer.url.pathname.startsWith('/admin');
        return isShop && name.startsWith('__Secure-') && attributes.get('domain') === HOSTS.apex;
      }),
  },
  {
    subject: 'Server, X-Powered-By',
    must: 'be left out',
    why: 'it tells whoever looks for a known hole where to try it',
    source: 'RFC 9110, 10.2.4',
    holds: (_value, { headers }) => headers['server'] === undefined && headers['x-powered-by'] === undefined,
  },
  {
    subject: 'The page',
    must: 'load scripts and styles from its own origin only',
    why: 'nobody else’s server can change what runs here; so there is nothing that needs an integrity hash',
    source: 'Subresource Integrity, 1; Observatory, Subresource Integrity',
    concerns: isHtml,
    holds: (_value, answer) => loadedBy(answer).every((at) => new URL(at, answer.url).origin === answer.url.origin),
  },
  {
    subject: 'The page',
    must: 'hold no inline script, style or handler but by its hash',
    why: 'the policy forbids it, so it would be dead; and the next one to miss it would loosen the policy',
    source: 'CSP Level 3, script-src-attr and style-src-attr',
    concerns: isHtml,
    holds: (_value, answer) => inlineIn(answer).length === 0,
  },
];

export const title = ({ subject, must }: Rule): string => `${subject} must ${must}`;

export function faultsOf(answer: Answer): string[] {
  return RULES.flatMap((rule) => {
    const value = String(answer.headers[rule.subject.toLowerCase()] ?? '');
    const applies = rule.concerns?.(answer) ?? true;
    return !applies || rule.holds(value, answer) ? [] : [`${title(rule)}: ${value === '' ? 'nothing' : value}`];
  });
}
