/** As people at the desk note it: under the order's row lock, in the caller's transaction. */
import type { Executor } from '../../../db/pool';
import type { Hand } from '../handling/service';
import type { OrderMails } from '../mails';
import type { StoredOrder } from '../model';
import { clearFlag, insertOrderEvent } from '../queries';
import { addToRefunded, insertRefund, isRefundNoted, selectReceived } from './queries';

export interface Refund {
  /** The form's own key: sent twice it is noted once. */
  readonly attempt: string;
  readonly amount: number;
  readonly text: string;
}

/** `already`: this very form has been taken. `too-much`: more than came in would have gone back. */
export type Refunded = 'done' | 'already' | 'too-much';

/** A flag about money is settled when all of it has gone back. */
export async function refundOrder(
  tx: Executor,
  mails: Pick<OrderMails, 'orderRefunded'>,
  order: StoredOrder,
  refund: Refund,
  { now, staffId }: Hand,
): Promise<Refunded> {
  if (await isRefundNoted(tx, refund.attempt)) return 'already';
  const received = await selectReceived(tx, order.id);
  const refunded = await addToRefunded(tx, order.id, refund.amount, received);
  if (refunded === null) return 'too-much';
  await insertRefund(tx, { ...refund, orderId: order.id, staffId, at: now });
  const text = refund.text === '' ? {} : { text: refund.text };
  const detail = { amount: refund.amount, ...text };
  await insertOrderEvent(tx, { orderId: order.id, at: now, kind: 'refunded', detail, staffId });
  if (order.flag !== null && refunded === received) await clearFlag(tx, order.id);
  await mails.orderRefunded(tx, { ...order, refunded }, refund.amount);
  return 'done';
}
