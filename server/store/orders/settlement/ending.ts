/** How an order ends that nobody has paid: first nothing more can be paid, then it is closed. */
import type { Executor } from '../../../db/pool';
import { withTransaction } from '../../../db/transaction';
import { type Snapshot, stepOf } from '../../payments';
import type { Payment } from '../model';
import { type AskingDeps, attemptOf, heard } from './attempt';
import type { Settlement } from './effects';
import { finish } from './finish';

export interface Ending {
  readonly why: 'due' | 'cancel';
  readonly staffId: string | null;
  readonly isByShop: boolean;
  /** 'skip': nothing happens while somebody else is at the order. */
  readonly waiting: 'wait' | 'skip';
  /** Written in the same transaction. */
  readonly record?: (tx: Executor, settlement: Settlement) => Promise<void>;
}

/** What the provider says instead of that nothing more can be paid. */
const DECIDED = new Set<Snapshot['state']>(['paid', 'partly-cancelled', 'failed']);

/** @returns what came of it: whoever has paid a moment before has paid */
export async function endOrder(
  { pool, clock, logger, mails, payments }: AskingDeps,
  payment: Payment,
  { why, staffId, isByShop, waiting, record }: Ending,
): Promise<Settlement> {
  const step = stepOf(why, payment.state);
  if (step === '=' || step === 'r' || step === 'a') return 'nothing';
  const { provider } = payments.method(payment.method);
  const outcome = step === 'x' ? await heard(() => provider.abandon(attemptOf(payment))) : null;
  if (outcome && outcome.kind !== 'done') {
    logger.error({ payment: payment.id, code: outcome.code }, 'a payment could not be withdrawn');
    return 'nothing';
  }
  const snapshot = outcome?.value ?? null;
  return withTransaction(pool, async (tx) => {
    const hand = { now: clock.now(), staffId, waiting };
    const settled: Settlement[] = [];
    const isDecided = snapshot !== null && DECIDED.has(snapshot.state);
    if (isDecided) {
      const { settlement } = await finish(tx, mails, payment.id, { kind: 'snapshot', snapshot }, hand);
      if (settlement !== 'nothing') settled.push(settlement);
    }
    // Money of another amount is flagged and pays nothing: the shop, and the end of its time, end it all the same.
    const isMismatch = settled[0] === 'amount-mismatch' && (why === 'due' || isByShop);
    const isOpen = !isDecided || isMismatch;
    if (isOpen && snapshot?.state !== 'waiting') {
      const news = { kind: why, isAbandoned: outcome !== null, isByShop } as const;
      const { settlement } = await finish(tx, mails, payment.id, news, hand);
      if (settlement !== 'nothing') settled.push(settlement);
    }
    for (const settlement of settled) await record?.(tx, settlement);
    return settled.at(-1) ?? 'nothing';
  });
}
