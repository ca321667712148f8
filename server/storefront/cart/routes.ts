/** The form that adds stands on public pages and carries no token; the others do. */
import { Router, type Request, type Response } from 'express';
import { MAX_ADDED, MAX_LINE_QUANTITY, type Cart, type Goods } from '../../store/cart/model';
import type { CartChange } from '../../store/cart/service';
import { formTokenOf, requireFormToken } from '../../web/csrf';
import { localeOf, redirectTo, renderPage } from '../../web/page';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { rememberCart, visitorOf, withinNewGuests } from '../web/visitor';
import { createWaiting, type WaitingOrder } from '../web/waiting';
import { readCart, readGoods, readVariantId } from './forms';
import { cartView, needsFitting, type Remark } from './presenter';

declare module '../../web/page' {
  interface Views {
    'cart/show': {
      readonly cart: ReturnType<typeof cartView>;
      readonly waiting: readonly WaitingOrder[];
      readonly notice: string | null;
    };
    'cart/crowded': { readonly goods: Goods; readonly lead: string };
  }
}

/** What `?notice=` may say. */
const NOTICES = ['changed', 'again'] as const;

export function createCartRoutes(services: StorefrontServices): Router {
  const router = Router();
  const { cart, limiter, settings } = services;
  const waitingOf = createWaiting(services);

  async function show(request: Request, response: Response, content: Cart, remark: Remark | null): Promise<void> {
    const locale = localeOf(response);
    const { delivery } = await settings.current();
    const facts = { delivery, remark, formToken: () => formTokenOf(request) };
    if (remark) response.status(422);
    const text = translateTo(locale);
    const said = NOTICES.find((one) => one === request.query['notice']);
    await renderPage(response, 'cart/show', {
      cart: cartView(content, facts, locale, text),
      waiting: await waitingOf({ request, response }),
      notice: said && content.lines.length > 0 ? text(`cart:notices.${said}`) : null,
    });
  }

  async function answer(
    request: Request,
    response: Response,
    change: CartChange,
    variantId: number | null,
  ): Promise<void> {
    rememberCart(request, change.cart);
    if (change.ok) return redirectTo(response, '/cart');
    // It may be her own order that holds the last bottle.
    const mayBeHers = change.refusal === 'sold-out' ? await waitingOf({ request, response }) : [];
    const isHers = variantId !== null && mayBeHers.some(({ variantIds }) => variantIds.includes(variantId));
    const refusal = isHers ? 'in-order' : change.refusal;
    const text = translateTo(localeOf(response))(`cart:refusals.${refusal}`, { max: MAX_LINE_QUANTITY });
    await show(request, response, change.cart, { text, variantId });
  }

  async function refuseInput(request: Request, response: Response, use: 'add' | 'change', variantId: number | null) {
    const max = use === 'add' ? MAX_ADDED : MAX_LINE_QUANTITY;
    const key = variantId === null ? 'cart:refusals.unknown-variant' : 'cart:wrongQuantity';
    const remark = { text: translateTo(localeOf(response))(key, { max }), variantId };
    await show(request, response, await cart.read(visitorOf(request)), remark);
  }

  /** With the same button once more, and the way past: members' carts are not counted. */
  async function refuseGuest(response: Response, goods: Goods, waitSeconds: number): Promise<void> {
    response.status(429).set('Retry-After', String(waitSeconds));
    const minutes = Math.ceil(waitSeconds / 60);
    await renderPage(response, 'cart/crowded', {
      goods,
      lead: translateTo(localeOf(response))('cart:crowded.lead', { minutes }),
    });
  }

  router.get('/cart', async (request, response) => {
    await show(request, response, await cart.read(visitorOf(request)), null);
  });

  /** Whatever the button is for, the quantities on the page are the cart's from now on. */
  router.post('/cart', requireFormToken, async (request, response) => {
    const form = readCart(request.body);
    if (!form.ok) return refuseInput(request, response, 'change', form.variantId);
    const { doing } = form;
    const visitor = visitorOf(request);
    const removed = doing.kind === 'remove' ? doing.variantId : null;
    if (removed !== null) await cart.remove(visitor, removed);
    const changed = await cart.change(
      visitor,
      form.goods.filter(({ variantId }) => variantId !== removed),
    );
    if (!changed.ok) return answer(request, response, changed, null);
    if (doing.kind === 'fit') await cart.fitToStock(visitor);
    redirectTo(response, doing.kind === 'order' && !needsFitting(changed.cart) ? '/checkout' : '/cart');
  });

  router.post('/cart/items', async (request, response) => {
    const form = readGoods(request.body, 'add');
    if (!form.ok) return refuseInput(request, response, 'add', form.variantId);
    const outcome = await withinNewGuests(limiter, request, (visitor) => cart.add(visitor, form.goods));
    if ('waitSeconds' in outcome) return refuseGuest(response, form.goods, outcome.waitSeconds);
    await answer(request, response, outcome.done, form.goods.variantId);
  });

  // The cart's forms of before: pages that are open stay usable.
  router.post('/cart/items/update', requireFormToken, async (request, response) => {
    const form = readGoods(request.body, 'change');
    if (!form.ok) return refuseInput(request, response, 'change', form.variantId);
    await answer(request, response, await cart.change(visitorOf(request), [form.goods]), form.goods.variantId);
  });

  router.post('/cart/items/remove', requireFormToken, async (request, response) => {
    const variantId = readVariantId(request.body);
    if (variantId === null) return refuseInput(request, response, 'change', null);
    await cart.remove(visitorOf(request), variantId);
    redirectTo(response, '/cart');
  });

  router.post('/cart/fit', requireFormToken, async (request, response) => {
    await cart.fitToStock(visitorOf(request));
    redirectTo(response, '/cart');
  });

  return router;
}
