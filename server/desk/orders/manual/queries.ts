import { namePattern, skuPattern } from '../../../db/like';
import type { Executor } from '../../../db/pool';
import type { Goods, KnownBuyer } from './model';

const GOODS = `
  select v.id as "variantId", v.sku, p.name_ko as "nameKo", p.name_en as "nameEn", v.volume_ml as "volumeMl", v.price,
    v.stock, p.picture, p.published_at is not null as shown
  from variants v join perfumes p on p.id = v.perfume_id
  where v.archived_at is null and p.archived_at is null`;

export async function selectGoods(db: Executor, variantIds: readonly number[]): Promise<ReadonlyMap<number, Goods>> {
  const { rows } = await db.query<Goods>(`${GOODS} and v.id = any($1::integer[])`, [variantIds]);
  return new Map(rows.map((row) => [row.variantId, row]));
}

export async function searchGoods(db: Executor, words: string, limit: number): Promise<Goods[]> {
  const { rows } = await db.query<Goods>(
    `${GOODS} and (p.search_text like $1 or lower(v.sku) like $2)
     order by v.stock = 0, p.position, p.id, v.volume_ml limit $3`,
    [namePattern(words), skuPattern(words), limit],
  );
  return rows;
}

export async function selectKnownBuyer(db: Executor, customerId: string): Promise<KnownBuyer | null> {
  const { rows } = await db.query<KnownBuyer>(
    `select c.email, coalesce(o.locale, a.locale, 'ko') as locale, coalesce(o.recipient, c.name) as recipient,
       coalesce(o.phone, c.phone) as phone, coalesce(o.postcode, '') as postcode,
       coalesce(o.address_line1, '') as address_line1, coalesce(o.address_line2, '') as address_line2
     from customers c
     left join accounts a on a.email = c.email
     left join lateral (
       select * from orders where lower(email) = c.email order by placed_at desc limit 1
     ) o on true
     where c.id = $1::uuid`,
    [customerId],
  );
  return rows[0] ?? null;
}
