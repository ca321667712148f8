import type { Executor } from '../../db/pool';
import type { Range } from './calendar';
import type { DaySales, Goods } from './model';

export async function selectSales(db: Executor, { from, to }: Range): Promise<DaySales[]> {
  const { rows } = await db.query<DaySales>(
    `select day::text as day, payment_method as method, orders, ordered, received, refunds, refunded
     from sales_by_day
     where day between $1::date and $2::date and (orders <> 0 or received <> 0 or refunds <> 0 or refunded <> 0)
     order by day, payment_method`,
    [from, to],
  );
  return rows;
}

/** Whole won are exact as doubles too, whose sums take a third of the time that those of bigint take. */
export async function selectGoods(db: Executor, { from, to }: Range, limit: number): Promise<Goods> {
  const { rows } = await db.query<Stored>(
    `with sold as materialized (
       select variant_id, perfume_id, sum(units) as units, sum(revenue::double precision) as revenue
       from units_by_day where day between $1::date and $2::date
       group by variant_id, perfume_id having sum(units) > 0
     ), perfumes_sold as (
       select perfume_id as id, sum(units)::integer as units, sum(revenue) as revenue
       from sold group by perfume_id order by revenue desc, units desc, id limit $3
     ), variants_sold as (
       select variant_id, units, revenue from sold order by units desc, revenue desc, variant_id limit $3
     ), out as (
       select v.perfume_id, v.sku, v.volume_ml, m.at, m.id
       from stock_movements m join variants v on v.id = m.variant_id
       where m.balance = 0 and v.stock = 0 and v.archived_at is null
         and not exists (select from stock_movements n where n.variant_id = m.variant_id and n.id > m.id)
       order by m.id desc limit $3
     )
     select
       (select json_agg(json_build_object('id', p.id, 'nameKo', p.name_ko, 'nameEn', p.name_en, 'units', s.units,
          'revenue', s.revenue) order by s.revenue desc, s.units desc, p.id)
        from perfumes_sold s join perfumes p on p.id = s.id) as perfumes,
       (select json_agg(json_build_object('id', p.id, 'nameKo', p.name_ko, 'nameEn', p.name_en, 'units', s.units,
          'revenue', s.revenue, 'sku', v.sku, 'volumeMl', v.volume_ml, 'stock', v.stock)
          order by s.units desc, s.revenue desc, v.id)
        from variants_sold s join variants v on v.id = s.variant_id join perfumes p on p.id = v.perfume_id) as variants,
       (select json_agg(json_build_object('perfumeId', p.id, 'nameKo', p.name_ko, 'nameEn', p.name_en, 'sku', o.sku,
          'volumeMl', o.volume_ml, 'since', o.at) order by o.id desc)
        from out o join perfumes p on p.id = o.perfume_id) as "ranOut"`,
    [from, to, limit],
  );
  const { perfumes, variants, ranOut } = rows[0] ?? { perfumes: null, variants: null, ranOut: null };
  return {
    perfumes: perfumes ?? [],
    variants: variants ?? [],
    ranOut: (ranOut ?? []).map((one) => ({ ...one, since: new Date(one.since) })),
  };
}

interface Stored extends Record<string, unknown> {
  readonly perfumes: Goods['perfumes'] | null;
  readonly variants: Goods['variants'] | null;
  readonly ranOut: readonly (Omit<Goods['ranOut'][number], 'since'> & { readonly since: string })[] | null;
}
