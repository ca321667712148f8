// Pure: whether an answer may be kept in a shared cache, and for how long (RFC 9111, 3 and 4.2; RFC 5861). What
// CDN-Cache-Control (RFC 9213) says goes before Cache-Control. Without a lifetime nothing is kept.
import { fieldOf, type Head } from '../shop-head';
import { parseDirectives, secondsOf, type Directives } from './directives';

export interface Lifetime {
  readonly freshMs: number;
  /** After that: served once more while a new one is fetched. */
  readonly staleWhileRevalidateMs: number;
  /** After that: served when the shop can't answer. */
  readonly staleIfErrorMs: number;
  /** Its address never shows anything else: no purge concerns it. */
  readonly immutable: boolean;
}

/** RFC 9110, 15.1: those that may be kept, without the ones that depend on a range or on who asks. */
const STORABLE_STATUS: ReadonlySet<number> = new Set([200, 301, 308, 404, 410]);
const LONGEST_S = 365 * 24 * 60 * 60;
const LONGEST_STALE_S = 24 * 60 * 60;

function seconds(directives: Directives, name: string, most: number): number {
  return Math.min(secondsOf(directives, name) ?? 0, most);
}

function freshSeconds(directives: Directives, targeted: boolean): number {
  const shared = targeted ? null : secondsOf(directives, 's-maxage');
  return Math.min(shared ?? secondsOf(directives, 'max-age') ?? 0, LONGEST_S);
}

/** The representation is chosen by nothing but the encoding, which is ours to choose. */
function variesOnlyByEncoding(vary: string | undefined): boolean {
  return (vary ?? '').split(',').every((name) => ['', 'accept-encoding'].includes(name.trim().toLowerCase()));
}

function forbids(directives: Directives): boolean {
  return directives.has('no-store') || directives.has('private') || directives.has('no-cache');
}

export function lifetimeOf(status: number, headers: Head): Lifetime | null {
  const ordinary = parseDirectives(fieldOf(headers, 'cache-control') ?? '');
  const targetedField = fieldOf(headers, 'cdn-cache-control');
  const targeted = targetedField === undefined ? null : parseDirectives(targetedField);
  const directives = targeted ?? ordinary;
  if (!STORABLE_STATUS.has(status) || headers['set-cookie'] !== undefined) return null;
  // Also where only one of the two forbids it: a mistake must not show somebody's page to everybody.
  if (forbids(directives) || ordinary.has('no-store') || ordinary.has('private')) return null;
  if (!variesOnlyByEncoding(fieldOf(headers, 'vary')) || headers['content-range'] !== undefined) return null;
  const freshS = freshSeconds(directives, targeted !== null);
  if (freshS === 0) return null;
  return {
    freshMs: freshS * 1000,
    staleWhileRevalidateMs: seconds(directives, 'stale-while-revalidate', LONGEST_STALE_S) * 1000,
    staleIfErrorMs: seconds(directives, 'stale-if-error', LONGEST_STALE_S) * 1000,
    immutable: ordinary.has('immutable'),
  };
}
