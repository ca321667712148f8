/** Pure: which content coding a client gets (RFC 9110, 12.5.3). */
import type { IncomingHttpHeaders } from 'node:http';
import { chooseEncoding } from '../../http/accept-encoding';

export type ContentEncoding = 'br' | 'gzip' | 'identity';

/** Where a client likes both equally: the smaller first. */
const OFFERED = ['br', 'gzip'] as const;

/** What browsers send never changes; the few distinct fields seen are remembered, others are weighed. */
const REMEMBERED = 64;
const seen = new Map<string, ContentEncoding>();

export function encodingFor(acceptEncoding: string | string[] | undefined): ContentEncoding {
  if (typeof acceptEncoding !== 'string') return 'identity';
  const known = seen.get(acceptEncoding);
  if (known !== undefined) return known;
  const chosen = chooseEncoding(acceptEncoding, OFFERED) ?? 'identity';
  if (seen.size < REMEMBERED && acceptEncoding.length < 200) seen.set(acceptEncoding, chosen);
  return chosen;
}

/**
 * A request that another site's page caused, and that is no visit, as BREACH (CVE-2013-3587) needs them. Public pages
 * hold no secret; still no visitor loses anything when these go out as they are.
 */
export function mayMeasureLength(headers: IncomingHttpHeaders, origin: string): boolean {
  const { referer } = headers;
  if (referer === undefined || headers['sec-fetch-dest'] === 'document') return false;
  return referer !== origin && !referer.startsWith(`${origin}/`);
}
