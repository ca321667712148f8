/** From the cart to the payment: the form, placing the order, and the way back from a payment provider. */
import { Router, type Response } from 'express';
import { z } from 'zod';
import { foundOrThrow } from '../../process/errors';
import type { Visitor } from '../../store/cart/model';
import type { StoredOrder } from '../../store/orders/model';
import { requireFormToken } from '../../web/csrf';
import { localeOf, redirectTo } from '../../web/page';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { currentAccount } from '../web/signed-in';
import { visitorOf } from '../web/visitor';
import { readHidden, typedValues } from './forms';
import { createCheckoutPage, sourceOf } from './page';
import { createPlacing } from './placing';
import { firstValues } from './presenter';

/** What `?notice=` may say. */
const NOTICES = ['declined', 'cancelled'] as const;

export function createCheckoutRoutes(services: StorefrontServices): Router {
  const router = Router();
  const { context, accounts, cart, orders } = services;
  const { show, pathOf } = createCheckoutPage(services);
  const place = createPlacing(services);

  /** Where a placed order goes on: to its provider's page, else to its own. */
  async function goOn(response: Response, visitor: Visitor, order: StoredOrder): Promise<void> {
    let next = pathOf(response, visitor, order);
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
    const visitor = visitorOf(request);
    const placing = await place({ body, visitor, source: sourceOf(request), locale: localeOf(response) });
    switch (placing.kind) {
      case 'order':
        return goOn(response, visitor, placing.order);
      case 'closed-order':
        return response.redirect(303, pathOf(response, visitor, placing.order));
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
    const visitor = visitorOf(request);
    const isOwn = await orders.isVisitorsOwn(visitor, order);
    // Or she has paid behind the link in her mail, with another cart or none.
    foundOrThrow(isOwn || request.session.paysOrder === order.number);
    const isBack = isOwn && (order.status === 'declined' || order.status === 'cancelled');
    if (isBack && (await cart.read(visitor)).lines.length > 0) {
      return redirectTo(response, `/checkout?notice=${order.status}`);
    }
    response.redirect(303, pathOf(response, visitor, order));
  });

  return router;
}
