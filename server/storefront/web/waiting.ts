/** A visitor's orders that wait for their money, as every page shows them on which she could miss one. */
import { inWords } from '../../i18n/dates';
import type { Locale } from '../../i18n/locale';
import type { Order, StoredOrder } from '../../store/orders/model';
import { formTokenOf } from '../../web/csrf';
import { type Exchange, localeOf } from '../../web/page';
import type { StorefrontServices } from '../services';
import { type StorefrontText, translateTo } from '../texts';
import { keyForVisitor, pathWithKey } from './order-links';
import { visitorOf } from './visitor';

export interface WaitingOrder extends ReturnType<typeof openStateOf> {
  readonly number: string;
  readonly variantIds: readonly number[];
  readonly goods: string;
  readonly total: number;
  readonly href: string;
  readonly token: string;
  readonly key: string | null;
}

/** None for most visitors, and then nothing is kept of them. */
export function createWaiting({ context, orders }: Pick<StorefrontServices, 'context' | 'orders'>) {
  return async ({ request, response }: Exchange): Promise<readonly WaitingOrder[]> => {
    const visitor = visitorOf(request);
    const locale = localeOf(response);
    const text = translateTo(locale);
    const view = (order: StoredOrder): WaitingOrder => {
      const key = keyForVisitor(context, visitor, order);
      return {
        ...openStateOf(order, { locale, now: context.clock.now() }),
        number: order.number,
        variantIds: order.lines.map(({ variantId }) => variantId),
        goods: goodsOf(order, locale, text),
        total: order.total,
        href: pathWithKey(order.number, key, locale),
        token: formTokenOf(request),
        key,
      };
    };
    return (await orders.waitingOf(visitor)).map(view);
  };
}

/** What its buyer can still do with an order that waits for her money. */
export function openStateOf(order: Order, { locale, now }: { readonly locale: Locale; readonly now: Date }) {
  const isOpen = order.status === 'pending' && now < order.paymentDueAt;
  // While nobody knows whether it is paid, nothing of it can be undone or paid again.
  const isHers = isOpen && order.flag === null && !order.isUnsure;
  return {
    isOpen,
    isTransfer: order.paymentMethod === 'bank',
    dueAt: inWords(order.paymentDueAt, locale),
    canPay: isHers && order.paymentMethod !== 'bank',
    canCancel: isHers,
    // What was written down at the desk has no cart to go back to.
    canChange: isHers && order.channel === 'web',
  };
}

export function goodsOf({ lines }: Order, locale: Locale, text: StorefrontText): string {
  const [first] = lines;
  const name = first ? (locale === 'ko' ? first.nameKo : first.nameEn) : '';
  const others = lines.length - 1;
  return others > 0 ? text('orders:list.andMore', { name, others }) : name;
}
