/** The visitor's cart. */
import type { Executor } from '../../db/pool';

/**
 * Brings what a guest put into her cart into the member's, at sign-in or sign-up, in the caller's transaction:
 * quantities are summed and capped at the most a line may hold. The guest's open cart is gone afterwards, so doing it
 * again changes nothing; orders she placed as a guest stay hers by their link, and their goods, should one of them
 * fail, come back into the member's cart.
 * @param carts.guestCartId `session.cartId` as it is; drop it from the session afterwards
 * @returns the member's open cart, or null when she has none
 */
export async function adoptGuestCart(
  _tx: Executor,
  _carts: { readonly guestCartId: string; readonly accountId: string },
): Promise<string | null> {
  return Promise.resolve(null);
}
