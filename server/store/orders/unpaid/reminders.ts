/** Reminds whoever has not paid yet. Run by `jobs`; any number of processes may run it at once. */
import type { Pool } from '../../../db/pool';
import { withTransaction } from '../../../db/transaction';
import type { Logger } from '../../../process/logger';
import type { OrderMails } from '../mails';
import { lockOrder } from '../queries';
import { markReminded, selectOrdersToRemind } from './queries';
import { stillWanted } from './service';

const BATCH = 50;

export interface ReminderDeps {
  readonly mails: OrderMails;
  readonly logger: Logger;
}

/** @returns how many orders' buyers were reminded */
export async function remindOfDueOrders(pool: Pool, deps: ReminderDeps, now: Date): Promise<number> {
  const seen = new Set<string>();
  let reminded = 0;
  for (;;) {
    // What is left over, because somebody held it just now, stands in front again, so look past it.
    const due = await selectOrdersToRemind(pool, now, [...seen], BATCH);
    for (const orderId of due) {
      seen.add(orderId);
      if (await remind(pool, deps, orderId)) reminded++;
    }
    if (due.length < BATCH) return reminded;
  }
}

async function remind(pool: Pool, { mails, logger }: ReminderDeps, orderId: string): Promise<boolean> {
  try {
    return await withTransaction(pool, async (tx) => {
      const order = await lockOrder(tx, orderId, 'skip');
      if (order?.status !== 'pending' || !(await markReminded(tx, orderId))) return false;
      // Of a wrong amount she hears from a person; what she has ordered anew she means to pay there.
      if (order.flag !== null || (await stillWanted(tx, order)).length === 0) return false;
      await mails.orderReminder(tx, order);
      return true;
    });
  } catch (error) {
    logger.error({ err: error, orderId }, 'nobody could be reminded of an order');
    return false;
  }
}
