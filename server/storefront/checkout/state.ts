import type { Locale } from '../../i18n/locale';
import type { Visitor } from '../../store/cart/model';
import type { Source } from '../../store/orders';
import type { StorefrontServices } from '../services';
import type { CheckoutState } from './presenter';

export type Shown = Pick<CheckoutState, 'cart' | 'values'> & Partial<CheckoutState>;

export interface Shopper {
  readonly visitor: Visitor;
  readonly source: Source;
  readonly locale: Locale;
}

type Services = Pick<StorefrontServices, 'cart' | 'context' | 'delivery' | 'orders' | 'payments' | 'settings'>;

export function createCheckoutState({ cart, context, delivery, orders, payments, settings }: Services) {
  return async (
    { visitor, source }: Shopper,
    shown: Shown & Pick<CheckoutState, 'token' | 'waiting'>,
  ): Promise<CheckoutState> => {
    const current = await settings.current();
    const offered = payments.offered(current);
    const ways = await orders.waysToPay({ visitor, source, email: shown.values.email }, shown.cart);
    return {
      settings: current,
      rule: await delivery.current(),
      now: context.clock.now(),
      offered,
      ways,
      attempt: (await cart.checkoutKey(shown.cart)) ?? '',
      isGuest: visitor.accountId === null,
      ...shown,
    };
  };
}
