import { type Locale, localPath } from '../../i18n/locale';
import type { Visitor } from '../../store/cart/model';
import { orderKey, orderPath } from '../../store/orders';
import type { Order } from '../../store/orders/model';
import type { StorefrontContext } from '../services';

type LinkContext = Pick<StorefrontContext, 'keys' | 'clock'>;

/** Of a visitor who has placed it. null: her account opens it. */
export function keyForVisitor({ keys, clock }: LinkContext, { accountId }: Visitor, order: Order): string | null {
  return accountId && accountId === order.accountId ? null : orderKey(keys, order, clock.now());
}

export function pathForVisitor(context: LinkContext, visitor: Visitor, order: Order, locale: Locale): string {
  return pathWithKey(order.number, keyForVisitor(context, visitor, order), locale);
}

export function pathWithKey(number: string, key: string | null, locale: Locale): string {
  return key === null ? localPath(locale, `/orders/${number}`) : orderPath(locale, number, key);
}
