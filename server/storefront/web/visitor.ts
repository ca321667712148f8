import type { Request } from 'express';
import type { Cart, Visitor } from '../../store/cart/model';
import type { CartChange } from '../../store/cart/service';
import { withinLimits, type Wait } from '../../web/form-page';
import type { Exchange } from '../../web/page';
import { addressOf, type Attempt, type RateLimiter } from '../../web/rate-limit';
import type { LimitName } from '../limits';
import { nameFirstCart, type FirstCartContext } from './first-carts';

export function visitorOf(request: Request): Visitor {
  const { accountId, cartId } = request.session;
  return { accountId: accountId ?? null, cartId: cartId ?? null };
}

/** A guest's session keeps her cart; a member's is found by her account. */
export function rememberCart(context: FirstCartContext, { request, response }: Exchange, cart: Cart): void {
  const { accountId, cartId } = request.session;
  if (accountId || !cart.id || cart.id === cartId) return;
  request.session.cartId = cart.id;
  if (!cartId) nameFirstCart(context, response, cart.id);
}

const guestAttempts = (request: Request): readonly Attempt<LimitName>[] => [
  { limit: 'guestAddress', of: addressOf(request) },
  { limit: 'guestAddressDay', of: addressOf(request) },
];

/** How many first carts of guests an address makes is bounded. A cart that is there is never lost. */
export async function withinNewGuests(
  limiter: RateLimiter<LimitName>,
  request: Request,
  change: (visitor: Visitor) => Promise<CartChange>,
): Promise<{ readonly done: CartChange } | Wait> {
  const visitor = visitorOf(request);
  if (visitor.accountId !== null || visitor.cartId !== null) return { done: await change(visitor) };
  const attempts = guestAttempts(request);
  const outcome = await withinLimits(limiter, attempts, () => change(visitor));
  if ('done' in outcome && outcome.done.cart.id === null) await limiter.giveBack(attempts);
  return outcome;
}

/** For a page that keeps something of whoever opens it. @returns the seconds to wait, or null */
export async function countNewGuest(limiter: RateLimiter<LimitName>, request: Request): Promise<number | null> {
  const { accountId, cartId, formToken } = request.session;
  if (accountId || cartId || formToken) return null;
  return (await limiter.take(guestAttempts(request)))?.waitSeconds ?? null;
}
