/**
 * Money that pays nothing as it is: a person says that it pays its order after all, or sends it back. Under the order's
 * row lock, in the caller's transaction.
 */
import type { Executor } from '../../../db/pool';
import { stepOf } from '../../payments';
import type { Hand } from '../handling/service';
import type { OrderMails } from '../mails';
import { balanceOf, isUnderWay, type Payment, type StoredOrder } from '../model';
import { clearFlag } from '../queries';
import { type RefundDeps, type Refunded, refundOrder } from '../refunds/service';
import { pay } from './effects';
import { lockPaymentsOfOrder } from './queries';

/** `short`: the order was closed, and its bottles are sold by now. `changed`: nothing is held, or some of it went back. */
export type Honoured = 'done' | 'short' | 'changed';

/** The order is paid with what is held, also a closed one. */
export async function honourHeld(
  tx: Executor,
  mails: OrderMails,
  order: StoredOrder,
  { now, staffId }: Hand,
): Promise<Honoured> {
  const payment = heldOf(await lockPaymentsOfOrder(tx, order.id));
  if (!payment || isUnderWay(order.status) || order.paidAt !== null || balanceOf(payment) !== payment.captured) {
    return 'changed';
  }
  const money = { amount: payment.captured, currency: payment.currency };
  if ((await pay({ tx, mails, order, payment, now, staffId }, money)) === 'short') return 'short';
  await clearFlag(tx, order.id);
  return 'done';
}

/** All that is left of it goes back the way that it came. @param attempt the form's own key */
export async function refundHeld(
  tx: Executor,
  deps: RefundDeps,
  order: StoredOrder,
  refund: { readonly attempt: string; readonly text: string },
  hand: Hand,
): Promise<{ readonly refunded: Refunded; readonly amount: number }> {
  const payment = heldOf(await lockPaymentsOfOrder(tx, order.id));
  const amount = payment ? balanceOf(payment) : 0;
  if (amount === 0) return { refunded: { kind: 'already' }, amount };
  return { refunded: await refundOrder(tx, deps, order, { ...refund, amount }, hand), amount };
}

const heldOf = (payments: readonly Payment[]): Payment | null =>
  payments.find(({ state, captured }) => stepOf('honour', state) === '>PD' && captured > 0) ?? null;
