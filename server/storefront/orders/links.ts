import { type Locale, localPath } from '../../i18n/locale';
import type { Visitor } from '../../store/cart/model';
import { orderKey, orderPath } from '../../store/orders';
import type { Order } from '../../store/orders/model';
import type { StorefrontContext } from '../services';

/** To a visitor who has placed it. Her account opens it, where it is hers; else the link has to. */
export function pathForVisitor(
  { keys, clock }: Pick<StorefrontContext, 'keys' | 'clock'>,
  visitor: Visitor,
  order: Order,
  locale: Locale,
): string {
  if (visitor.accountId && visitor.accountId === order.accountId) return localPath(locale, `/orders/${order.number}`);
  return orderPath(locale, order.number, orderKey(keys, order, clock.now()));
}
