import type { Executor } from '../../db/pool';
import type { Visitor } from './model';
import { insertGuestCart, insertMemberCart, lockOpenCart, selectLastGuestCart, selectOpenMemberCart } from './queries';

export async function findOpenCart(db: Executor, visitor: Visitor): Promise<string | null> {
  if (visitor.accountId) return selectOpenMemberCart(db, visitor.accountId);
  if (!visitor.cartId) return null;
  const last = await selectLastGuestCart(db, visitor.cartId);
  return last?.isOpen ? last.id : null;
}

/** Holds the visitor's open cart until the transaction ends. null: there is none (any more). */
export async function holdOpenCart(tx: Executor, visitor: Visitor): Promise<string | null> {
  const id = await findOpenCart(tx, visitor);
  return id && (await lockOpenCart(tx, id)) ? id : null;
}

/** Requests that make her first cart at once find the one that won when they look again: two looks are enough. */
const LOOKS = 3;

export async function holdOrMakeOpenCart(tx: Executor, visitor: Visitor, now: Date): Promise<string> {
  for (let look = 1; look <= LOOKS; look++) {
    const id = (await findOpenCart(tx, visitor)) ?? (await makeCart(tx, visitor, now));
    if (id && (await lockOpenCart(tx, id))) return id;
  }
  throw new Error('no open cart could be held');
}

async function makeCart(tx: Executor, visitor: Visitor, now: Date): Promise<string | null> {
  if (visitor.accountId) return insertMemberCart(tx, visitor.accountId, now);
  const last = visitor.cartId ? await selectLastGuestCart(tx, visitor.cartId) : null;
  // Another request may have made it since the caller looked: a cart after an open one would hide its goods.
  if (last?.isOpen) return last.id;
  return insertGuestCart(tx, last?.id ?? null, now);
}
