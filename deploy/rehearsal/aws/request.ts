/** A request as a signature sees it, and the digests by which it does. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  readonly method: string;
  /** Path and query, as they came. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

export function headerOf({ headers }: Pick<SignedRequest, 'headers'>, name: string): string {
  return [headers[name] ?? []].flat().join(',').trim().replace(/ +/g, ' ');
}

export const sha256Hex = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

export const hmac = (key: Buffer, content: string): Buffer => createHmac('sha256', key).update(content).digest();

export const isSame = (expected: string, found: string): boolean =>
  expected.length === found.length && timingSafeEqual(Buffer.from(expected), Buffer.from(found));
