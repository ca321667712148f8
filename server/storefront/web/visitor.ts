/** Who is asking, out of the session; reading it makes no session. */
import type { Request } from 'express';
import type { Cart, Visitor } from '../../store/cart/model';

export function visitorOf(request: Request): Visitor {
  const { accountId, cartId } = request.session;
  return { accountId: accountId ?? null, cartId: cartId ?? null };
}

/** A guest's session keeps her cart; a member's is found by her account. */
export function rememberCart(request: Request, cart: Cart): void {
  const { accountId, cartId } = request.session;
  if (!accountId && cart.id && cart.id !== cartId) request.session.cartId = cart.id;
}
