/** The visitor's cart. It reserves nothing and freezes nothing: prices and stock are today's whenever it is read. */
import type { Executor, Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import type { Clock } from '../../process/clock';
import { withAddition, type SentBy } from './additions';
import { joinCarts, putInto } from './merging';
import { buyable, cartOf, MAX_LINE_QUANTITY, MAX_LINES, type Cart, type Goods, type Visitor } from './model';
import { findOpenCart, holdOpenCart, holdOrMakeOpenCart } from './open-cart';
import {
  deleteCartLine,
  deleteEmptyGuestCarts,
  deleteForgottenGuestCarts,
  insertOrderedCart,
  keepAdditions,
  lockOpenCart,
  lockVariantsOfCart,
  markCartOrdered,
  selectAdditions,
  selectCartLines,
  selectCartOfCheckout,
  selectCartOwner,
  selectCheckoutKey,
  selectForSale,
  selectGuestsRow,
  selectOrderedCart,
  selectQuantities,
  selectStockForSale,
  touchCart,
  updateCartLines,
  upsertCartLine,
} from './queries';

export { adoptGuestCart, returnGoods } from './merging';

export type Refusal = 'unknown-variant' | 'sold-out' | 'line-full' | 'cart-full' | 'no-line';

export type CartChange =
  { readonly ok: true; readonly cart: Cart } | { readonly ok: false; readonly refusal: Refusal; readonly cart: Cart };

export type CartService = ReturnType<typeof createCart>;

export function createCart({ pool, clock }: { readonly pool: Pool; readonly clock: Clock }) {
  return {
    read: (visitor: Visitor) => readCart(pool, visitor, clock.now()),
    /**
     * More than is in stock goes in, and the line says so: a cart is a wish, the order is where it counts.
     * @param sentBy null: it has no twin, whatever came before
     */
    add: (visitor: Visitor, goods: Goods, sentBy: SentBy | null = null) =>
      withTransaction(pool, (tx) => add(tx, visitor, { ...goods, sentBy }, clock.now())),
    /** Sets lines' quantities, of those that are there; the refusal is for the others. */
    change: (visitor: Visitor, goods: readonly Goods[]) =>
      withTransaction(pool, (tx) => change(tx, visitor, goods, clock.now())),
    /** Taking out what isn't there is no fault. */
    remove: (visitor: Visitor, variantId: number) =>
      withTransaction(pool, (tx) => remove(tx, visitor, variantId, clock.now())),
    /** Cuts every line to what can be had now. Only ever on the visitor's word. */
    fitToStock: (visitor: Visitor) => withTransaction(pool, (tx) => fitToStock(tx, visitor, clock.now())),
    /** Goods of an order of before, whatever became of them: what is there already is not there twice. */
    putAgain: (visitor: Visitor, goods: readonly Goods[]) =>
      withTransaction(pool, (tx) => putAgain(tx, visitor, goods, clock.now())),
    /** A guest's cart that her browser holds beside her own: the goods of both, and none twice. */
    join: (visitor: Visitor, cartId: string) =>
      withTransaction(pool, (tx) => joinCarts(tx, visitor, cartId, clock.now())),
    /** What a page has shown, for a visitor whose own cart is lost to her: of it what is sold today. */
    rebuild: (visitor: Visitor, goods: readonly Goods[]) =>
      withTransaction(pool, (tx) => rebuild(tx, visitor, goods, clock.now())),
    ofCheckout: (checkoutKey: string) => selectCartOfCheckout(pool, checkoutKey),
    /** What a checkout form carries, to be known again when it is sent twice. */
    checkoutKey: async (cart: Cart) => (cart.id ? selectCheckoutKey(pool, cart.id) : null),
  };
}

const cartById = async (db: Executor, id: string | null, now: Date): Promise<Cart> =>
  cartOf(id, id ? await selectCartLines(db, id, now) : []);

const readCart = async (db: Executor, visitor: Visitor, now: Date): Promise<Cart> =>
  cartById(db, await findOpenCart(db, visitor), now);

const refuse = async (tx: Executor, visitor: Visitor, refusal: Refusal, now: Date): Promise<CartChange> => ({
  ok: false,
  refusal,
  cart: await readCart(tx, visitor, now),
});

type Added = Goods & { readonly sentBy: SentBy | null };

async function add(tx: Executor, visitor: Visitor, { sentBy, ...goods }: Added, now: Date): Promise<CartChange> {
  const { variantId, quantity } = goods;
  const stock = await selectStockForSale(tx, variantId, now);
  if (stock === null) return refuse(tx, visitor, 'unknown-variant', now);
  if (stock === 0) return refuse(tx, visitor, 'sold-out', now);
  const cartId = await holdOrMakeOpenCart(tx, visitor, now);
  const additions = sentBy && withAddition(await selectAdditions(tx, cartId), goods, sentBy, now);
  if (sentBy && !additions) return { ok: true, cart: await cartById(tx, cartId, now) };
  const present = await selectQuantities(tx, cartId);
  const sum = (present.get(variantId) ?? 0) + quantity;
  if (sum > MAX_LINE_QUANTITY) return { ok: false, refusal: 'line-full', cart: await cartById(tx, cartId, now) };
  if (!present.has(variantId) && present.size >= MAX_LINES) {
    return { ok: false, refusal: 'cart-full', cart: await cartById(tx, cartId, now) };
  }
  await upsertCartLine(tx, { cartId, variantId, quantity: sum, now });
  if (additions) await keepAdditions(tx, cartId, additions);
  await touchCart(tx, cartId, now);
  return { ok: true, cart: await cartById(tx, cartId, now) };
}

async function change(tx: Executor, visitor: Visitor, goods: readonly Goods[], now: Date): Promise<CartChange> {
  const cartId = await holdOpenCart(tx, visitor);
  if (!cartId) return refuse(tx, visitor, 'no-line', now);
  const changed = await updateCartLines(tx, cartId, goods);
  await touchCart(tx, cartId, now);
  const cart = await cartById(tx, cartId, now);
  return changed === goods.length ? { ok: true, cart } : { ok: false, refusal: 'no-line', cart };
}

async function remove(tx: Executor, visitor: Visitor, variantId: number, now: Date): Promise<Cart> {
  const cartId = await holdOpenCart(tx, visitor);
  if (!cartId) return readCart(tx, visitor, now);
  await deleteCartLine(tx, cartId, variantId);
  await touchCart(tx, cartId, now);
  return cartById(tx, cartId, now);
}

async function fitToStock(tx: Executor, visitor: Visitor, now: Date): Promise<Cart> {
  const cartId = await holdOpenCart(tx, visitor);
  if (!cartId) return readCart(tx, visitor, now);
  const { lines, goods } = await cartById(tx, cartId, now);
  await updateCartLines(tx, cartId, goods);
  for (const line of lines) if (buyable(line) === 0) await deleteCartLine(tx, cartId, line.variantId);
  await touchCart(tx, cartId, now);
  return cartById(tx, cartId, now);
}

async function putAgain(tx: Executor, visitor: Visitor, goods: readonly Goods[], now: Date): Promise<CartChange> {
  const cartId = await putInto(tx, visitor, goods, { alike: 'larger', now });
  return { ok: true, cart: await cartById(tx, cartId, now) };
}

async function rebuild(tx: Executor, visitor: Visitor, goods: readonly Goods[], now: Date): Promise<CartChange> {
  const wanted = new Map(goods.slice(0, MAX_LINES).map((one) => [one.variantId, one]));
  const sold = await selectForSale(tx, [...wanted.keys()], now);
  const left = [...wanted.values()].filter(({ variantId }) => sold.has(variantId));
  return left.length === 0 ? { ok: true, cart: cartOf(null, []) } : putAgain(tx, visitor, left, now);
}

/** Until the transaction ends: the cart, its lines, and their prices and stock. */
export type HeldCart =
  | { readonly kind: 'held'; readonly id: string; readonly cart: Cart }
  /** Another request has just made an order of it. */
  | { readonly kind: 'ordered'; readonly id: string }
  | { readonly kind: 'none' };

export async function holdForOrder(tx: Executor, visitor: Visitor, now: Date): Promise<HeldCart> {
  const id = await findOpenCart(tx, visitor);
  if (!id) return { kind: 'none' };
  if (!(await lockOpenCart(tx, id))) return { kind: 'ordered', id };
  await lockVariantsOfCart(tx, id);
  return { kind: 'held', id, cart: await cartById(tx, id, now) };
}

/** Of an order that no visitor put together: history at once. null when the form of that key has made its order. */
export const makeCartOfOrder = insertOrderedCart;

/** From now on the cart is history, and the visitor's next one is new. */
export const markOrdered = markCartOrdered;

/** The visitor's cart of that checkout form, if it has become an order. */
export async function findOrderedCart(db: Executor, visitor: Visitor, checkoutKey: string): Promise<string | null> {
  const cartId = await selectOrderedCart(db, checkoutKey);
  return cartId && (await isVisitorsCart(db, visitor, cartId)) ? cartId : null;
}

export async function isVisitorsCart(db: Executor, visitor: Visitor, cartId: string): Promise<boolean> {
  if (visitor.accountId) return (await selectCartOwner(db, cartId, 'free'))?.accountId === visitor.accountId;
  return (await cartsOfGuest(db, visitor)).includes(cartId);
}

/** All carts that a guest's session leads to; none for a member. */
export const cartsOfGuest = async (db: Executor, visitor: Visitor): Promise<readonly string[]> =>
  visitor.accountId || !visitor.cartId ? [] : selectGuestsRow(db, visitor.cartId);

export async function forgetGuestCarts(pool: Pool, since: { readonly any: Date; readonly empty: Date }): Promise<void> {
  await deleteForgottenGuestCarts(pool, since.any);
  await deleteEmptyGuestCarts(pool, since.empty);
}
