import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { formatWon } from '../../money/money';
import { foundOrThrow } from '../../process/errors';
import type { StoredOrder } from '../../store/orders/model';
import { formTokenOf, requireFormToken } from '../../web/csrf';
import { localeOf, redirectTo, renderPage } from '../../web/page';
import { addressOf } from '../../web/rate-limit';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { pathForVisitor } from '../web/order-links';
import { currentAccount } from '../web/signed-in';
import { visitorOf } from '../web/visitor';
import { createWaiting, type WaitingOrder } from '../web/waiting';
import { readHidden, typedValues } from './forms';
import { createPlacing } from './placing';
import { checkoutPage, firstValues } from './presenter';
import { createCheckoutState, type Shopper, type Shown } from './state';

declare module '../../web/page' {
  interface Views {
    'checkout/show': {
      readonly checkout: ReturnType<typeof checkoutPage>;
      readonly waiting: readonly WaitingOrder[];
    };
  }
}

const NOTICES = ['declined', 'cancelled'] as const;

const shopperOf = (request: Request, response: Response): Shopper => ({
  visitor: visitorOf(request),
  source: { address: addressOf(request), sessionId: request.sessionID },
  locale: localeOf(response),
});

export function createCheckoutRoutes(services: StorefrontServices): Router {
  const router = Router();
  const { context, accounts, cart, orders } = services;
  const stateOf = createCheckoutState(services);
  const place = createPlacing(services);
  const waitingOf = createWaiting(services);

  const pathOf = ({ visitor, locale }: Shopper, order: StoredOrder): string =>
    pathForVisitor(context, visitor, order, locale);

  async function show(request: Request, response: Response, shown: Shown): Promise<void> {
    const shopper = shopperOf(request, response);
    const waiting = await waitingOf({ request, response });
    const state = await stateOf(shopper, { ...shown, token: formTokenOf(request), waiting });
    const { locale } = shopper;
    const checkout = checkoutPage(state, { locale, text: translateTo(locale), money: formatWon });
    await renderPage(response, 'checkout/show', { checkout, waiting });
  }

  async function goOn(response: Response, shopper: Shopper, order: StoredOrder): Promise<void> {
    let next = pathOf(shopper, order);
    try {
      const started = await orders.startPayment(order);
      if (started?.kind === 'redirect') next = started.url;
    } catch (error) {
      // The order stands, and its page has a button that tries again.
      context.logger.error({ err: error, order: order.number }, 'a payment could not be started');
    }
    response.redirect(303, next);
  }

  router.get('/checkout', async (request, response) => {
    const visitor = visitorOf(request);
    const content = await cart.read(visitor);
    if (content.lines.length === 0) return redirectTo(response, '/cart');
    const said = NOTICES.find((one) => one === request.query['notice']);
    const [last, account] = [await orders.latestOf(visitor), await currentAccount(accounts, request)];
    await show(request, response, {
      cart: content,
      values: firstValues(last, account?.email ?? null),
      notice: said ? translateTo(localeOf(response))(`checkout:notices.${said}`) : null,
    });
  });

  router.post('/checkout', requireFormToken, async (request, response) => {
    const { body } = request as { readonly body: unknown };
    const shopper = shopperOf(request, response);
    const placing = await place(shopper, body);
    switch (placing.kind) {
      case 'order':
        return goOn(response, shopper, placing.order);
      case 'closed-order':
        return response.redirect(303, pathOf(shopper, placing.order));
      case 'empty':
        return redirectTo(response, '/cart');
      case 'again': {
        const { status, waitSeconds, more } = placing;
        response.status(status);
        if (waitSeconds !== undefined) response.set('Retry-After', String(waitSeconds));
        const { expected } = readHidden(body);
        return show(request, response, { cart: placing.cart, values: typedValues(body), expected, ...more });
      }
    }
  });

  /** The checkout's own way to cut quantities to what is left, so that nothing typed is lost. */
  router.post('/checkout/fit', requireFormToken, async (request, response) => {
    const content = await cart.fitToStock(visitorOf(request));
    if (content.lines.length === 0) return redirectTo(response, '/cart');
    const { expected } = readHidden(request.body);
    await show(request, response, { cart: content, values: typedValues(request.body), expected });
  });

  /** A provider sends the browser here. Its word counts for nothing: the provider itself is asked what happened. */
  router.get('/checkout/return', async (request, response) => {
    const payment = z.uuid().safeParse(request.query['payment']);
    const order = foundOrThrow(payment.success && (await orders.confirm(payment.data)));
    const shopper = shopperOf(request, response);
    const { visitor } = shopper;
    const isOwn = await orders.isVisitorsOwn(visitor, order);
    // Or she has paid behind the link in her mail, with another cart or none.
    foundOrThrow(isOwn || request.session.paysOrder === order.number);
    const isBack = isOwn && (order.status === 'declined' || order.status === 'cancelled');
    if (isBack && (await cart.read(visitor)).lines.length > 0) {
      return redirectTo(response, `/checkout?notice=${order.status}`);
    }
    response.redirect(303, pathOf(shopper, order));
  });

  return router;
}
