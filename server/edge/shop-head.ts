// Pure: the head of the shop's answer as Node writes it over HTTP/1.1 and HTTP/2 alike, each field once. What can't
// become one is refused as a whole: half a head would say something else than the shop did.
import type { IncomingHttpHeaders } from 'node:http';
import { HOP_BY_HOP, namedByConnection } from './forwarded-headers';

/** Names in lower case. A list is a field that is sent once for each of its values. */
export type Head = Readonly<Record<string, string | readonly string[]>>;

/** Of a field that is sent once; of all but Set-Cookie, that is. */
export function fieldOf(head: Head, name: string): string | undefined {
  const value = head[name];
  return typeof value === 'string' ? value : undefined;
}

export class ShopHeadError extends Error {
  override name = 'ShopHeadError';
  readonly code = 'ERR_SHOP_HEAD';
}

const NOT_FOR_BROWSERS: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
  'strict-transport-security',
  'x-request-id',
  'x-powered-by',
]);

/** Fields that are no lists: two different values can't both hold (RFC 9110, 5.3), and Node's HTTP/2 refuses them. */
const SINGLE: ReadonlySet<string> = new Set([
  'access-control-allow-credentials',
  'access-control-allow-origin',
  'access-control-max-age',
  'age',
  'content-disposition',
  'content-length',
  'content-location',
  'content-range',
  'content-type',
  'date',
  'etag',
  'expires',
  'last-modified',
  'location',
  'retry-after',
  'x-content-type-options',
]);

/** RFC 9110, 15.3.5, 15.3.6 and 15.4.5: their head is all there is of them. */
export const isWithoutBody = (status: number): boolean => status === 204 || status === 205 || status === 304;

/** A client may refuse what has more, as Node's own does above 128. */
const MAX_FIELDS = 100;

const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** Above a byte: what wasn't UTF-8, or would lose its upper half over HTTP/2 and become another character. */
const UNWRITABLE = /[^\t\x20-\x7e\x80-\xff]/;

function checkedOrThrow(name: string, value: string): string {
  if (!UNWRITABLE.test(value)) return value;
  throw new ShopHeadError(`the shop's ${name} can't be written`);
}

function combinedOrThrow(name: string, values: readonly string[]): string {
  for (const value of values) checkedOrThrow(name, value);
  const [first = ''] = values;
  if (!SINGLE.has(name) || values.every((value) => value === first)) {
    return SINGLE.has(name) ? first : values.join(', ');
  }
  throw new ShopHeadError(`the shop said ${name} more than once`);
}

/** @throws ShopHeadError where it can't be sent on */
export function shopHeadOrThrow(status: number, headers: IncomingHttpHeaders): Head {
  if (status < 200 || status > 599) throw new ShopHeadError(`the shop answered with status ${status}`);
  const named = namedByConnection(headers.connection);
  const head: Record<string, string | readonly string[]> = {};
  let fields = 0;
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || NOT_FOR_BROWSERS.has(name) || (named.length > 0 && named.includes(name))) continue;
    // RFC 9110, 8.6: where there is no body there is no length of one; a 304 may name that of the page.
    if (name === 'content-length' && (status === 204 || status === 205)) continue;
    // undici gives one cookie as a string, whatever its type says.
    fields += name === 'set-cookie' && Array.isArray(value) ? value.length : 1;
    if (fields > MAX_FIELDS) throw new ShopHeadError(`the shop said more than ${MAX_FIELDS} fields`);
    if (!NAME.test(name)) throw new ShopHeadError('the shop said a field without a name');
    if (typeof value === 'string') head[name] = checkedOrThrow(name, value);
    else if (name === 'set-cookie') head[name] = value.map((one) => checkedOrThrow(name, one));
    else head[name] = combinedOrThrow(name, value);
  }
  return head;
}
