/** What a move of a payment does to its order, under both rows' locks. */
import type { Executor } from '../../../db/pool';
import { returnGoods } from '../../cart/service';
import { promiseTo } from '../../delivery/service';
import type { Hand } from '../handling/service';
import type { OrderMails } from '../mails';
import { type ClosedStatus, isClosed, type OrderFlag, type Payment, type StoredOrder } from '../model';
import { closeOrder, flagOrder, insertOrderEvent, markOrderPaid, markOrderUnpaid, reopenOrder } from '../queries';
import { giveStockBack, holdStock, takeStock } from '../stock/queries';
import { stillWanted } from '../unpaid/service';
import { askOthersSoon, movePayment, queueAsk } from './queries';

export interface Held extends Hand {
  readonly tx: Executor;
  readonly mails: OrderMails;
  readonly order: StoredOrder;
  readonly payment: Payment;
}

/** What came of it; `nothing` when it was known before. */
export type Settlement = 'paid' | ClosedStatus | OrderFlag | 'nothing';

/** What was said to have come in. In another currency it counts for nothing, and still is money. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

const countedOf = ({ amount, currency }: Money): number => (currency === 'KRW' ? amount : 0);

/** @returns `short`: the order was closed, and its bottles are gone by now; nothing happened */
export async function pay(held: Held, money: Money): Promise<'paid' | 'short'> {
  const { tx, mails, order, payment, now, staffId } = held;
  const promised = await promiseTo(tx, order.address.postcode, now);
  if (isClosed(order.status)) {
    if (!(await holdStock(tx, order.lines))) return 'short';
    await takeStock(tx, order.lines, { orderId: order.id, at: now });
    await reopenOrder(tx, order.id, promised, now);
  } else {
    await markOrderPaid(tx, order.id, promised, now);
  }
  await movePayment(tx, payment.id, { state: 'paid', now, captured: countedOf(money), pays: true });
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'paid', detail: { method: payment.method }, staffId });
  // Another attempt at it must bring no second money.
  for (const other of await askOthersSoon(tx, order.id, payment.id, now)) await queueAsk(tx, other, now);
  // The owner heard of a bank transfer order when it was placed: she is the one who watches the account.
  const paid = { ...order, status: 'paid', paidAt: now, promised } as const;
  await mails.orderPaid(tx, paid, { tellOwner: payment.method !== 'bank' });
  return 'paid';
}

/** Money that pays nothing as it is: its bottles may be sold by now, so a person decides. */
export async function hold(held: Held, money: Money, isRight: boolean): Promise<Settlement> {
  const { tx, mails, order, payment, now, staffId } = held;
  await movePayment(tx, payment.id, { state: 'hold', now, captured: countedOf(money) });
  const flag =
    !isRight || order.status === 'pending'
      ? 'amount-mismatch'
      : isClosed(order.status)
        ? 'late-payment'
        : 'double-payment';
  await flagOrder(tx, order.id, flag);
  // Which payment is said, so that nobody takes it for the newest one.
  const detail = { amount: money.amount, currency: money.currency, payment: payment.id };
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: flag, detail, staffId });
  if (flag === 'late-payment') await mails.latePayment(tx, { ...order, flag });
  return flag;
}

/**
 * The money of a deposit is not there after all: the order waits for it again. One that is sent, or was refunded, stays as
 * it is, and a person decides. @returns false when it stays
 */
export async function reverse({ tx, order, payment, now }: Held): Promise<boolean> {
  const canWait = order.status === 'paid' && payment.refunded + payment.refunding === 0;
  if (!canWait && order.flag === 'deposit-reversed') return false;
  await flagOrder(tx, order.id, 'deposit-reversed');
  const detail = { amount: payment.captured };
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'deposit-reversed', detail });
  if (!canWait) return false;
  await markOrderUnpaid(tx, order.id);
  await movePayment(tx, payment.id, { state: 'waiting', now, captured: 0 });
  return true;
}

/** The bottles go back on sale, and the goods into the buyer's cart. */
export async function close(
  { tx, mails, order, now, staffId }: Omit<Held, 'payment'>,
  status: ClosedStatus,
): Promise<Settlement> {
  if (!(await closeOrder(tx, order.id, status, now))) return 'nothing';
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: status, staffId });
  // Whoever let the time run out may have ordered anew; who cancelled or was declined is there, and wants all of it.
  const wanted = status === 'expired' ? await stillWanted(tx, order) : order.lines;
  // An order that was written down at the desk has no cart of anybody.
  if (order.channel === 'web' && wanted.length > 0) await returnGoods(tx, order.cartId, wanted, now);
  await giveStockBack(tx, order.lines, { orderId: order.id, at: now });
  // Last, as when it was placed: her mailbox is held behind all rows.
  const closed = { ...order, status };
  if (staffId || (status === 'cancelled' && order.paymentMethod === 'bank')) await mails.orderCancelled(tx, closed);
  if (status === 'expired' && order.flag === null && wanted.length > 0) await mails.orderExpired(tx, closed);
  return status;
}
