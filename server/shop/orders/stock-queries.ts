/**
 * The only statements that move stock on sale. Always in the order of variant ids: orders can't wait for each other in a
 * circle. NO KEY, because a cart that only names a variant needn't wait for an order of it.
 */
import type { Executor } from '../../db/pool';

interface Bottles {
  readonly variantId: number;
  readonly quantity: number;
}

const HELD = `
  with held as (
    select v.id, wanted.quantity
    from variants v
    join unnest($1::integer[], $2::integer[]) as wanted (id, quantity) on wanted.id = v.id
    order by v.id
    for no key update of v
  )`;

function columns(bottles: readonly Bottles[]): [number[], number[]] {
  return [bottles.map(({ variantId }) => variantId), bottles.map(({ quantity }) => quantity)];
}

/** @returns false when not all of it was there; the transaction must not commit then */
export async function takeStock(db: Executor, bottles: readonly Bottles[]): Promise<boolean> {
  const { rowCount } = await db.query(
    `${HELD}
     update variants v set stock = v.stock - held.quantity from held where v.id = held.id and v.stock >= held.quantity`,
    columns(bottles),
  );
  return rowCount === bottles.length;
}

/** Only ever after {@link closeOrder} said yes: that is what makes it happen once. */
export async function giveStockBack(db: Executor, bottles: readonly Bottles[]): Promise<void> {
  await db.query(
    `${HELD} update variants v set stock = v.stock + held.quantity from held where v.id = held.id`,
    columns(bottles),
  );
}
