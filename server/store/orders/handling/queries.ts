/** Statements on orders after their money has come. Each says in its condition which state it begins from. */
import type { Executor } from '../../../db/pool';
import type { Carrier } from '../carriers';
import type { StoredOrder } from '../model';
import { lockOrder } from '../queries';

export async function lockOrderOfNumber(db: Executor, number: string): Promise<StoredOrder | null> {
  const { rows } = await db.query<{ id: string }>('select id from orders where number = $1', [number]);
  return rows[0] ? lockOrder(db, rows[0].id, 'wait') : null;
}

async function changed(db: Executor, sql: string, values: unknown[]): Promise<boolean> {
  const { rowCount } = await db.query(sql, values);
  return rowCount === 1;
}

export async function markShipped(
  db: Executor,
  orderId: string,
  parcel: { readonly carrier: Carrier; readonly trackingNumber: string | null },
  now: Date,
): Promise<boolean> {
  return changed(
    db,
    `update orders set status = 'shipped', shipped_at = $2, carrier = $3, tracking_number = $4
     where id = $1::uuid and status = 'paid'`,
    [orderId, now, parcel.carrier, parcel.trackingNumber],
  );
}

export async function markPaidAgain(db: Executor, orderId: string): Promise<boolean> {
  return changed(
    db,
    `update orders set status = 'paid', shipped_at = null, carrier = null, tracking_number = null
     where id = $1::uuid and status = 'shipped'`,
    [orderId],
  );
}

export async function markDelivered(db: Executor, orderId: string, now: Date): Promise<boolean> {
  return changed(
    db,
    `update orders set status = 'delivered', delivered_at = $2 where id = $1::uuid and status = 'shipped'`,
    [orderId, now],
  );
}

export async function markShippedAgain(db: Executor, orderId: string): Promise<boolean> {
  return changed(
    db,
    `update orders set status = 'shipped', delivered_at = null where id = $1::uuid and status = 'delivered'`,
    [orderId],
  );
}

/** Says in the same statement that the bottles go back, as closeOrder does. */
export async function closePaidOrder(db: Executor, orderId: string, now: Date): Promise<boolean> {
  return changed(
    db,
    `update orders set status = 'cancelled', closed_at = $2, stock_returned_at = $2
     where id = $1::uuid and status = 'paid' and stock_returned_at is null`,
    [orderId, now],
  );
}

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
