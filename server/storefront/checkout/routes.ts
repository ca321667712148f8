/** From the cart to the payment: the form, placing the order, and the way back from a payment provider. */
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { formatWon } from '../../money/money';
import { AppError } from '../../process/errors';
import type { Cart, Visitor } from '../../store/cart/model';
import { isClosed, type Source } from '../../store/orders';
import type { StoredOrder } from '../../store/orders/model';
import { formTokenOf, requireFormToken } from '../../web/csrf';
import { withinLimits } from '../../web/form-page';
import { localeOf, redirectTo, renderPage } from '../../web/page';
import { addressOf, type Attempt } from '../../web/rate-limit';
import type { LimitName } from '../limits';
import { pathForVisitor } from '../orders';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { visitorOf } from '../web/visitor';
import { checkForm, readHidden, typedValues } from './forms';
import { checkoutPage, firstValues, type CheckoutState } from './presenter';

declare module '../../web/page' {
  interface Views {
    'checkout/show': { readonly checkout: ReturnType<typeof checkoutPage> };
  }
}

/** What `?notice=` may say. */
const NOTICES = ['declined', 'cancelled'] as const;

export function createCheckoutRoutes(services: StorefrontServices): Router {
  const router = Router();
  const { context, cart, limiter, orders, payments, settings } = services;

  type Shown = Pick<CheckoutState, 'cart' | 'values'> & Partial<CheckoutState>;

  const sourceOf = (request: Request): Source => ({ address: addressOf(request), sessionId: request.sessionID });

  /** Orders of hers that she can pay or cancel, where they are what stands in the way. */
  async function inTheWay(
    response: Response,
    visitor: Visitor,
    isRefused: boolean,
  ): Promise<CheckoutState['inTheWay']> {
    const waiting = isRefused ? await orders.waitingOf(visitor) : [];
    return waiting.map((order) => ({ number: order.number, href: orderPath(response, visitor, order) }));
  }

  async function show(request: Request, response: Response, shown: Shown): Promise<void> {
    const current = await settings.current();
    const offered = payments.offered(current);
    const visitor = visitorOf(request);
    const asking = { visitor, source: sourceOf(request), email: shown.values.email };
    const ways = await orders.waysToPay(asking, shown.cart);
    const isTooMany = offered.some((name) => ways.refusalOf(name)?.code === 'person');
    const state: CheckoutState = {
      settings: current,
      offered,
      ways,
      inTheWay: await inTheWay(response, visitor, isTooMany),
      token: formTokenOf(request),
      attempt: (await cart.checkoutKey(shown.cart)) ?? '',
      isGuest: !request.session.accountId,
      ...shown,
    };
    const wording = { locale: localeOf(response), text: translateTo(localeOf(response)), money: formatWon };
    await renderPage(response, 'checkout/show', { checkout: checkoutPage(state, wording) });
  }

  function orderPath(response: Response, visitor: Visitor, order: StoredOrder): string {
    return pathForVisitor(context, visitor, order, localeOf(response));
  }

  /** Where a placed order goes on: to its provider's page, else to its own. */
  async function goOn(response: Response, visitor: Visitor, order: StoredOrder): Promise<void> {
    let next = orderPath(response, visitor, order);
    try {
      const started = await orders.startPayment(order);
      if (started?.kind === 'redirect') next = started.url;
    } catch (error) {
      // The order stands, and its page has a button that tries again.
      context.logger.error({ err: error, order: order.number }, 'a payment could not be started');
    }
    response.redirect(303, next);
  }

  async function emailOf(visitor: Visitor): Promise<string | null> {
    return visitor.accountId ? ((await services.accounts.find(visitor.accountId))?.email ?? null) : null;
  }

  router.get('/checkout', async (request, response) => {
    const visitor = visitorOf(request);
    const content = await cart.read(visitor);
    if (content.lines.length === 0) return redirectTo(response, '/cart');
    const said = NOTICES.find((one) => one === request.query['notice']);
    await show(request, response, {
      cart: content,
      values: firstValues(await orders.latestOf(visitor), await emailOf(visitor)),
      notice: said ? translateTo(localeOf(response))(`checkout:notices.${said}`) : null,
    });
  });

  router.post('/checkout', requireFormToken, async (request, response) => {
    const visitor = visitorOf(request);
    const { expected, attempt } = readHidden(request.body);
    const values = typedValues(request.body);
    const again = async (content: Cart, status: number, more: Partial<CheckoutState> = {}): Promise<void> => {
      response.status(status);
      await show(request, response, { cart: content, values, expected, ...more });
    };

    /** The order that this form made before. A closed one is over: what is in the cart now may be ordered anew. */
    const answerPlaced = async (order: StoredOrder): Promise<void> => {
      if (!isClosed(order.status)) return goOn(response, visitor, order);
      const content = await cart.read(visitor);
      if (content.lines.length > 0)
        return again(content, 409, { notice: translateTo(localeOf(response))('checkout:notices.closed') });
      response.redirect(303, orderPath(response, visitor, order));
    };

    // In this order: a twin of this request that empties the cart has placed its order by then.
    const content = await cart.read(visitor);
    const placed = attempt && (await orders.findPlaced(visitor, attempt));
    if (placed) return answerPlaced(placed);
    if (content.lines.length === 0) return redirectTo(response, '/cart');
    const form = checkForm(request.body, payments.offered(await settings.current()));
    if (!form.ok) return again(content, 422, { errors: form.errors });
    const locale = localeOf(response);
    const attempts: Attempt<LimitName>[] = [
      { limit: 'orderSession', of: request.sessionID },
      { limit: 'orderAddress', of: addressOf(request) },
    ];
    const placing = await withinLimits(limiter, attempts, () =>
      orders.place({ visitor, source: sourceOf(request), attempt, expected, locale, ...form.value }),
    );
    if ('waitSeconds' in placing) {
      response.set('Retry-After', String(placing.waitSeconds));
      const minutes = Math.ceil(placing.waitSeconds / 60);
      return again(content, 429, { notice: translateTo(localeOf(response))('checkout:notices.wait', { minutes }) });
    }
    const placement = placing.done;
    // Asking who is blocked costs what an order costs.
    if (placement.kind !== 'placed' && placement.kind !== 'blocked') await limiter.giveBack(attempts);
    switch (placement.kind) {
      case 'placed':
        return goOn(response, visitor, placement.order);
      case 'already-placed':
        return answerPlaced(placement.order);
      case 'changed':
        return again(await cart.read(visitor), 409);
      case 'empty':
        return redirectTo(response, '/cart');
      case 'refused':
        return again(content, 409, { refused: { method: form.value.paymentMethod, refusal: placement.refusal } });
      case 'blocked':
        await services.accounts.tellBlocked({ email: form.value.email, accountId: visitor.accountId, locale });
        return again(content, 403, { notice: translateTo(localeOf(response))('checkout:notices.refused') });
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
    const order = payment.success ? await orders.confirm(payment.data) : null;
    const visitor = visitorOf(request);
    if (!order) throw new AppError('not-found');
    const isOwn = await orders.isVisitorsOwn(visitor, order);
    // Or she has paid behind the link in her mail, with another cart or none.
    if (!isOwn && request.session.paysOrder !== order.number) throw new AppError('not-found');
    const isBack = isOwn && (order.status === 'declined' || order.status === 'cancelled');
    if (isBack && (await cart.read(visitor)).lines.length > 0) {
      return redirectTo(response, `/checkout?notice=${order.status}`);
    }
    response.redirect(303, orderPath(response, visitor, order));
  });

  return router;
}
