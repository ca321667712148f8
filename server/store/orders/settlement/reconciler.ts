/**
 * Asks about money that nobody knows of. A job of its own does it when the time has come; this finds what was lost on the
 * way. Run by `jobs`; any number of processes may run it at once.
 */
import { selectRefundsToAsk } from '../refunds/queries';
import { createRefundSending } from '../refunds/sending';
import { createAsking } from './asking';
import type { AskingDeps } from './attempt';
import { selectPaymentsToAsk } from './queries';

const BATCH = 50;

/** Each of one payment or refund, at the time that was set for it. */
export function createMoneyJobs(deps: AskingDeps) {
  const asking = createAsking(deps);
  const sending = createRefundSending(deps);
  return { askPayment: (id: string) => asking.look(id), askRefund: (id: string) => sending.look(id) };
}

/** @returns how many were asked about */
export async function askDuePayments(deps: AskingDeps): Promise<number> {
  const { pool } = deps;
  const { askPayment, askRefund } = createMoneyJobs(deps);
  const payments = await each(deps, (seen, now) => selectPaymentsToAsk(pool, now, seen, BATCH), askPayment);
  const refunds = await each(deps, (seen, now) => selectRefundsToAsk(pool, now, seen, BATCH), askRefund);
  return payments + refunds;
}

async function each(
  { clock, logger }: AskingDeps,
  select: (seen: readonly string[], now: Date) => Promise<readonly string[]>,
  look: (id: string) => Promise<void>,
): Promise<number> {
  const now = clock.now();
  const seen: string[] = [];
  for (;;) {
    const due = await select(seen, now);
    for (const id of due) {
      seen.push(id);
      try {
        await look(id);
      } catch (error) {
        logger.error({ err: error, id }, 'money could not be asked about');
      }
    }
    if (due.length < BATCH) return seen.length;
  }
}
