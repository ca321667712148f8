/** A cache before a shop of the test's own making, and a clock that is moved by hand. */
import pino from 'pino';
import type { OriginAnswer, OriginQuestion } from '../../../../server/edge/cache/origin';
import type { Page } from '../../../../server/edge/cache/page';
import { createPageCache } from '../../../../server/edge/cache/page-cache';
import type { Head } from '../../../../server/edge/shop-head';

export function pageFor(
  key: string,
  facts: { readonly bytes?: number; readonly groups?: readonly string[]; readonly immutable?: boolean },
): Page {
  return {
    key,
    status: 200,
    representations: { identity: Buffer.alloc(0) },
    headers: {},
    heads: { identity: {} },
    unchangedHead: {},
    etag: null,
    lastModified: null,
    groups: facts.groups ?? [],
    lifetime: { freshMs: 1, staleWhileRevalidateMs: 0, staleIfErrorMs: 0, immutable: facts.immutable ?? false },
    bornAtMs: 0,
    era: 0,
    bytes: facts.bytes ?? 1,
  };
}

const CACHEABLE: Head = {
  'content-type': 'text/html',
  'cache-control': 'public, max-age=0, must-revalidate',
  'cdn-cache-control': 'max-age=60, stale-while-revalidate=10, stale-if-error=3600',
};

/** @param headers undefined: not even what is usual */
export function answer(body: string, headers: Readonly<Record<string, Head[string] | undefined>> = {}, status = 200) {
  const given = Object.entries({ ...CACHEABLE, ...headers }).filter(([, value]) => value !== undefined);
  return { status, headers: Object.fromEntries(given) as Head, body: Buffer.from(body) } satisfies OriginAnswer;
}

type Answering = (question: OriginQuestion, number: number) => OriginAnswer | Promise<OriginAnswer>;

export function createTestCache(shop: Answering, options: { readonly connected?: boolean } = {}) {
  let nowMs = 1_000_000;
  /** Busy are addresses that have used up their share of the shop. */
  const test = { shop, asked: [] as OriginQuestion[], busy: new Set<string>() };
  const cache = createPageCache({
    origin: {
      async ask(question) {
        test.asked.push(question);
        return test.shop(question, test.asked.length);
      },
      hasRoomFor: (block) => !test.busy.has(block),
    },
    maxBytes: 10_000_000,
    nowMs: () => nowMs,
    logger: pino({ level: 'silent' }),
  });
  if (options.connected ?? true) cache.connected();
  return Object.assign(test, {
    cache,
    pass: (ms: number) => void (nowMs += ms),
    /** @returns `verdict body`, or the kind of what isn't a page */
    async see(address: string, block = '203.0.113.7'): Promise<string> {
      const found = await cache.find({ address, authority: 'essence-aura.test', requestId: 'r', block });
      if (found.kind === 'page') return `${found.verdict} ${found.page.representations.identity.toString()}`;
      return found.kind === 'answer' ? `${found.verdict} ${found.answer.status}` : found.kind;
    },
  });
}

export function deferred<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settled) => (resolve = settled));
  return { promise, resolve };
}

/** Lets everything run that waits for nothing but its turn, and the compressors' threads. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
