/** The shop as the cache asks it: whole answers, up to a size. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Upstream } from '../proxy';
import { isWithoutBody, shopHeadOrThrow } from '../shop-head';
import { headersToOrigin, MAX_PAGE_BYTES, type Origin, type OriginAnswer, type OriginQuestion } from './origin';

/** For a whole answer, and for a shop that is on its way back: a trickle must not hold everybody who asks for a page. */
const WHOLE_MS = 60_000;

/** RFC 9112, 6.3 and 8: else the body ends with its connection, also where a worker died: passed on, but not kept. */
function saysWhereItEnds(headers: IncomingHttpHeaders): boolean {
  return headers['content-length'] !== undefined || /(?:^|[\s,])chunked$/i.test(headers['transfer-encoding'] ?? '');
}

/** @returns null where it can't be kept; what is left of it is not read */
async function readBody({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Buffer | null> {
  const without = isWithoutBody(statusCode);
  if (without || !saysWhereItEnds(headers)) {
    // A length where there is no body would else be an error that nobody hears.
    void body.dump();
    return without ? Buffer.alloc(0) : null;
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
      const answer = await shop.request(request, question);
      const { statusCode: status, headers } = answer;
      const body = await readBody(answer);
      return { status, headers: shopHeadOrThrow(status, headers), body };
    },
  };
}
