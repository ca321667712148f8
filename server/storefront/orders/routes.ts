/** An order's page, which only its owner sees: her account, or whoever holds the signed link; and a member's list. */
import { Router, type Request, type Response } from 'express';
import { AppError } from '../../process/errors';
import { isClosed, isOrderKeyValid } from '../../store/orders';
import type { StoredOrder } from '../../store/orders/model';
import { formTokenOf, requireFormToken } from '../../web/csrf';
import { localeOf, redirectTo, renderPage } from '../../web/page';
import { fieldsOf } from '../cart';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { requireSignedIn } from '../web/signed-in';
import { countNewGuest, rememberCart, visitorOf, withinNewGuests } from '../web/visitor';
import { pathWithKey } from './links';
import { orderRow, orderView } from './presenter';
import { createWaiting, type WaitingOrder } from './waiting';

declare module '../../web/page' {
  interface Views {
    'orders/show': {
      readonly order: ReturnType<typeof orderView>;
      readonly token: string | null;
      readonly key: string | null;
      readonly isMember: boolean;
    };
    'orders/ask': {
      readonly order: ReturnType<typeof orderView>;
      readonly step: Step;
      readonly token: string;
      readonly key: string | null;
      readonly back: string;
    };
    'orders/list': {
      readonly orders: readonly ReturnType<typeof orderRow>[];
      readonly waiting: readonly WaitingOrder[];
    };
  }
}

/** What ends an order that waits for its money, and so asks first. */
type Step = 'cancel' | 'change';

interface OpenedOrder {
  readonly order: StoredOrder;
  /** The link's key, if it was what opened it: forms and redirects hand it on. */
  readonly key: string | null;
}

export function createOrderRoutes(services: StorefrontServices): Router {
  const router = Router();
  const { context, cart, limiter, orders, settings } = services;
  const { keys, clock } = context;
  const waitingOf = createWaiting(services);

  /** Somebody else's order, a wrong key and a number that doesn't exist look the same. */
  async function open(request: Request, keySource: unknown): Promise<OpenedOrder> {
    const number = request.params['number'];
    const order = typeof number === 'string' ? await orders.find(number) : null;
    if (!order || order.erasedAt) throw new AppError('not-found');
    const { accountId } = request.session;
    if (accountId && accountId === order.accountId) return { order, key: null };
    if (typeof keySource === 'string' && isOrderKeyValid(keys, order, keySource, clock.now())) {
      return { order, key: keySource };
    }
    throw new AppError('not-found');
  }

  function back(response: Response, { order, key }: OpenedOrder): void {
    response.redirect(303, pathWithKey(order.number, key, localeOf(response)));
  }

  async function viewOf(order: StoredOrder, response: Response) {
    // Of orders of before it is not known.
    const bank = order.transferTo ?? (await settings.current()).bank;
    const locale = localeOf(response);
    return orderView(order, bank, { locale, text: translateTo(locale), now: clock.now() });
  }

  async function tokenOf(request: Request): Promise<string> {
    const waitSeconds = await countNewGuest(limiter, request);
    if (waitSeconds !== null) throw new AppError('too-many-requests', { retryAfterSeconds: waitSeconds });
    return formTokenOf(request);
  }

  /** Into the cart of this browser, whoever's the order was: its link is on another device as a rule. */
  async function putIntoCart(request: Request, { lines }: StoredOrder): Promise<void> {
    const outcome = await withinNewGuests(limiter, request, (visitor) => cart.putAgain(visitor, lines));
    if ('waitSeconds' in outcome) throw new AppError('too-many-requests', { retryAfterSeconds: outcome.waitSeconds });
    rememberCart(request, outcome.done.cart);
  }

  router.get('/orders/:number', async (request, response) => {
    const { order, key } = await open(request, request.query['key']);
    const view = await viewOf(order, response);
    await renderPage(response, 'orders/show', {
      order: view,
      // A page without a button needs no session.
      token: view.canPay || view.canCancel ? await tokenOf(request) : null,
      key,
      isMember: Boolean(request.session.accountId),
    });
  });

  router.post('/orders/:number/pay', requireFormToken, async (request, response) => {
    const opened = await open(request, fieldsOf(request.body)['key']);
    // The provider sends her back without the link's key: this browser has shown it, and is remembered.
    if (opened.key) request.session.paysOrder = opened.order.number;
    const started = await orders.startPayment(opened.order);
    if (started?.kind === 'redirect') response.redirect(303, started.url);
    else back(response, opened);
  });

  const ask = (step: Step) => async (request: Request, response: Response) => {
    const opened = await open(request, request.query['key']);
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
    const opened = await open(request, fieldsOf(request.body)['key']);
    await orders.cancel(opened.order);
    const order = await orders.find(opened.order.number);
    // Or she has paid in another window, or sends this a second time.
    if (!order || !isClosed(order.status) || order.flag !== null) return back(response, opened);
    if (!(await orders.isVisitorsOwn(visitorOf(request), order))) await putIntoCart(request, order);
    redirectTo(response, '/cart?notice=changed');
  });

  /** Without a token, like the form that adds a perfume: all it does is put goods into a cart. */
  router.post('/orders/:number/again', async (request, response) => {
    const opened = await open(request, fieldsOf(request.body)['key']);
    if (!isClosed(opened.order.status)) return back(response, opened);
    await putIntoCart(request, opened.order);
    redirectTo(response, '/cart?notice=again');
  });

  router.post('/orders/:number/cancel', requireFormToken, async (request, response) => {
    const opened = await open(request, fieldsOf(request.body)['key']);
    await orders.cancel(opened.order);
    back(response, opened);
  });

  router.get('/account/orders', requireSignedIn, async (request, response) => {
    const { accountId = '' } = request.session;
    const placed = await orders.listOf(accountId);
    const wording = { locale: localeOf(response), text: translateTo(localeOf(response)), now: clock.now() };
    await renderPage(response, 'orders/list', {
      orders: placed.map((order) => orderRow(order, wording)),
      waiting: await waitingOf({ request, response }),
    });
  });

  return router;
}
