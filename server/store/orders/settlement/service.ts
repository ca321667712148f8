/** How a pending order ends, under its row's lock: whoever comes first decides, whoever comes again changes nothing. */
import type { Executor } from '../../../db/pool';
import { returnGoods } from '../../cart/service';
import { promiseTo } from '../../delivery/service';
import type { ProviderPayment } from '../../payments/model';
import type { Hand } from '../handling/service';
import type { OrderMails } from '../mails';
import type { ClosedStatus, OrderFlag, Payment, StoredOrder } from '../model';
import { closeOrder, flagOrder, insertOrderEvent, lockOrder, markOrderPaid } from '../queries';
import { giveStockBack } from '../stock/queries';
import { stillWanted } from '../unpaid/service';
import { decidePayment, selectPaymentOfOrder } from './queries';

export type Verdict =
  { readonly kind: 'paid'; readonly amount: number; readonly currency: string } | { readonly kind: ClosedStatus };

/** What came of it; `nothing` when it was decided before. */
export type Settlement = 'paid' | ClosedStatus | OrderFlag | 'nothing';

/** null while the provider waits for the buyer. */
export function verdictOf(answer: ProviderPayment): Verdict | null {
  const { status, amount, currency } = answer;
  if (status === 'open') return null;
  return status === 'paid' ? { kind: 'paid', amount, currency } : { kind: status };
}

export async function settle(
  tx: Executor,
  mails: OrderMails,
  orderId: string,
  verdict: Verdict,
  now: Date,
  staffId: string | null = null,
): Promise<Settlement> {
  const order = await lockOrder(tx, orderId, 'wait');
  return order ? settleHeld(tx, mails, order, verdict, now, staffId) : 'nothing';
}

/** @param order as {@link lockOrder} gave it @param staffId who at the desk decided it, if it was anybody there */
export async function settleHeld(
  tx: Executor,
  mails: OrderMails,
  order: StoredOrder,
  verdict: Verdict,
  now: Date,
  staffId: string | null = null,
): Promise<Settlement> {
  const payment = await selectPaymentOfOrder(tx, order.id);
  if (!payment) return 'nothing';
  const held = { tx, mails, order, payment, now, staffId };
  if (verdict.kind !== 'paid') return close(held, verdict.kind);
  if (payment.status === 'paid') return 'nothing';
  if (verdict.amount !== payment.amount || verdict.currency !== payment.currency) return mismatch(held, verdict);
  return order.status === 'pending' ? pay(held) : payLate(held);
}

interface Held extends Hand {
  readonly tx: Executor;
  readonly mails: OrderMails;
  readonly order: StoredOrder;
  readonly payment: Payment;
}

async function pay({ tx, mails, order, payment, now, staffId }: Held): Promise<Settlement> {
  await decidePayment(tx, payment.id, 'paid', now);
  const promised = await promiseTo(tx, order.address.postcode, now);
  await markOrderPaid(tx, order.id, promised, now);
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'paid', detail: { method: payment.method }, staffId });
  // The owner heard of a bank transfer order when it was placed: she is the one who watches the account.
  await mails.orderPaid(
    tx,
    { ...order, status: 'paid', paidAt: now, promised },
    { tellOwner: payment.method !== 'bank' },
  );
  return 'paid';
}

/** Money for an order that is closed: its bottles may be sold by now, so a person decides. */
async function payLate({ tx, mails, order, payment, now, staffId }: Held): Promise<Settlement> {
  await decidePayment(tx, payment.id, 'paid', now);
  await flagOrder(tx, order.id, 'late-payment');
  const detail = { amount: payment.amount };
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'late-payment', detail, staffId });
  await mails.latePayment(tx, { ...order, flag: 'late-payment' });
  return 'late-payment';
}

/** Its event counts the money as received, by a trigger. */
async function mismatch(
  { tx, order, now }: Held,
  { amount, currency }: { readonly amount: number; readonly currency: string },
): Promise<Settlement> {
  if (order.flag !== null) return 'nothing';
  await flagOrder(tx, order.id, 'amount-mismatch');
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'amount-mismatch', detail: { amount, currency } });
  return 'amount-mismatch';
}

async function close({ tx, mails, order, payment, now, staffId }: Held, status: ClosedStatus): Promise<Settlement> {
  if (!(await closeOrder(tx, order.id, status, now))) return 'nothing';
  await decidePayment(tx, payment.id, status, now);
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
