/** Who asks: HTTP Basic, the secret key and a colon. */
import type { TossShop } from './model';
import { TossRefusal } from './refusal';

export interface Asker {
  readonly shop: TossShop;
  readonly secretKey: string;
}

/** @throws TossRefusal for a header that is none, a key of another kind, and one that nobody has */
export function askerOf(shops: readonly TossShop[], authorization: string | undefined): Asker {
  const [scheme = '', encoded = ''] = (authorization ?? '').split(' ');
  if (scheme !== 'Basic') throw new TossRefusal(401, 'UNAUTHORIZED_KEY');
  const plain = Buffer.from(encoded, 'base64').toString('utf8');
  if (!plain.endsWith(':')) throw new TossRefusal(403, 'INCORRECT_BASIC_AUTH_FORMAT');
  const secretKey = plain.slice(0, -1);
  const shop = shops.find(({ secretKeys }) => secretKeys.includes(secretKey));
  if (shop) return { shop, secretKey };
  // A client's key, or one of the widgets' family.
  if (/^(test|live)_g?(ck|gsk)_|^(test|live)_gsk_/.test(secretKey)) throw new TossRefusal(400, 'INVALID_API_KEY');
  throw new TossRefusal(401, 'UNAUTHORIZED_KEY');
}
