/** Out of an order that was not paid, and back into the cart: changed, cancelled, or ordered again after its end. */
import { Router, type Request, type Response } from 'express';
import { AppError } from '../../../process/errors';
import { isClosed } from '../../../store/orders';
import type { StoredOrder } from '../../../store/orders/model';
import { requireFormToken } from '../../../web/csrf';
import { localeOf, redirectTo, renderPage, type Exchange } from '../../../web/page';
import type { StorefrontServices } from '../../services';
import { pathWithKey } from '../../web/order-links';
import { rememberCart, visitorOf, withinNewGuests } from '../../web/visitor';
import { createOpening } from '../opening';
import type { orderView } from '../presenter';

declare module '../../../web/page' {
  interface Views {
    'orders/ask': {
      readonly order: ReturnType<typeof orderView>;
      readonly step: Step;
      readonly token: string;
      readonly key: string | null;
      readonly back: string;
    };
  }
}

/** What ends an order that waits for its money, and so asks first. */
type Step = 'cancel' | 'change';

export function createWayBackRoutes(services: StorefrontServices): Router {
  const router = Router();
  const { cart, context, limiter, orders } = services;
  const { open, back, viewOf, tokenOf } = createOpening(services);

  /** Into the cart of this browser, whoever's the order was: its link is on another device as a rule. */
  async function putIntoCart(exchange: Exchange, { lines }: StoredOrder): Promise<void> {
    const { request } = exchange;
    const outcome = await withinNewGuests(limiter, request, (visitor) => cart.putAgain(visitor, lines));
    if ('waitSeconds' in outcome) throw new AppError('too-many-requests', { retryAfterSeconds: outcome.waitSeconds });
    rememberCart(context, exchange, outcome.done.cart);
  }

  const ask = (step: Step) => async (request: Request, response: Response) => {
    const opened = await open(request);
    const view = await viewOf(opened.order, response);
    if (!(step === 'change' ? view.canChange : view.canCancel)) return back(response, opened);
    const { key } = opened;
    const token = await tokenOf(request);
    await renderPage(response, 'orders/ask', {
      order: view,
      step,
      token,
      key,
      back: pathWithKey(view.number, key, localeOf(response)),
    });
  };
  router.get('/orders/:number/cancel', ask('cancel'));
  router.get('/orders/:number/change', ask('change'));

  router.post('/orders/:number/change', requireFormToken, async (request, response) => {
    const opened = await open(request);
    await orders.cancel(opened.order);
    const order = await orders.find(opened.order.number);
    // Or she has paid in another window, or sends this a second time.
    if (!order || !isClosed(order.status) || order.flag !== null) return back(response, opened);
    if (!(await orders.isVisitorsOwn(visitorOf(request), order))) await putIntoCart({ request, response }, order);
    redirectTo(response, '/cart?notice=changed');
  });

  /** Without a token, like the form that adds a perfume: all it does is put goods into a cart. */
  router.post('/orders/:number/again', async (request, response) => {
    const opened = await open(request);
    if (!isClosed(opened.order.status)) return back(response, opened);
    await putIntoCart({ request, response }, opened.order);
    redirectTo(response, '/cart?notice=again');
  });

  router.post('/orders/:number/cancel', requireFormToken, async (request, response) => {
    const opened = await open(request);
    await orders.cancel(opened.order);
    back(response, opened);
  });

  return router;
}
