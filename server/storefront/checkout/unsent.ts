/**
 * A form that orders nothing: its button asks for the page in the other language, or the session it was of is over.
 * The page is shown again as it was filled in; a cart that was lost with the session is made anew of what the form shows.
 */
import type { Cart, Goods } from '../../store/cart/model';
import { isClosed } from '../../store/orders';
import { hasFormToken } from '../../web/csrf';
import { type Exchange, localeOf, redirectTo } from '../../web/page';
import { fieldsOf, rebuildCart } from '../cart';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { pathForVisitor } from '../web/order-links';
import { visitorOf } from '../web/visitor';
import { readHidden, typedIn, typedValues } from './forms';
import type { createKept } from './kept';
import { type ShowCheckout, shopperOf } from './page';

type Kept = ReturnType<typeof createKept>;

/** It may act: its token is the session's, and nobody asks just to see it. */
export const isSent = ({ request }: Exchange): boolean => hasFormToken(request) && !fieldsOf(request.body)['show'];

export function createUnsent(
  services: StorefrontServices,
  { show, kept }: { readonly show: ShowCheckout; readonly kept: Kept },
) {
  const { cart, context, orders } = services;

  const showAgain = (exchange: Exchange, content: Cart, notice: 'ended' | 'elsewhere' | null): Promise<void> => {
    const { request, response } = exchange;
    if (notice) response.status(409);
    const said = notice && translateTo(localeOf(response))(`checkout:notices.${notice}`);
    const { expected } = readHidden(request.body);
    return show(exchange, { cart: content, expected, notice: said, ...typedIn(request.body) });
  };

  /** Nothing is left of the session that the form was shown in. */
  async function rebuild(exchange: Exchange, goods: readonly Goods[]): Promise<void> {
    const content = await rebuildCart(services, exchange, goods);
    if (content.lines.length === 0) return redirectTo(exchange.response, '/cart');
    await showAgain(exchange, content, 'ended');
  }

  async function withoutCart(exchange: Exchange): Promise<void> {
    const { request, response } = exchange;
    const { expected, attempt } = readHidden(request.body);
    const visitor = visitorOf(request);
    if (visitor.accountId !== null || visitor.cartId !== null || !expected) return redirectTo(response, '/cart');
    const before = attempt && (await cart.ofCheckout(attempt));
    if (before && before.accountId !== null) {
      kept.keep(exchange, { accountId: before.accountId, values: typedValues(request.body) });
      const [next, notice] = before.isOrdered ? ['/account/orders', 'ended'] : ['/checkout', 'order-kept'];
      return redirectTo(response, `/account/login?next=${encodeURIComponent(next)}&notice=${notice}`);
    }
    if (before && before.isOrdered) return redirectTo(response, '/cart?notice=ordered');
    await rebuild(exchange, expected.goods);
  }

  return async (exchange: Exchange): Promise<void> => {
    const { request, response } = exchange;
    const { visitor, locale } = shopperOf(exchange);
    const { attempt } = readHidden(request.body);
    const placed = attempt && (await orders.findPlaced(visitor, attempt));
    if (placed && !isClosed(placed.status)) {
      return response.redirect(303, pathForVisitor(context, visitor, placed, locale));
    }
    const content = await cart.read(visitor);
    if (content.lines.length === 0) return withoutCart(exchange);
    await showAgain(exchange, content, hasFormToken(request) ? null : 'elsewhere');
  };
}
