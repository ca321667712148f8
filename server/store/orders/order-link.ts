/** Who holds such a link may see that order, and nothing else. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Locale, localPath } from '../../i18n/locale';
import type { Keys } from '../../process/keys';
import { SEALED } from '../mail/model';

/** A link outlives the longest question about an order: returns, warranty, the letter to the insurance. */
const VALID_MS = 400 * 24 * 60 * 60 * 1000;

type LinkKeys = Pick<Keys, 'links'>;

export interface Linked {
  readonly number: string;
  /** Renewed at the desk to end every link that was made before; null as long as none was ended. */
  readonly linkNonce: string | null;
}

function signature(secret: string, { number, linkNonce }: Linked, expires: number): Buffer {
  const nonce = linkNonce === null ? '' : `:${linkNonce}`;
  return createHmac('sha256', secret).update(`order-link:${number}:${expires}${nonce}`).digest();
}

/** The `key` of the link, `<expiry in seconds, base 36>.<signature>`. */
export function orderKey({ links: [newest] }: LinkKeys, order: Linked, now: Date): string {
  if (newest === undefined) throw new Error('there is no key to sign links with');
  const expires = Math.floor((now.getTime() + VALID_MS) / 1000);
  return `${expires.toString(36)}.${signature(newest, order, expires).toString('base64url')}`;
}

export function isOrderKeyValid({ links }: LinkKeys, order: Linked, key: string, now: Date): boolean {
  const [expiry = '', signed = ''] = key.split('.', 2);
  const expires = parseInt(expiry, 36);
  if (!Number.isSafeInteger(expires) || expires * 1000 < now.getTime()) return false;
  const given = Buffer.from(signed, 'base64url');
  return links.some((secret) => {
    const expected = signature(secret, order, expires);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** Of a mail that was written before its link was sealed: without what opens the order. */
export const withoutOrderKeys = (text: string): string =>
  text.replaceAll(/(\/orders\/EA-[0-9A-Z]+\?key=)[\w.%-]+/g, `$1${SEALED}`);

export const orderPath = (locale: Locale, number: string, key: string): string =>
  localPath(locale, `/orders/${number}?key=${encodeURIComponent(key)}`);
