import type { Executor } from '../../../db/pool';

/** What came in for the order, in whole won: its payment, or the wrong amount that came instead of it. */
export async function selectReceived(db: Executor, orderId: string): Promise<number> {
  const { rows } = await db.query<{ received: number }>('select money_received($1::uuid) as received', [orderId]);
  return rows[0]?.received ?? 0;
}

/** @returns what has been paid back by now; null when it would be more than came in, and then nothing is written */
export async function addToRefunded(
  db: Executor,
  orderId: string,
  amount: number,
  received: number,
): Promise<number | null> {
  const { rows } = await db.query<{ refunded: number }>(
    'update orders set refunded = refunded + $2 where id = $1::uuid and refunded + $2 <= $3 returning refunded',
    [orderId, amount, received],
  );
  return rows[0]?.refunded ?? null;
}

export async function isRefundNoted(db: Executor, attempt: string): Promise<boolean> {
  const { rows } = await db.query('select 1 from refunds where attempt = $1::uuid', [attempt]);
  return rows.length > 0;
}

export async function insertRefund(
  db: Executor,
  refund: {
    readonly orderId: string;
    readonly attempt: string;
    readonly amount: number;
    readonly text: string;
    readonly staffId: string | null;
    readonly at: Date;
  },
): Promise<void> {
  await db.query(
    `insert into refunds (order_id, attempt, amount, note, staff_id, at)
     values ($1::uuid, $2::uuid, $3, $4, $5::uuid, $6)`,
    [refund.orderId, refund.attempt, refund.amount, refund.text, refund.staffId, refund.at],
  );
}
