/** Pure: which content coding a client gets (RFC 9110, 12.5.3). */
import type { IncomingHttpHeaders } from 'node:http';

export type ContentEncoding = 'br' | 'gzip' | 'identity';

/** Where a client likes several equally: the smallest first. */
const PREFERENCE: readonly ContentEncoding[] = ['br', 'gzip', 'identity'];

function weights(field: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const part of field.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = q === undefined ? 1 : Number(q.slice(2));
    found.set(name === 'x-gzip' ? 'gzip' : name, Number.isFinite(weight) ? weight : 0);
  }
  return found;
}

function weigh(field: string): ContentEncoding {
  const given = weights(field);
  const other = given.get('*') ?? 0;
  let best: ContentEncoding = 'identity';
  let bestWeight = 0;
  for (const name of PREFERENCE) {
    // Identity is always acceptable unless it is refused by name, which nobody does.
    const weight = given.get(name) ?? (name === 'identity' ? Math.max(other, 0.001) : other);
    if (weight > bestWeight) [best, bestWeight] = [name, weight];
  }
  return best;
}

/** What browsers send never changes; the few distinct fields seen are remembered, others are weighed. */
const REMEMBERED = 64;
const seen = new Map<string, ContentEncoding>();

export function encodingFor(acceptEncoding: string | string[] | undefined): ContentEncoding {
  if (typeof acceptEncoding !== 'string') return 'identity';
  const known = seen.get(acceptEncoding);
  if (known !== undefined) return known;
  const chosen = weigh(acceptEncoding);
  if (seen.size < REMEMBERED && acceptEncoding.length < 200) seen.set(acceptEncoding, chosen);
  return chosen;
}

/**
 * A request that another site's page caused, and that is no visit: an image, a script, a frame. BREACH (CVE-2013-3587)
 * measures the compressed length of such answers. Public pages hold no secret that could be measured, and still
 * nobody who visits loses anything when these go out as they are.
 */
export function mayMeasureLength(headers: IncomingHttpHeaders, origin: string): boolean {
  const { referer } = headers;
  if (referer === undefined || headers['sec-fetch-dest'] === 'document') return false;
  return referer !== origin && !referer.startsWith(`${origin}/`);
}
