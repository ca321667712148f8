/** Signed links: who holds one may see that order, and nothing else. Sent by mail to the buyer. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Locale, localPath } from '../../i18n/locale';

/** A link outlives the longest question about an order: returns, warranty, the letter to the insurance. */
const VALID_MS = 400 * 24 * 60 * 60 * 1000;

function signature(secret: string, number: string, expires: number): Buffer {
  return createHmac('sha256', secret).update(`order-link:${number}:${expires}`).digest();
}

/** The `key` of the link, `<expiry in seconds, base 36>.<signature>`. */
export function orderKey(secret: string, number: string, now: Date): string {
  const expires = Math.floor((now.getTime() + VALID_MS) / 1000);
  return `${expires.toString(36)}.${signature(secret, number, expires).toString('base64url')}`;
}

export function isOrderKeyValid(secret: string, number: string, key: string, now: Date): boolean {
  const [expiry = '', signed = ''] = key.split('.', 2);
  const expires = parseInt(expiry, 36);
  if (!Number.isSafeInteger(expires) || expires * 1000 < now.getTime()) return false;
  const given = Buffer.from(signed, 'base64url');
  const expected = signature(secret, number, expires);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Path and query of the order's page, in the buyer's language. */
export function orderPath(locale: Locale, number: string, key: string): string {
  return localPath(locale, `/orders/${number}?key=${encodeURIComponent(key)}`);
}
