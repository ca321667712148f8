import { Router, type Response } from 'express';
import { z } from 'zod';
import { foundOrThrow } from '../../process/errors';
import type { StoredOrder } from '../../store/orders/model';
import { localeOf, redirectTo, renderPage, type Exchange } from '../../web/page';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { pathForVisitor } from '../web/order-links';
import { currentAccount } from '../web/signed-in';
import { visitorOf } from '../web/visitor';
import { readHidden, typedValues, withTyped } from './forms';
import { createKept } from './kept';
import { createCheckoutPage, shopperOf, type ShowCheckout } from './page';
import { createPlacing, type Again } from './placing';
import { firstValues } from './presenter';
import type { Shopper } from './state';
import { createUnsent, isSent } from './unsent';

declare module '../../web/page' {
  interface Views {
    'orders/received': { readonly number: string };
  }
}

const NOTICES = ['declined', 'cancelled'] as const;

const uuidOrNull = z.uuid().nullable().catch(null).default(null);
const RETURN = z.object({ payment: uuidOrNull, token: uuidOrNull });

export function createCheckoutRoutes(services: StorefrontServices): Router {
  const router = Router();
  const { context, accounts, cart, orders } = services;
  const show = createCheckoutPage(services);
  const kept = createKept(context);
  const showUnsent = createUnsent(services, { show, kept });
  const place = createPlacing(services);

  const pathOf = ({ visitor, locale }: Shopper, order: StoredOrder): string =>
    pathForVisitor(context, visitor, order, locale);

  async function goOn(response: Response, shopper: Shopper, order: StoredOrder): Promise<void> {
    const started = await orders.startPayment(order);
    response.redirect(303, started?.kind === 'redirect' ? started.url : pathOf(shopper, order));
  }

  router.get('/checkout', async (request, response) => {
    const visitor = visitorOf(request);
    const content = await cart.read(visitor);
    if (content.lines.length === 0) return redirectTo(response, '/cart');
    const said = NOTICES.find((one) => one === request.query['notice']);
    const [last, account] = [await orders.latestOf(visitor), await currentAccount(accounts, request)];
    const typed = kept.of({ request, response });
    await show(
      { request, response },
      {
        cart: content,
        values: withTyped(firstValues(last, account?.email ?? null), typed),
        notice: said ? translateTo(localeOf(response))(`checkout:notices.${said}`) : null,
      },
    );
  });

  router.post('/checkout', async (request, response) => {
    const exchange = { request, response };
    if (!isSent(exchange)) return showUnsent(exchange);
    const shopper = shopperOf(exchange);
    const placing = await place(shopper, request.body);
    if (placing.kind === 'again') return showAgain(show, exchange, placing);
    if (placing.kind === 'empty') return redirectTo(response, '/cart');
    if (placing.kind === 'closed-order') return response.redirect(303, pathOf(shopper, placing.order));
    kept.forget(exchange);
    await goOn(response, shopper, placing.order);
  });

  /** The checkout's own way to cut quantities to what is left, so that nothing typed is lost. */
  router.post('/checkout/fit', async (request, response) => {
    const exchange = { request, response };
    if (!isSent(exchange)) return showUnsent(exchange);
    const content = await cart.fitToStock(visitorOf(request));
    if (content.lines.length === 0) return redirectTo(response, '/cart');
    const { expected } = readHidden(request.body);
    await show(exchange, { cart: content, values: typedValues(request.body), expected });
  });

  /** Without a token: all that it does is keep what she typed, in her own browser. */
  router.post('/checkout/sign-in', (request, response) => {
    const { accountId = null } = request.session;
    kept.keep({ response }, { accountId, values: typedValues(request.body) });
    redirectTo(response, `/account/login?next=${encodeURIComponent('/checkout')}`);
  });

  /** A provider sends the browser here. Its word counts for nothing: the provider itself is asked what happened. */
  router.get('/checkout/return', async (request, response) => {
    const { payment, token } = RETURN.parse(request.query);
    const shopper = shopperOf({ request, response });
    const { visitor } = shopper;
    const returned = foundOrThrow(payment !== null && (await orders.findReturned(payment)));
    const isOwn = await orders.isVisitorsOwn(visitor, returned.order);
    // Or she has paid behind the link in her mail, with another cart or none.
    const isHers = isOwn || request.session.paysOrder === returned.order.number;
    foundOrThrow(isHers || token === returned.token);
    const order = foundOrThrow(await orders.confirm(returned.paymentId, request.query));
    // A bank's application may have opened another browser: whoever has this address sees that there is an order.
    if (!isHers) return renderPage(response, 'orders/received', { number: order.number });
    const isBack = isOwn && (order.status === 'declined' || order.status === 'cancelled');
    if (isBack && (await cart.read(visitor)).lines.length > 0) {
      return redirectTo(response, `/checkout?notice=${order.status}`);
    }
    response.redirect(303, pathOf(shopper, order));
  });

  return router;
}

function showAgain(show: ShowCheckout, exchange: Exchange, { status, waitSeconds, cart, more }: Again): Promise<void> {
  const { request, response } = exchange;
  response.status(status);
  if (waitSeconds !== undefined) response.set('Retry-After', String(waitSeconds));
  const { expected } = readHidden(request.body);
  return show(exchange, { cart, values: typedValues(request.body), expected, ...more });
}
