/** Where an order's page is for whom. */
import type { Visitor } from '../cart/model';
import type { ShopContext } from '../context';
import type { Locale } from '../i18n/locale';
import { localPath } from '../i18n/locale';
import type { Order } from './model';
import { orderKey, orderPath } from './order-link';

/** To a visitor who has placed it. Her account opens it, where it is hers; else the link has to. */
export function pathForVisitor(
  { sessionSecret, clock }: Pick<ShopContext, 'sessionSecret' | 'clock'>,
  visitor: Visitor,
  order: Order,
  locale: Locale,
): string {
  if (visitor.accountId && visitor.accountId === order.accountId) return localPath(locale, `/orders/${order.number}`);
  return orderPath(locale, order.number, orderKey(sessionSecret, order.number, clock.now()));
}
