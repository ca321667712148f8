import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../process/clock';
import { remember, type Answer } from '../answer';
import type { Head } from '../shop-head';
import { encodingFor, mayMeasureLength, type ContentEncoding } from './content-encoding';
import type { Page } from './page';
import type { Verdict } from './page-cache';

/** RFC 9211: what this cache did. */
const CACHE_STATUS: Readonly<Record<Verdict, string>> = {
  hit: 'edge; hit',
  stale: 'edge; hit; detail=stale-while-revalidate',
  'stale-error': 'edge; hit; fwd=stale; detail=stale-if-error',
  revalidated: 'edge; fwd=stale',
  miss: 'edge; fwd=uri-miss',
  collapsed: 'edge; fwd=uri-miss; collapsed',
  pass: 'edge; fwd=bypass',
};

const strip = (etag: string): string => etag.trim().replace(/^W\//, '');

function matchesEtag(field: string, etag: string): boolean {
  return field === etag || field.trim() === '*' || field.split(',').some((one) => strip(one) === strip(etag));
}

const HTTP_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** A date to come, or one that is none, is nobody's from whom he could have the page. */
function isUnchangedSince(field: string, lastModified: string, now: Date): boolean {
  const since = HTTP_DATE.test(field) ? Date.parse(field) : Number.NaN;
  return since <= now.getTime() && Date.parse(lastModified) <= since;
}

/** RFC 9110, 13.2.2: the date counts only where there is no tag to compare. */
function hasIt(headers: IncomingHttpHeaders, page: Page, clock: Clock): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return page.etag !== null && matchesEtag(tags, page.etag);
  const since = headers['if-modified-since'];
  if (since === undefined || page.lastModified === null) return false;
  return isUnchangedSince(since, page.lastModified, clock.now());
}

function chooseEncoding(headers: IncomingHttpHeaders, page: Page, origin: string): ContentEncoding {
  const wanted = encodingFor(headers['accept-encoding']);
  if (wanted === 'identity' || page.heads[wanted] === undefined) return 'identity';
  return !page.lifetime.immutable && mayMeasureLength(headers, origin) ? 'identity' : wanted;
}

function wholeHead(page: Page, encoding: ContentEncoding, age: number, verdict: Verdict): Head {
  const head = page.heads[encoding] ?? page.heads.identity;
  return { ...head, age: String(age), 'cache-status': CACHE_STATUS[verdict] };
}

interface HitHead {
  readonly age: number;
  readonly headers: Head;
}

/** Of pages that are asked for again and again; the same for a whole second. */
const hitHeads = new WeakMap<Page, Partial<Record<ContentEncoding, HitHead>>>();

function hitHead(page: Page, encoding: ContentEncoding, age: number): Head {
  let heads = hitHeads.get(page);
  if (!heads) hitHeads.set(page, (heads = {}));
  const known = heads[encoding];
  if (known?.age === age) return known.headers;
  const headers = remember(wholeHead(page, encoding, age, 'hit'));
  heads[encoding] = { age, headers };
  return headers;
}

export function replyOf(
  page: Page,
  request: { readonly method: string; readonly headers: IncomingHttpHeaders },
  facts: { readonly verdict: Verdict; readonly nowMs: number; readonly origin: string; readonly clock: Clock },
): Answer {
  const age = Math.max(0, Math.floor((facts.nowMs - page.bornAtMs) / 1000));
  if (page.status === 200 && hasIt(request.headers, page, facts.clock)) {
    const ofThisAnswer = { age: String(age), 'cache-status': CACHE_STATUS[facts.verdict] };
    return { status: 304, headers: { ...page.unchangedHead, ...ofThisAnswer }, body: null };
  }
  const encoding = chooseEncoding(request.headers, page, facts.origin);
  return {
    status: page.status,
    headers: facts.verdict === 'hit' ? hitHead(page, encoding, age) : wholeHead(page, encoding, age, facts.verdict),
    body: request.method === 'HEAD' ? null : (page.representations[encoding] ?? page.representations.identity),
  };
}
