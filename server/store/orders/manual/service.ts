/** Written down at the desk: like any other order, but prices, delivery fee and deadline are hers to choose. */
import type { Executor } from '../../../db/pool';
import { won } from '../../../money/money';
import { isBlocked } from '../../accounts/service';
import { makeCartOfOrder } from '../../cart/service';
import { promiseTo } from '../../delivery/service';
import { accountOf, type BankAccount } from '../../settings/model';
import type { OrderLine, StoredOrder } from '../model';
import { insertWithNumber, record, type Ordering, type PlacingDeps } from '../placing/service';
import { insertOrderEvent } from '../queries';
import { takeStock } from '../stock/queries';
import { selectOrderOfAttempt, selectGoodsHeld, type HeldGoods } from './queries';

export interface ManualLine {
  readonly variantId: number;
  readonly quantity: number;
  /** Whole won for one, where it is not the listed price. */
  readonly unitPrice: number | null;
}

export interface ManualOrder extends Ordering {
  /** The form's own key: sent twice it makes one order. */
  readonly attempt: string;
  /** Each variant once. */
  readonly lines: readonly ManualLine[];
  readonly deliveryFee: number;
  /** What the form showed. Another sum is shown again before anything happens. */
  readonly expectedTotal: number;
  readonly paymentDueAt: Date;
}

export type ManualPlacement =
  | { readonly kind: 'placed'; readonly order: StoredOrder }
  | { readonly kind: 'already-placed'; readonly order: StoredOrder }
  /** Of these fewer are left than are wanted, or nothing at all. */
  | { readonly kind: 'short'; readonly variantIds: readonly number[] }
  | { readonly kind: 'changed' }
  | { readonly kind: 'blocked' };

export async function placeManualOrder(
  tx: Executor,
  deps: PlacingDeps,
  request: ManualOrder,
  at: { readonly now: Date; readonly staffId: string; readonly bank: BankAccount },
): Promise<ManualPlacement> {
  const { now, staffId } = at;
  if (request.email !== '' && (await isBlocked(tx, { email: request.email, accountId: null }))) {
    return { kind: 'blocked' };
  }
  const placedBefore = await selectOrderOfAttempt(tx, request.attempt);
  if (placedBefore) return { kind: 'already-placed', order: placedBefore };
  const held = await selectGoodsHeld(
    tx,
    request.lines.map(({ variantId }) => variantId),
  );
  const short = request.lines.filter(({ variantId, quantity }) => (held.get(variantId)?.stock ?? 0) < quantity);
  if (short.length > 0) return { kind: 'short', variantIds: short.map(({ variantId }) => variantId) };
  const lines = request.lines.map((line) => orderLine(line, held));
  const subtotal = lines.reduce((sum, { unitPrice, quantity }) => won(sum + unitPrice * quantity), 0);
  const total = won(subtotal + request.deliveryFee);
  if (total !== request.expectedTotal) return { kind: 'changed' };

  // Its key is unique: a form that is sent twice at once waits here for its twin, and then finds what it has made.
  const cartId = await makeCartOfOrder(tx, request.attempt, now);
  if (!cartId) {
    const twin = await selectOrderOfAttempt(tx, request.attempt);
    return twin ? { kind: 'already-placed', order: twin } : { kind: 'changed' };
  }
  const { locale, email, address, paymentMethod, depositor, paymentDueAt, deliveryFee } = request;
  const placed = await insertWithNumber(tx, deps, {
    ...{ locale, email, address, paymentMethod, depositor, paymentDueAt, deliveryFee, lines, subtotal, total, cartId },
    accountId: null,
    transferTo: paymentMethod === 'bank' ? accountOf(at.bank) : null,
    origin: null,
    promised: await promiseTo(tx, address.postcode, now),
    placedAt: now,
    currency: 'KRW',
    channel: 'manual',
  });
  if (!(await takeStock(tx, lines, { orderId: placed.id, at: now }))) throw new Error('held stock was not enough');
  await record(tx, placed, now, staffId);
  if (paymentMethod === 'bank') await deps.mails.orderPlaced(tx, placed);
  else await deps.mails.paymentLink(tx, placed);
  return { kind: 'placed', order: placed };
}

export async function recordPriceChange(
  tx: Executor,
  order: StoredOrder,
  change: { readonly sku: string; readonly from: number; readonly to: number; readonly reason: string },
  { staffId, now }: { readonly staffId: string; readonly now: Date },
): Promise<void> {
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'price-changed', detail: change, staffId });
}

function orderLine(line: ManualLine, held: ReadonlyMap<number, HeldGoods>): OrderLine {
  const goods = held.get(line.variantId);
  if (!goods) throw new Error(`variant ${line.variantId} is not held`);
  return { ...factsOf(goods), unitPrice: line.unitPrice ?? goods.price, quantity: line.quantity };
}

const factsOf = ({ price: _price, stock: _stock, ...facts }: HeldGoods): Omit<HeldGoods, 'price' | 'stock'> => facts;
