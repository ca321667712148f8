/** Run by `jobs`; any number of processes may run it at once. */
import type { Executor, Pool } from '../../../db/pool';
import { withTransaction } from '../../../db/transaction';
import type { ProviderPayment } from '../../payments/model';
import type { OrderMails } from '../mails';
import { lockOrder, selectDueOrders } from '../queries';
import { askProvider, type OrderPaymentDeps } from './payments';
import { selectPaymentOfOrder } from './queries';
import { settleHeld, type Settlement } from './service';

const BATCH = 50;

export type ExpiryDeps = Pick<OrderPaymentDeps, 'mails' | 'payments' | 'logger'>;

/**
 * Expired with its bottles back on sale, or paid if its provider says so: a browser may have paid and never come back.
 * One whose provider doesn't answer stays until the next run. @returns how many were ended
 */
export async function expireDueOrders(pool: Pool, deps: ExpiryDeps, now: Date): Promise<number> {
  const seen = new Set<string>();
  let ended = 0;
  for (;;) {
    // Those left over (held by somebody, or their provider silent) stand in front again, so look past them.
    const due = await selectDueOrders(pool, now, [...seen], BATCH);
    for (const orderId of due) {
      seen.add(orderId);
      if ((await endOrder(pool, deps, orderId, now)) !== 'nothing') ended++;
    }
    if (due.length < BATCH) return ended;
  }
}

async function endOrder(pool: Pool, deps: ExpiryDeps, orderId: string, now: Date): Promise<Settlement> {
  try {
    const payment = await selectPaymentOfOrder(pool, orderId);
    if (payment?.status !== 'open') return 'nothing';
    // Outside of any transaction: a slow provider holds up no row.
    const answer = await askProvider(deps.payments, payment, 'withdraw');
    const settlement = await withTransaction(pool, (tx) => endHeld(tx, deps.mails, orderId, answer, now));
    deps.logger.info({ orderId, settlement }, 'order due');
    return settlement;
  } catch (error) {
    deps.logger.error({ err: error, orderId }, 'an order that is due could not be ended');
    return 'nothing';
  }
}

async function endHeld(
  tx: Executor,
  mails: OrderMails,
  orderId: string,
  answer: ProviderPayment | null,
  now: Date,
): Promise<Settlement> {
  const order = await lockOrder(tx, orderId, 'skip');
  if (order?.status !== 'pending') return 'nothing';
  if (answer?.status === 'declined') return settleHeld(tx, mails, order, { kind: 'declined' }, now);
  if (answer?.status === 'paid') {
    const { amount, currency } = answer;
    const settlement = await settleHeld(tx, mails, order, { kind: 'paid', amount, currency }, now);
    if (settlement === 'paid') return settlement;
    // Paid, but not what was asked: a flag tells the owner, and the bottles aren't held for ever.
  }
  return settleHeld(tx, mails, order, { kind: 'expired' }, now);
}
