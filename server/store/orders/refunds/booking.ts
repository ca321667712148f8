/** What is written when money has gone back, or has not: under the order's and the payment's row. */
import { randomUUID } from 'node:crypto';
import type { Snapshot } from '../../payments';
import { balanceOf, type Payment, type StoredOrder } from '../model';
import { clearFlag, flagOrder, insertOrderEvent, selectOrderById } from '../queries';
import type { Held } from '../settlement/effects';
import { addToRefunded, insertRefund, selectReceived } from './queries';

type Booked = Omit<Held, 'payment'>;

/** A flag about money is settled when all of it has gone back. */
export async function bookDone(
  { tx, mails, order, now, staffId }: Booked,
  refund: { readonly amount: number; readonly note: string },
): Promise<void> {
  const received = await selectReceived(tx, order.id);
  const refunded = await addToRefunded(tx, order.id, refund.amount);
  const text = refund.note === '' ? {} : { text: refund.note };
  const detail = { amount: refund.amount, ...text };
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'refunded', detail, staffId });
  const current = await flagOf(tx, order);
  if (current !== null && refunded === received) await clearFlag(tx, order.id);
  await mails.orderRefunded(tx, { ...order, refunded }, refund.amount);
}

/** The order as it was held says less when the same transaction has just flagged it. */
const flagOf = async (tx: Booked['tx'], order: StoredOrder) => (await selectOrderById(tx, order.id))?.flag ?? null;

/** The buyer waits for her money, and it has to go another way: it is work again. */
export async function bookFailed({ tx, order, now, staffId }: Booked, amount: number): Promise<void> {
  await flagOrder(tx, order.id, 'refund-failed');
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'refund-failed', detail: { amount }, staffId });
}

/** What the provider gave back without us, at its own desk; what we have sent and not heard of is none of it. */
export async function noteCancels(held: Held, payment: Payment, snapshot: Snapshot): Promise<void> {
  const { tx, now } = held;
  const known = payment.refunded + payment.refunding;
  const amount = Math.min(snapshot.total - snapshot.balance - known, balanceOf(payment));
  if (payment.captured === 0 || amount <= 0 || snapshot.attemptId !== payment.id) return;
  await insertRefund(tx, {
    orderId: held.order.id,
    paymentId: payment.id,
    attempt: randomUUID(),
    amount,
    note: '',
    staffId: null,
    at: now,
    state: 'done',
    askAt: null,
    reference: snapshot.cancels.at(-1)?.reference ?? null,
  });
  await bookDone({ ...held, staffId: null }, { amount, note: '' });
}
