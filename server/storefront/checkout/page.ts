/** The checkout's page: what may be ordered how, with what was typed. */
import type { Request, Response } from 'express';
import { formatWon } from '../../money/money';
import type { Visitor } from '../../store/cart/model';
import type { Source } from '../../store/orders';
import type { StoredOrder } from '../../store/orders/model';
import { formTokenOf } from '../../web/csrf';
import { localeOf, renderPage } from '../../web/page';
import { addressOf } from '../../web/rate-limit';
import { pathForVisitor } from '../orders';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { visitorOf } from '../web/visitor';
import { checkoutPage, type CheckoutState } from './presenter';

declare module '../../web/page' {
  interface Views {
    'checkout/show': { readonly checkout: ReturnType<typeof checkoutPage> };
  }
}

export type Shown = Pick<CheckoutState, 'cart' | 'values'> & Partial<CheckoutState>;

export const sourceOf = (request: Request): Source => ({ address: addressOf(request), sessionId: request.sessionID });

export function createCheckoutPage({ context, cart, orders, payments, settings }: StorefrontServices) {
  const pathOf = (response: Response, visitor: Visitor, order: StoredOrder): string =>
    pathForVisitor(context, visitor, order, localeOf(response));

  async function show(request: Request, response: Response, shown: Shown): Promise<void> {
    const current = await settings.current();
    const offered = payments.offered(current);
    const visitor = visitorOf(request);
    const ways = await orders.waysToPay({ visitor, source: sourceOf(request), email: shown.values.email }, shown.cart);
    // Orders of hers that she can pay or cancel, where they are what stands in the way.
    const isTooMany = offered.some((name) => ways.refusalOf(name)?.code === 'person');
    const waiting = isTooMany ? await orders.waitingOf(visitor) : [];
    const locale = localeOf(response);
    const state: CheckoutState = {
      settings: current,
      offered,
      ways,
      inTheWay: waiting.map((order) => ({ number: order.number, href: pathOf(response, visitor, order) })),
      token: formTokenOf(request),
      attempt: (await cart.checkoutKey(shown.cart)) ?? '',
      isGuest: !request.session.accountId,
      ...shown,
    };
    const wording = { locale, text: translateTo(locale), money: formatWon };
    await renderPage(response, 'checkout/show', { checkout: checkoutPage(state, wording) });
  }

  return { show, pathOf };
}
