/** Each under the order's row lock, with its line in the history and the buyer's mail, in the caller's transaction. */
import { randomBytes } from 'node:crypto';
import type { Executor } from '../../../db/pool';
import type { Carrier } from '../../carriers/model';
import type { OrderMails } from '../mails';
import type { OrderLine, StoredOrder } from '../model';
import { clearFlag, insertOrderEvent } from '../queries';
import { selectRefundedLines } from '../refunds/queries';
import { giveStockBack } from '../stock/queries';
import {
  closePaidOrder,
  lockOrderOfNumber,
  markDelivered,
  markPaidAgain,
  markShipped,
  markShippedAgain,
  updateLinkNonce,
} from './queries';

export interface Hand {
  readonly staffId: string | null;
  readonly now: Date;
}

/** `changed`: the order is no longer in the state that this begins from, and nothing has happened. */
export type Handled = 'done' | 'changed';

export interface Parcel {
  readonly carrier: Carrier;
  readonly trackingNumber: string | null;
}

/** Holds the order's row until the transaction ends. Everything below takes the order as this gave it. */
export const holdOrder: (tx: Executor, number: string) => Promise<StoredOrder | null> = lockOrderOfNumber;

export async function shipOrder(
  tx: Executor,
  mails: Pick<OrderMails, 'orderShipped'>,
  order: StoredOrder,
  parcel: Parcel,
  { now, staffId }: Hand,
): Promise<Handled> {
  if (!(await markShipped(tx, order.id, parcel, now))) return 'changed';
  const { carrier, trackingNumber } = parcel;
  const detail = trackingNumber === null ? { carrier } : { carrier, tracking: trackingNumber };
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'shipped', detail, staffId });
  await mails.orderShipped(tx, { ...order, status: 'shipped', shippedAt: now, carrier, trackingNumber });
  return 'done';
}

const step =
  (mark: (tx: Executor, orderId: string, now: Date) => Promise<boolean>, kind: string) =>
  async (tx: Executor, order: StoredOrder, { now, staffId }: Hand): Promise<Handled> => {
    if (!(await mark(tx, order.id, now))) return 'changed';
    await insertOrderEvent(tx, { orderId: order.id, at: now, kind, staffId });
    return 'done';
  };

/** The parcel hasn't left after all, or its number was wrong. */
export const unshipOrder = step(markPaidAgain, 'unshipped');
export const deliverOrder = step(markDelivered, 'delivered');
export const undeliverOrder = step(markShippedAgain, 'undelivered');

/** The bottles go back on sale, once; the money is to be paid back, which {@link refundOrder} notes. */
export async function cancelPaidOrder(
  tx: Executor,
  mails: Pick<OrderMails, 'orderCancelled'>,
  order: StoredOrder,
  { now, staffId }: Hand,
): Promise<Handled> {
  if (!(await closePaidOrder(tx, order.id, now))) return 'changed';
  await giveStockBack(tx, await stillSold(tx, order), { orderId: order.id, at: now });
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'cancelled', staffId });
  await mails.orderCancelled(tx, { ...order, status: 'cancelled' });
  return 'done';
}

/** Without the bottles that a refund has put back on the shelf before. */
async function stillSold(tx: Executor, { id, lines }: StoredOrder): Promise<readonly OrderLine[]> {
  const back = new Map((await selectRefundedLines(tx, id)).map((line) => [line.variantId, line.restocked]));
  return lines
    .map((line) => ({ ...line, quantity: line.quantity - (back.get(line.variantId) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
}

export async function settleFlag(
  tx: Executor,
  order: StoredOrder,
  text: string,
  { now, staffId }: Hand,
): Promise<Handled> {
  if (order.flag === null) return 'changed';
  await clearFlag(tx, order.id);
  const detail = { flag: order.flag, text };
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'flag-cleared', detail, staffId });
  return 'done';
}

/** No link that was sent or shown so far opens the order any more; those that are made from now on do. */
export async function renewLinks(tx: Executor, order: StoredOrder, { now, staffId }: Hand): Promise<void> {
  await updateLinkNonce(tx, order.id, randomBytes(12).toString('base64url'));
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'links-renewed', staffId });
}

/** A word among colleagues; the buyer never sees it. */
export async function noteOnOrder(
  tx: Executor,
  order: StoredOrder,
  text: string,
  { now, staffId }: Hand,
): Promise<void> {
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'note', detail: { text }, staffId });
}
