/** The shop as the cache asks it: whole answers, up to a size. */
import type { Dispatcher } from 'undici';
import type { Upstream } from '../proxy';
import { isWithoutBody, shopHeadOrThrow } from '../shop-head';
import { headersToOrigin, MAX_PAGE_BYTES, type Origin, type OriginAnswer, type OriginQuestion } from './origin';

/** For a whole answer, and for a shop that is on its way back: a trickle must not hold everybody who asks for a page. */
const WHOLE_MS = 60_000;

/** @returns null when it is larger than may be kept; what is left of it is not read */
async function readBody(status: number, body: Dispatcher.ResponseData['body']): Promise<Buffer | null> {
  if (isWithoutBody(status)) {
    // A length where there is no body would else be an error that nobody hears.
    void body.dump();
    return Buffer.alloc(0);
  }
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > MAX_PAGE_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, total);
}

export function createShopOrigin(shop: Pick<Upstream, 'request' | 'hasRoomFor'>): Origin {
  return {
    hasRoomFor: shop.hasRoomFor,
    async ask(question: OriginQuestion): Promise<OriginAnswer> {
      const signal = AbortSignal.timeout(WHOLE_MS);
      const request = { path: question.address, method: 'GET', headers: headersToOrigin(question), signal } as const;
      const { statusCode, headers, body } = await shop.request(request, question);
      const whole = await readBody(statusCode, body);
      return { status: statusCode, headers: shopHeadOrThrow(statusCode, headers), body: whole };
    },
  };
}
