/** One kept answer: its bodies, its head ready to be sent, and how long it may be used. */
import { fieldOf, type Head } from '../shop-head';
import { parseCacheGroups } from './cache-groups';
import type { ContentEncoding } from './content-encoding';
import { lifetimeOf, type Lifetime } from './lifetime';
import type { OriginAnswer } from './origin';
import { representationsOf, type Representations } from './representations';

export interface Page {
  readonly key: string;
  readonly status: number;
  readonly representations: Representations;
  /** Without what belongs to one representation or to one answer. */
  readonly headers: Head;
  /** Of a whole answer, per content coding: complete but for Age and what the edge says about this answer alone. */
  readonly heads: Readonly<Partial<Record<ContentEncoding, Head>>> & { readonly identity: Head };
  /** Of a 304. */
  readonly unchangedHead: Head;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly groups: readonly string[];
  readonly lifetime: Lifetime;
  /** On the edge's monotonic clock: when the answer was as old as zero (RFC 9111, 4.2.3). */
  readonly bornAtMs: number;
  /** Which era of the purge stream it was asked for in: one of an earlier era must be validated first. */
  readonly era: number;
  readonly bytes: number;
}

/** Spent here, or said anew with each answer. */
const NOT_KEPT: ReadonlySet<string> = new Set([
  'age',
  'cache-groups',
  'cdn-cache-control',
  'content-encoding',
  'content-length',
  'set-cookie',
  'vary',
]);

/** RFC 9110, 15.4.5: what a 304 repeats. */
const OF_UNCHANGED: readonly string[] = ['cache-control', 'content-location', 'date', 'etag', 'expires'];

/** A page's own share of memory beside its bodies: head, key, maps. */
const OVERHEAD_BYTES = 2_048;

function keptHeaders(headers: Head): Head {
  const kept: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!NOT_KEPT.has(name)) kept[name] = value;
  }
  return kept;
}

/** Several codings of one page share their entity tag: only a weak one may say so. */
function weak(etag: string | undefined): string | null {
  if (etag === undefined) return null;
  return etag.startsWith('W/') ? etag : `W/${etag}`;
}

const varies = (bodies: Representations): Head =>
  bodies.br !== undefined || bodies.gzip !== undefined ? { vary: 'Accept-Encoding' } : {};

function headsOf(headers: Head, bodies: Representations): Page['heads'] {
  const head = (encoding: ContentEncoding, body: Buffer): Head => ({
    ...headers,
    ...varies(bodies),
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    'content-length': String(body.length),
  });
  return {
    identity: head('identity', bodies.identity),
    ...(bodies.br ? { br: head('br', bodies.br) } : {}),
    ...(bodies.gzip ? { gzip: head('gzip', bodies.gzip) } : {}),
  };
}

function unchangedHeadOf(headers: Head, bodies: Representations): Head {
  const repeated = Object.entries(headers).filter(([name]) => OF_UNCHANGED.includes(name));
  return { ...Object.fromEntries(repeated), ...varies(bodies) };
}

function initialAgeMs(headers: Head): number {
  const age = fieldOf(headers, 'age') ?? '';
  return /^\d{1,9}$/.test(age) ? Number(age) * 1000 : 0;
}

interface Facts {
  readonly key: string;
  readonly askedAtMs: number;
  readonly era: number;
}

function assemble(
  facts: Facts,
  parts: Pick<Page, 'status' | 'representations' | 'headers' | 'groups' | 'lifetime'> & { readonly ageMs: number },
): Page {
  const { headers, representations } = parts;
  const bodyBytes = Object.values(representations).reduce((sum, body) => sum + body.length, 0);
  return {
    key: facts.key,
    status: parts.status,
    representations,
    headers,
    heads: headsOf(headers, representations),
    unchangedHead: unchangedHeadOf(headers, representations),
    etag: fieldOf(headers, 'etag') ?? null,
    lastModified: fieldOf(headers, 'last-modified') ?? null,
    groups: parts.groups,
    lifetime: parts.lifetime,
    bornAtMs: facts.askedAtMs - parts.ageMs,
    era: facts.era,
    bytes: bodyBytes + OVERHEAD_BYTES,
  };
}

/** @returns null when it must not be kept */
export async function pageOf(facts: Facts, answer: OriginAnswer): Promise<Page | null> {
  const { status, headers, body } = answer;
  const lifetime = lifetimeOf(status, headers);
  if (!lifetime || body === null) return null;
  const coding = fieldOf(headers, 'content-encoding') ?? '';
  const representations = await representationsOf(body, coding, fieldOf(headers, 'content-type') ?? '');
  const kept = keptHeaders(headers);
  const etag = weak(fieldOf(headers, 'etag'));
  return assemble(facts, {
    status,
    representations,
    headers: etag === null ? kept : { ...kept, etag },
    groups: parseCacheGroups(fieldOf(headers, 'cache-groups')),
    lifetime,
    ageMs: initialAgeMs(headers),
  });
}

const saysHowLong = (headers: Head): boolean =>
  headers['cache-control'] !== undefined || headers['cdn-cache-control'] !== undefined;

/** RFC 9111, 4.3.4: a 304 renews head and lifetime. @returns null when it must not be kept any longer */
export function renewed(page: Page, facts: Facts, { headers }: OriginAnswer): Page | null {
  const lifetime = saysHowLong(headers) ? lifetimeOf(page.status, headers) : page.lifetime;
  if (!lifetime) return null;
  const groups = parseCacheGroups(fieldOf(headers, 'cache-groups'));
  return assemble(facts, {
    status: page.status,
    representations: page.representations,
    headers: { ...page.headers, ...keptHeaders(headers), ...(page.etag === null ? {} : { etag: page.etag }) },
    groups: groups.length > 0 ? groups : page.groups,
    lifetime,
    ageMs: initialAgeMs(headers),
  });
}

export type Freshness = 'fresh' | 'stale-while-revalidate' | 'stale';

export function freshnessOf({ lifetime }: Page, ageMs: number): Freshness {
  if (ageMs < lifetime.freshMs) return 'fresh';
  return ageMs < lifetime.freshMs + lifetime.staleWhileRevalidateMs ? 'stale-while-revalidate' : 'stale';
}

export function usableOnError({ lifetime }: Page, ageMs: number): boolean {
  return ageMs < lifetime.freshMs + lifetime.staleIfErrorMs;
}
