/** Pure: which headers pass from browser to shop, and what the edge says about a request itself. */
import type { IncomingHttpHeaders } from 'node:http';

/** RFC 9110, 7.6.1: they belong to one connection. `host` and the length are set anew. */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What some framework, somewhere, believes about its caller, or what undici has to decide. */
const NOT_FROM_CLIENTS: ReadonlySet<string> = new Set([
  'client-ip',
  'expect',
  'forwarded',
  'front-end-https',
  'host',
  'proxy',
  'true-client-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-forwarded',
  'x-host',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-host',
  'x-original-url',
  'x-real-ip',
  'x-request-id',
  'x-rewrite-url',
  'x-url-scheme',
]);

const HELD_BACK: ReadonlySet<string> = new Set([...HOP_BY_HOP, ...NOT_FROM_CLIENTS]);

/** A name with an underscore is the same one to whoever makes variables of headers, as CGI does. */
const CLAIM = /^x[-_]forwarded[-_]/;

/** What a client may not say about itself: taken away before greenlock-express would take a host name from it. */
export function isClientClaim(name: string): boolean {
  const first = name.charCodeAt(0);
  if (first !== 0x78 && first !== 0x66) return false;
  return name === 'forwarded' || name === 'x-real-ip' || CLAIM.test(name);
}

export interface ForwardedFacts {
  readonly clientAddress: string;
  /** With the public port where it is not 443, as a browser would send it. */
  readonly authority: string;
  readonly requestId: string;
}

const COLON = 0x3a;
const NOTHING: readonly string[] = [];

/** RFC 9110, 7.6.1: headers that `Connection` names belong to the connection too. */
export function namedByConnection(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined || value === 'keep-alive' || value === 'close') return NOTHING;
  return String(value)
    .split(',')
    .map((name) => name.trim().toLowerCase());
}

/** RFC 7239: an IPv6 address is quoted and in brackets, and a host with a port is quoted. */
function forwardedHeader(facts: ForwardedFacts): string {
  const { clientAddress, authority } = facts;
  const node = clientAddress.includes(':') ? `"[${clientAddress}]"` : clientAddress;
  const host = authority.includes(':') ? `"${authority}"` : authority;
  return `for=${node};host=${host};proto=https`;
}

/** IPv4 as IPv4, also where it came through the IPv6 listener. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}

/** Name, value, name, value …, as undici takes them. */
export function headersForShop(headers: IncomingHttpHeaders, facts: ForwardedFacts, hasBody: boolean): string[] {
  const named = namedByConnection(headers.connection);
  const result = [
    'host',
    facts.authority,
    'x-forwarded-for',
    facts.clientAddress,
    'x-forwarded-proto',
    'https',
    'x-forwarded-host',
    facts.authority,
    'forwarded',
    forwardedHeader(facts),
    'x-request-id',
    facts.requestId,
  ];
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || HELD_BACK.has(name) || name.charCodeAt(0) === COLON || isClientClaim(name)) continue;
    if (named.length > 0 && named.includes(name)) continue;
    if (name === 'content-length' && !hasBody) continue;
    if (Array.isArray(value)) for (const one of value) result.push(name, one);
    else result.push(name, value);
  }
  return result;
}
