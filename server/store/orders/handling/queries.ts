/** After the money has come. Each says in its condition which state it begins from. */
import type { Executor } from '../../../db/pool';
import type { Carrier } from '../../carriers/model';
import type { StoredOrder } from '../model';
import { lockOrder } from '../queries';

export async function lockOrderOfNumber(db: Executor, number: string): Promise<StoredOrder | null> {
  const { rows } = await db.query<{ id: string }>('select id from orders where number = $1', [number]);
  return rows[0] ? lockOrder(db, rows[0].id, 'wait') : null;
}

export async function updateLinkNonce(db: Executor, orderId: string, nonce: string): Promise<void> {
  await db.query('update orders set link_nonce = $2 where id = $1::uuid', [orderId, nonce]);
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
