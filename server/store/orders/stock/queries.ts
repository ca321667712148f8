/** Rows are taken by variant id, so that nobody waits in a circle. NO KEY: a cart that names a variant needn't wait. */
import type { Executor } from '../../../db/pool';

interface Bottles {
  readonly variantId: number;
  readonly quantity: number;
}

/** What the stock's ledger says of the movement. The order is there before its bottles move. */
export interface StockCause {
  readonly orderId: string;
  readonly at: Date;
}

/** The reason is said in the statement that moves: the ledger's trigger runs at its end. */
const held = (reason: 'sale' | 'return'): string => `
  with why as (
    select stock_reason('${reason}', $3::timestamptz, $4::uuid, null, '')
  ), held as (
    select v.id, wanted.quantity
    from variants v
    join unnest($1::integer[], $2::integer[]) as wanted (id, quantity) on wanted.id = v.id
    order by v.id
    for no key update of v
  )`;

const values = (bottles: readonly Bottles[], { at, orderId }: StockCause): unknown[] => [
  bottles.map(({ variantId }) => variantId),
  bottles.map(({ quantity }) => quantity),
  at,
  orderId,
];

/** Holds them, so that taking them can't fail. @returns false when not all of it is there */
export async function holdStock(db: Executor, bottles: readonly Bottles[]): Promise<boolean> {
  const { rows } = await db.query<{ isThere: boolean }>(
    `select v.stock >= wanted.quantity as "isThere"
     from variants v
     join unnest($1::integer[], $2::integer[]) as wanted (id, quantity) on wanted.id = v.id
     order by v.id
     for no key update of v`,
    [bottles.map(({ variantId }) => variantId), bottles.map(({ quantity }) => quantity)],
  );
  return rows.length === bottles.length && rows.every(({ isThere }) => isThere);
}

/** @returns false when not all of it was there; the transaction must not commit then */
export async function takeStock(db: Executor, bottles: readonly Bottles[], cause: StockCause): Promise<boolean> {
  const { rowCount } = await db.query(
    `${held('sale')}
     update variants v set stock = v.stock - held.quantity from held, why
     where v.id = held.id and v.stock >= held.quantity`,
    values(bottles, cause),
  );
  return rowCount === bottles.length;
}

/** Only after {@link closeOrder} said yes, or with a refund's lines: that is what makes it happen once. */
export async function giveStockBack(db: Executor, bottles: readonly Bottles[], cause: StockCause): Promise<void> {
  await db.query(
    `${held('return')} update variants v set stock = v.stock + held.quantity from held, why where v.id = held.id`,
    values(bottles, cause),
  );
}
