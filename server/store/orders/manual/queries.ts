import type { Executor } from '../../../db/pool';
import type { OrderLine, StoredOrder } from '../model';
import { selectOrderOfCart } from '../queries';

export interface HeldGoods extends Omit<OrderLine, 'unitPrice' | 'quantity'> {
  readonly price: number;
  readonly stock: number;
}

/** By id, as everybody who changes stock. Also of perfumes that are not shown: the desk may sell them. */
export async function selectGoodsHeld(
  db: Executor,
  variantIds: readonly number[],
): Promise<ReadonlyMap<number, HeldGoods>> {
  const { rows } = await db.query<HeldGoods>(
    `select v.id as "variantId", v.sku, p.slug as "perfumeSlug", p.name_ko as "nameKo", p.name_en as "nameEn",
       h.name_ko as "houseKo", h.name_en as "houseEn", v.volume_ml as "volumeMl", p.picture, v.price, v.stock
     from variants v
     join perfumes p on p.id = v.perfume_id
     join houses h on h.id = p.house_id
     where v.id = any($1::integer[]) and v.archived_at is null and p.archived_at is null
     order by v.id
     for no key update of v`,
    [variantIds],
  );
  return new Map(rows.map((row) => [row.variantId, row]));
}

export async function selectOrderOfAttempt(db: Executor, attempt: string): Promise<StoredOrder | null> {
  const { rows } = await db.query<{ id: string }>('select id from carts where checkout_key = $1::uuid', [attempt]);
  return rows[0] ? selectOrderOfCart(db, rows[0].id) : null;
}
