import { formatWon } from '../../money/money';
import { formTokenOf } from '../../web/csrf';
import { type Exchange, localeOf, renderPage } from '../../web/page';
import { addressOf } from '../../web/rate-limit';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { visitorOf } from '../web/visitor';
import { createWaiting, type WaitingOrder } from '../web/waiting';
import { checkoutPage } from './presenter';
import { createCheckoutState, type Shopper, type Shown } from './state';

declare module '../../web/page' {
  interface Views {
    'checkout/show': {
      readonly checkout: ReturnType<typeof checkoutPage>;
      readonly waiting: readonly WaitingOrder[];
    };
  }
}

export const shopperOf = ({ request, response }: Exchange): Shopper => ({
  visitor: visitorOf(request),
  source: { address: addressOf(request), sessionId: request.sessionID },
  locale: localeOf(response),
});

export type ShowCheckout = (exchange: Exchange, shown: Shown) => Promise<void>;

export function createCheckoutPage(services: StorefrontServices): ShowCheckout {
  const stateOf = createCheckoutState(services);
  const waitingOf = createWaiting(services);
  return async (exchange, shown) => {
    const { request, response } = exchange;
    const shopper = shopperOf(exchange);
    const waiting = await waitingOf(exchange);
    const state = await stateOf(shopper, { ...shown, token: formTokenOf(request), waiting });
    const { locale } = shopper;
    const checkout = checkoutPage(state, { locale, text: translateTo(locale), money: formatWon });
    await renderPage(response, 'checkout/show', { checkout, waiting });
  };
}
