import type { Locale } from '../../i18n/locale';
import type { Visitor } from '../../store/cart/model';
import type { Source } from '../../store/orders';
import type { StorefrontServices } from '../services';
import { pathForVisitor } from '../web/order-links';
import type { CheckoutState } from './presenter';

export type Shown = Pick<CheckoutState, 'cart' | 'values'> & Partial<CheckoutState>;

export interface Shopper {
  readonly visitor: Visitor;
  readonly source: Source;
  readonly locale: Locale;
}

type Services = Pick<StorefrontServices, 'context' | 'cart' | 'orders' | 'payments' | 'settings'>;

export function createCheckoutState({ context, cart, orders, payments, settings }: Services) {
  return async (
    { visitor, source, locale }: Shopper,
    shown: Shown & Pick<CheckoutState, 'token'>,
  ): Promise<CheckoutState> => {
    const current = await settings.current();
    const offered = payments.offered(current);
    const ways = await orders.waysToPay({ visitor, source, email: shown.values.email }, shown.cart);
    // Orders of hers that she can pay or cancel, where they are what stands in the way.
    const isTooMany = offered.some((name) => ways.refusalOf(name)?.code === 'person');
    const waiting = isTooMany ? await orders.waitingOf(visitor) : [];
    return {
      settings: current,
      offered,
      ways,
      inTheWay: waiting.map((order) => ({
        number: order.number,
        href: pathForVisitor(context, visitor, order, locale),
      })),
      attempt: (await cart.checkoutKey(shown.cart)) ?? '',
      isGuest: visitor.accountId === null,
      ...shown,
    };
  };
}
