/** A refund as people at the desk begin it: under the order's row lock, in the caller's transaction. */
import type { Executor } from '../../../db/pool';
import { stepOf } from '../../payments';
import type { Payments } from '../../payments/service';
import type { Hand } from '../handling/service';
import type { OrderMails } from '../mails';
import { balanceOf, type Payment, type RefundLine, type StoredOrder } from '../model';
import { lockPaymentsOfOrder } from '../settlement/queries';
import { giveStockBack } from '../stock/queries';
import { bookDone } from './booking';
import { insertRefund, insertRefundLines, isRefundNoted, queueRefund, selectRefundedLines } from './queries';

export interface Refund {
  /** The form's own key: sent twice it is noted once. */
  readonly attempt: string;
  readonly amount: number;
  readonly text: string;
  /** What it is for, where it is for bottles. */
  readonly lines?: readonly RefundLine[];
}

/**
 * `done`: it went back by hand. `begun`: its provider is asked to send it back, by the id given.
 * `already`: this very form has been taken. `too-much`: more than came in, or than was sold, would have gone back.
 */
export type Refunded =
  { readonly kind: 'done' | 'already' | 'too-much' } | { readonly kind: 'begun'; readonly refundId: string };

/** Whoever begins a refund sends it after the commit. By then it was lost on the way, and the jobs do it. */
const LOST_MS = 10_000;

export interface RefundDeps {
  readonly mails: OrderMails;
  readonly payments: Payments;
}

export async function refundOrder(
  tx: Executor,
  { mails, payments }: RefundDeps,
  order: StoredOrder,
  refund: Refund,
  { now, staffId }: Hand,
): Promise<Refunded> {
  if (await isRefundNoted(tx, refund.attempt)) return { kind: 'already' };
  const { lines = [] } = refund;
  const payment = payableBack(await lockPaymentsOfOrder(tx, order.id), refund.amount);
  if (!payment || !(await areSold(tx, order, lines))) return { kind: 'too-much' };
  const sendAt = new Date(now.getTime() + LOST_MS);
  const isByHand = !payments.method(payment.method).isAsked;
  const refundId = await insertRefund(tx, {
    orderId: order.id,
    paymentId: payment.id,
    attempt: refund.attempt,
    amount: refund.amount,
    note: refund.text,
    staffId,
    at: now,
    state: isByHand ? 'done' : 'new',
    askAt: isByHand ? null : sendAt,
    reference: null,
  });
  if (lines.length > 0) await insertRefundLines(tx, { id: refundId, orderId: order.id }, lines);
  const back = lines.flatMap(({ variantId, restocked }) => (restocked > 0 ? [{ variantId, quantity: restocked }] : []));
  if (back.length > 0) await giveStockBack(tx, back, { orderId: order.id, at: now });
  if (!isByHand) {
    await queueRefund(tx, refundId, sendAt);
    return { kind: 'begun', refundId };
  }
  await bookDone({ tx, mails, order, now, staffId }, { amount: refund.amount, note: refund.text });
  return { kind: 'done' };
}

/** Held money first: it pays for nothing. */
function payableBack(payments: readonly Payment[], amount: number): Payment | null {
  const able = payments.filter((one) => stepOf('refund', one.state) === 'R' && balanceOf(one) >= amount);
  return able.find(({ state }) => state === 'hold') ?? able.at(-1) ?? null;
}

async function areSold(tx: Executor, order: StoredOrder, lines: readonly RefundLine[]): Promise<boolean> {
  if (lines.length === 0) return true;
  const before = new Map((await selectRefundedLines(tx, order.id)).map((line) => [line.variantId, line.quantity]));
  return lines.every(({ variantId, quantity, restocked }) => {
    const sold = order.lines.find((line) => line.variantId === variantId)?.quantity ?? 0;
    return quantity > 0 && restocked <= quantity && (before.get(variantId) ?? 0) + quantity <= sold;
  });
}
