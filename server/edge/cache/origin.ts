/** Asks the shop for a public address. Nothing of the visitor goes with it, so what comes back is nobody's own page. */
import type { Head } from '../shop-head';

/** Larger answers are streamed past the cache. */
export const MAX_PAGE_BYTES = 4 * 1024 * 1024;

export interface OriginQuestion {
  /** Path and query, in their normal form (server/http/public-pages.ts). */
  readonly address: string;
  readonly authority: string;
  readonly requestId: string;
  /** Whose share of the shop it takes: the addresses that count as one with its visitor's. */
  readonly block: string;
  /** Of what is kept already: the shop may answer 304. */
  readonly ifNoneMatch: string | null;
  /** Whether to wait for a worker to return where none listens. */
  readonly patient: boolean;
}

export interface OriginAnswer {
  readonly status: number;
  readonly headers: Head;
  /** null: not to be kept, because it is larger than MAX_PAGE_BYTES or doesn't say where it ends. */
  readonly body: Buffer | null;
}

export interface Origin {
  /** @throws Error as undici gives it, when there was no whole answer */
  ask(question: OriginQuestion): Promise<OriginAnswer>;
  readonly hasRoomFor: (block: string) => boolean;
}

export function headersToOrigin(question: OriginQuestion): Record<string, string> {
  return {
    host: question.authority,
    accept: '*/*',
    // Files come as small as they were made at build time; pages come plain and are compressed here, once.
    'accept-encoding': 'br',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': question.authority,
    'x-request-id': question.requestId,
    ...(question.ifNoneMatch === null ? {} : { 'if-none-match': question.ifNoneMatch }),
  };
}
