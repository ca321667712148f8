/** A visitor's orders that wait for their money, as every page shows them on which she could miss one. */
import type { StoredOrder } from '../../store/orders/model';
import { formTokenOf } from '../../web/csrf';
import { type Exchange, localeOf } from '../../web/page';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { visitorOf } from '../web/visitor';
import { keyForVisitor, pathWithKey } from './links';
import { goodsOf, openStateOf } from './presenter';

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
