import type { Executor } from '../../db/pool';
import { MAX_LINE_QUANTITY, type Goods, type Visitor } from './model';
import { findOpenCart, holdOrMakeOpenCart } from './open-cart';
import {
  deleteCart,
  giveOrderedCartsToMember,
  lockCarts,
  lockOpenCart,
  mergeIntoCart,
  selectCartOwner,
  selectGuestsRow,
  selectLastGuestCart,
  selectOpenMemberCart,
  selectQuantities,
  selectTransactionTime,
  touchCart,
} from './queries';

/**
 * A guest's goods go into the member's cart, each line capped. Her open cart is gone afterwards, so doing it again
 * changes nothing. Her orders stay hers by their link; goods of one that fails come back into the member's cart.
 * @returns the member's open cart, or null when she has none
 */
export async function adoptGuestCart(
  tx: Executor,
  carts: { readonly guestCartId: string; readonly accountId: string },
): Promise<string | null> {
  const { guestCartId, accountId } = carts;
  // Held first, looked at afterwards: goods of an order that closes at this very moment are there by then, or will find
  // that the cart they came from has become the member's.
  await lockCarts(tx, await selectGuestsRow(tx, guestCartId));
  const last = await selectLastGuestCart(tx, guestCartId);
  if (!last) return selectOpenMemberCart(tx, accountId);
  await giveOrderedCartsToMember(tx, last.id, accountId);
  if (!last.isOpen || !(await lockOpenCart(tx, last.id))) return selectOpenMemberCart(tx, accountId);
  const goods = await goodsOf(tx, last.id);
  await deleteCart(tx, last.id);
  if (goods.length === 0) return selectOpenMemberCart(tx, accountId);
  return putInto(tx, { accountId, cartId: null }, goods, { alike: 'sum', now: await selectTransactionTime(tx) });
}

/** @returns the visitor's open cart with the goods of both; null where there is no other one of a guest (any more) */
export async function joinCarts(tx: Executor, visitor: Visitor, cartId: string, now: Date): Promise<string | null> {
  const before = await findOpenCart(tx, visitor);
  await lockCarts(tx, before ? [cartId, before] : [cartId]);
  const other = await selectLastGuestCart(tx, cartId);
  const own = await findOpenCart(tx, visitor);
  if (!other?.isOpen || other.id !== cartId || cartId === own) return null;
  // Hers has been joined to that one at this very moment.
  if (own === null && visitor.accountId === null) return cartId;
  const goods = await goodsOf(tx, cartId);
  await deleteCart(tx, cartId);
  return goods.length === 0 ? own : putInto(tx, visitor, goods, { alike: 'larger', now });
}

/** Goods of a closed order, into the cart of whom they were ordered by; what she has put in again is not there twice. */
export async function returnGoods(
  tx: Executor,
  orderedCartId: string,
  goods: readonly Goods[],
  now: Date,
): Promise<void> {
  // Held, so that a sign-in at this very moment comes before or after this, and not in between.
  const owner = await selectCartOwner(tx, orderedCartId, 'held');
  if (!owner) return;
  const visitor = owner.accountId
    ? { accountId: owner.accountId, cartId: null }
    : { accountId: null, cartId: orderedCartId };
  await putInto(tx, visitor, goods, { alike: 'larger', now });
}

/** @returns the visitor's open cart */
export async function putInto(
  tx: Executor,
  visitor: Visitor,
  goods: readonly Goods[],
  { alike, now }: { readonly alike: 'sum' | 'larger'; readonly now: Date },
): Promise<string> {
  const cartId = await holdOrMakeOpenCart(tx, visitor, now);
  await mergeIntoCart(tx, cartId, goods, { alike, max: MAX_LINE_QUANTITY, now });
  await touchCart(tx, cartId, now);
  return cartId;
}

const goodsOf = async (db: Executor, cartId: string): Promise<Goods[]> =>
  [...(await selectQuantities(db, cartId))].map(([variantId, quantity]) => ({ variantId, quantity }));
