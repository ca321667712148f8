/** The shop as the cache asks it: whole answers, up to a size. */
import type { RequestFromShop } from '../shop-request';
import { headersToOrigin, MAX_PAGE_BYTES, type Origin, type OriginAnswer, type OriginQuestion } from './origin';

/** @returns null when it is larger than may be kept; what is left of it is not read */
async function readBody(body: AsyncIterable<Buffer>): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of body) {
    total += chunk.length;
    if (total > MAX_PAGE_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, total);
}

export function createShopOrigin(requestFromShop: RequestFromShop): Origin {
  return {
    async ask(question: OriginQuestion): Promise<OriginAnswer> {
      const request = { path: question.address, method: 'GET', headers: headersToOrigin(question) } as const;
      const { statusCode, headers, body } = await requestFromShop(request, question);
      return { status: statusCode, headers, body: await readBody(body) };
    },
  };
}
