/** Pure: which headers pass between browser and shop, and what the edge says about a request itself. */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** RFC 9110, 7.6.1: they belong to one connection. `host` and the length are set anew. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
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

/** Besides `x-forwarded-*`: what some framework, somewhere, believes about its caller, or what undici has to decide. */
const NOT_FROM_CLIENTS: ReadonlySet<string> = new Set([
  'expect',
  'forwarded',
  'host',
  'proxy',
  'x-http-method-override',
  'x-original-url',
  'x-real-ip',
  'x-request-id',
  'x-rewrite-url',
]);

/** The edge's own business, whatever the shop says. */
const NOT_FROM_THE_SHOP: ReadonlySet<string> = new Set(['strict-transport-security', 'x-request-id', 'x-powered-by']);

export interface ForwardedFacts {
  readonly clientAddress: string;
  /** With the public port where it is not 443, as a browser would send it. */
  readonly authority: string;
  readonly requestId: string;
}

/** RFC 9110, 7.6.1: headers that `Connection` names belong to the connection too. */
function namedByConnection(value: string | undefined): readonly string[] {
  if (value === undefined || value === 'keep-alive' || value === 'close') return [];
  return value.split(',').map((name) => name.trim().toLowerCase());
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
    'x-request-id',
    facts.requestId,
  ];
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || name.startsWith(':') || name.startsWith('x-forwarded-')) continue;
    if (HOP_BY_HOP.has(name) || NOT_FROM_CLIENTS.has(name) || named.includes(name)) continue;
    if (name === 'content-length' && !hasBody) continue;
    if (Array.isArray(value)) for (const one of value) result.push(name, one);
    else result.push(name, value);
  }
  return result;
}

export function headersForBrowser(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = namedByConnection(headers.connection);
  const result: OutgoingHttpHeaders = {};
  for (const name in headers) {
    if (HOP_BY_HOP.has(name) || NOT_FROM_THE_SHOP.has(name) || named.includes(name)) continue;
    result[name] = headers[name];
  }
  return result;
}
