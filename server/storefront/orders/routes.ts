/** An order's page, which only its owner sees: her account, or whoever holds the signed link; and a member's list. */
import { Router, type Request, type Response } from 'express';
import { localPath } from '../../i18n/locale';
import { AppError } from '../../process/errors';
import { isOrderKeyValid, orderPath } from '../../store/orders';
import type { StoredOrder } from '../../store/orders/model';
import { formTokenOf, requireFormToken } from '../../web/csrf';
import { localeOf, renderPage } from '../../web/page';
import { fieldsOf } from '../cart';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { requireSignedIn } from '../web/signed-in';
import { countNewGuest } from '../web/visitor';
import { orderRow, orderView } from './presenter';

declare module '../../web/page' {
  interface Views {
    'orders/show': {
      readonly order: ReturnType<typeof orderView>;
      readonly token: string | null;
      readonly key: string | null;
      readonly isMember: boolean;
    };
    'orders/list': { readonly orders: readonly ReturnType<typeof orderRow>[] };
  }
}

interface OpenedOrder {
  readonly order: StoredOrder;
  /** The link's key, if it was what opened it: forms and redirects hand it on. */
  readonly key: string | null;
}

export function createOrderRoutes({ context, limiter, orders, settings }: StorefrontServices): Router {
  const router = Router();
  const { keys, clock } = context;

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
    const locale = localeOf(response);
    response.redirect(303, key ? orderPath(locale, order.number, key) : localPath(locale, `/orders/${order.number}`));
  }

  router.get('/orders/:number', async (request, response) => {
    const { order, key } = await open(request, request.query['key']);
    // Of orders of before it is not known.
    const bank = order.transferTo ?? (await settings.current()).bank;
    const locale = localeOf(response);
    const view = orderView(order, bank, { locale, text: translateTo(locale), now: clock.now() });
    // A page without a button needs no session.
    const needsToken = view.canPay || view.canCancel;
    const waitSeconds = needsToken ? await countNewGuest(limiter, request) : null;
    if (waitSeconds !== null) throw new AppError('too-many-requests', { retryAfterSeconds: waitSeconds });
    await renderPage(response, 'orders/show', {
      order: view,
      token: needsToken ? formTokenOf(request) : null,
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

  router.post('/orders/:number/cancel', requireFormToken, async (request, response) => {
    const opened = await open(request, fieldsOf(request.body)['key']);
    await orders.cancel(opened.order);
    back(response, opened);
  });

  router.get('/account/orders', requireSignedIn, async (request, response) => {
    const { accountId = '' } = request.session;
    const placed = await orders.listOf(accountId);
    const rows = placed.map((order) => orderRow(order, localeOf(response), translateTo(localeOf(response))));
    await renderPage(response, 'orders/list', { orders: rows });
  });

  return router;
}
