/** A guest's cart that was lost with her session, made anew of what a page has shown. */
import { AppError } from '../../process/errors';
import type { Cart, Goods } from '../../store/cart/model';
import type { Exchange } from '../../web/page';
import type { StorefrontServices } from '../services';
import { rememberCart, withinNewGuests } from '../web/visitor';

/** @throws AppError `too-many-requests`: too many carts were made at the guest's address */
export async function rebuildCart(
  { cart, context, limiter }: StorefrontServices,
  exchange: Exchange,
  goods: readonly Goods[],
): Promise<Cart> {
  const outcome = await withinNewGuests(limiter, exchange.request, (visitor) => cart.rebuild(visitor, goods));
  if ('waitSeconds' in outcome) throw new AppError('too-many-requests', { retryAfterSeconds: outcome.waitSeconds });
  rememberCart(context, exchange, outcome.done.cart);
  return outcome.done.cart;
}
