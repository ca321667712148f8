/** The form that adds stands on public pages and carries no token; the others do. */
import { Router } from 'express';
import { hasFormToken, requireFormToken } from '../../web/csrf';
import { redirectTo } from '../../web/page';
import type { StorefrontServices } from '../services';
import { visitorOf, withinNewGuests } from '../web/visitor';
import { readCart, readGoods, readSentBy, readVariantId } from './forms';
import { createCartPage } from './page';
import { needsFitting } from './presenter';
import { createUnsent } from './unsent';

export function createCartRoutes(services: StorefrontServices): Router {
  const router = Router();
  const { cart, limiter } = services;
  const { show, answer, refuseInput, refuseGuest } = createCartPage(services);
  const showUnsent = createUnsent(services);

  router.get('/cart', async (request, response) => {
    await show({ request, response }, await cart.read(visitorOf(request)), null);
  });

  /** Whatever the button is for, the quantities on the page are the cart's from now on. */
  router.post('/cart', async (request, response) => {
    if (!hasFormToken(request)) return showUnsent({ request, response });
    const form = readCart(request.body);
    if (!form.ok) return refuseInput({ request, response }, 'change', form.variantId);
    const { doing } = form;
    const visitor = visitorOf(request);
    const removed = doing.kind === 'remove' ? doing.variantId : null;
    if (removed !== null) await cart.remove(visitor, removed);
    const changed = await cart.change(
      visitor,
      form.goods.filter(({ variantId }) => variantId !== removed),
    );
    if (!changed.ok) return answer({ request, response }, changed, null);
    if (doing.kind === 'fit') await cart.fitToStock(visitor);
    redirectTo(response, doing.kind === 'order' && !needsFitting(changed.cart) ? '/checkout' : '/cart');
  });

  router.post('/cart/items', async (request, response) => {
    const form = readGoods(request.body, 'add');
    if (!form.ok) return refuseInput({ request, response }, 'add', form.variantId);
    const sentBy = readSentBy(request.body);
    const outcome = await withinNewGuests(limiter, request, (visitor) => cart.add(visitor, form.goods, sentBy));
    if ('waitSeconds' in outcome) return refuseGuest({ request, response }, form.goods, outcome.waitSeconds);
    await answer({ request, response }, outcome.done, form.goods.variantId);
  });

  // The cart's forms of before: pages that are open stay usable.
  router.post('/cart/items/update', requireFormToken, async (request, response) => {
    const form = readGoods(request.body, 'change');
    if (!form.ok) return refuseInput({ request, response }, 'change', form.variantId);
    await answer({ request, response }, await cart.change(visitorOf(request), [form.goods]), form.goods.variantId);
  });

  router.post('/cart/items/remove', requireFormToken, async (request, response) => {
    const variantId = readVariantId(request.body);
    if (variantId === null) return refuseInput({ request, response }, 'change', null);
    await cart.remove(visitorOf(request), variantId);
    redirectTo(response, '/cart');
  });

  router.post('/cart/fit', requireFormToken, async (request, response) => {
    await cart.fitToStock(visitorOf(request));
    redirectTo(response, '/cart');
  });

  return router;
}
