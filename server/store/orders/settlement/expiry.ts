/** Run by `jobs`; any number of processes may run it at once. */
import type { Pool } from '../../../db/pool';
import { selectDueOrders } from '../queries';
import type { AskingDeps } from './attempt';
import type { Settlement } from './effects';
import { endOrder } from './ending';
import { selectPaymentOfOrder } from './queries';

const BATCH = 50;

/**
 * Expired with its bottles back on sale, or paid if its provider says so: a browser may have paid and never come back.
 * One whose provider doesn't answer, or of whose money nobody knows yet, stays until the next run.
 * @returns how many were ended
 */
export async function expireDueOrders(deps: AskingDeps): Promise<number> {
  const { pool, clock } = deps;
  const now = clock.now();
  const seen = new Set<string>();
  let ended = 0;
  for (;;) {
    // Those left over (held by somebody, or their provider silent) stand in front again, so look past them.
    const due = await selectDueOrders(pool, now, [...seen], BATCH);
    for (const orderId of due) {
      seen.add(orderId);
      if ((await expire(pool, deps, orderId)) !== 'nothing') ended++;
    }
    if (due.length < BATCH) return ended;
  }
}

async function expire(pool: Pool, deps: AskingDeps, orderId: string): Promise<Settlement> {
  const { logger } = deps;
  try {
    const payment = await selectPaymentOfOrder(pool, orderId);
    if (!payment) return 'nothing';
    const ending = { why: 'due', staffId: null, isByShop: false, waiting: 'skip' } as const;
    const settlement = await endOrder(deps, payment, ending);
    logger.info({ orderId, settlement }, 'order due');
    return settlement;
  } catch (error) {
    logger.error({ err: error, orderId }, 'an order that is due could not be ended');
    return 'nothing';
  }
}
