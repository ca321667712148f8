/** An order's page, which only its owner sees: her account, or whoever holds the signed link; and a member's list. */
import { Router } from 'express';
import { requireFormToken } from '../../web/csrf';
import { localeOf, renderPage } from '../../web/page';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { requireSignedIn } from '../web/signed-in';
import { createWaiting, type WaitingOrder } from '../web/waiting';
import { createLookupRoutes } from './lookup/routes';
import { createOpening } from './opening';
import { orderRow, threadView, type orderView } from './presenter';
import { createQuestionRoutes } from './questions/routes';
import { createWayBackRoutes } from './way-back/routes';

declare module '../../web/page' {
  interface Views {
    'orders/show': {
      readonly order: ReturnType<typeof orderView>;
      readonly token: string | null;
      readonly key: string | null;
      readonly isMember: boolean;
      readonly questions: ReturnType<typeof threadView>;
      /** One waits for its answer. */
      readonly isAsking: boolean;
    };
    'orders/list': {
      readonly orders: readonly ReturnType<typeof orderRow>[];
      readonly waiting: readonly WaitingOrder[];
    };
  }
}

export function createOrderRoutes(services: StorefrontServices): Router {
  const router = Router();
  const { context, orders } = services;
  const { open, back, viewOf, tokenOf } = createOpening(services);
  const waitingOf = createWaiting(services);

  // Before the pages of numbers.
  router.use(createLookupRoutes(services));

  router.get('/orders/:number', async (request, response) => {
    const { order, key } = await open(request);
    const view = await viewOf(order, response);
    const thread = await orders.threadOf(order);
    await renderPage(response, 'orders/show', {
      order: view,
      // A page without a button needs no session.
      token: view.canPay || view.canCancel ? await tokenOf(request) : null,
      key,
      isMember: Boolean(request.session.accountId),
      questions: threadView(thread, localeOf(response)),
      isAsking: thread.some(({ closedAt }) => closedAt === null),
    });
  });

  router.post('/orders/:number/pay', requireFormToken, async (request, response) => {
    const opened = await open(request);
    // The provider sends her back without the link's key: this browser has shown it, and is remembered.
    if (opened.key) request.session.paysOrder = opened.order.number;
    const started = await orders.startPayment(opened.order);
    if (started?.kind === 'redirect') response.redirect(303, started.url);
    else back(response, opened);
  });

  router.use(createWayBackRoutes(services), createQuestionRoutes(services));

  router.get('/account/orders', requireSignedIn, async (request, response) => {
    const { accountId = '' } = request.session;
    const placed = await orders.listOf(accountId);
    const wording = { locale: localeOf(response), text: translateTo(localeOf(response)), now: context.clock.now() };
    await renderPage(response, 'orders/list', {
      orders: placed.map((order) => orderRow(order, wording)),
      waiting: await waitingOf({ request, response }),
    });
  });

  return router;
}
