/** The cart's page, and how it answers what was done to the cart. */
import { MAX_ADDED, MAX_LINE_QUANTITY, type Cart, type Goods } from '../../store/cart/model';
import type { CartChange } from '../../store/cart/service';
import { formTokenOf } from '../../web/csrf';
import { localeOf, redirectTo, renderPage, type Exchange } from '../../web/page';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { rememberCart, visitorOf } from '../web/visitor';
import { createWaiting, type WaitingOrder } from '../web/waiting';
import { readChosen } from './forms';
import { cartView, type Remark } from './presenter';

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
const NOTICES = ['changed', 'again', 'ordered', 'ended', 'elsewhere'] as const;

export function createCartPage(services: StorefrontServices) {
  const { cart, delivery, context } = services;
  const waitingOf = createWaiting(services);

  async function show(exchange: Exchange, content: Cart, remark: Remark | null): Promise<void> {
    const { request, response } = exchange;
    const locale = localeOf(response);
    const said = NOTICES.find((one) => one === request.query['notice']);
    const facts = {
      rule: await delivery.current(),
      now: context.clock.now(),
      remark,
      // With words about it: a link from elsewhere chooses nothing unseen.
      chosen: readChosen(said === 'elsewhere' ? request.query['chosen'] : undefined),
      isMembers: visitorOf(request).accountId !== null,
      formToken: () => formTokenOf(request),
    };
    if (remark) response.status(422);
    const text = translateTo(locale);
    await renderPage(response, 'cart/show', {
      cart: cartView(content, facts, locale, text),
      waiting: await waitingOf(exchange),
      notice: said && (said === 'ordered' || content.lines.length > 0) ? text(`cart:notices.${said}`) : null,
    });
  }

  async function answer(exchange: Exchange, change: CartChange, variantId: number | null): Promise<void> {
    const { response } = exchange;
    rememberCart(services.context, exchange, change.cart);
    if (change.ok) return redirectTo(response, '/cart');
    // It may be her own order that holds the last bottle.
    const mayBeHers = change.refusal === 'sold-out' ? await waitingOf(exchange) : [];
    const isHers = variantId !== null && mayBeHers.some(({ variantIds }) => variantIds.includes(variantId));
    const refusal = isHers ? 'in-order' : change.refusal;
    const text = translateTo(localeOf(response))(`cart:refusals.${refusal}`, { max: MAX_LINE_QUANTITY });
    await show(exchange, change.cart, { text, variantId });
  }

  async function refuseInput(exchange: Exchange, use: 'add' | 'change', variantId: number | null): Promise<void> {
    const { request, response } = exchange;
    const max = use === 'add' ? MAX_ADDED : MAX_LINE_QUANTITY;
    const key = variantId === null ? 'cart:refusals.unknown-variant' : 'cart:wrongQuantity';
    const remark = { text: translateTo(localeOf(response))(key, { max }), variantId };
    await show(exchange, await cart.read(visitorOf(request)), remark);
  }

  /** With the same button once more, and the way past: members' carts are not counted. */
  async function refuseGuest({ response }: Exchange, goods: Goods, waitSeconds: number): Promise<void> {
    response.status(429).set('Retry-After', String(waitSeconds));
    const minutes = Math.ceil(waitSeconds / 60);
    await renderPage(response, 'cart/crowded', {
      goods,
      lead: translateTo(localeOf(response))('cart:crowded.lead', { minutes }),
    });
  }

  return { show, answer, refuseInput, refuseGuest };
}
