import type { Executor } from '../../db/pool';
import type { Cursor } from '../web/list-address';
import type { CountedVariant, CountReason, Movement } from './model';

const VARIANT = `v.id, v.sku, v.volume_ml as "volumeMl", v.stock, v.low_stock as "lowStock",
  v.archived_at is not null as archived, p.id as "perfumeId", p.name_ko as "nameKo", p.name_en as "nameEn",
  h.name_ko as "houseKo", h.name_en as "houseEn", p.picture`;

export const VIEWS = ['low', 'out', 'all'] as const;
export type StockView = (typeof VIEWS)[number];

export interface StockFilter {
  readonly view: StockView;
  readonly words: { readonly name: string; readonly sku: string } | null;
}

/** Of a variant that is sold. Archived perfumes are few: they are left out one by one, not the others looked up. */
const SOLD = `v.archived_at is null
  and not exists (select from perfumes gone where gone.id = v.perfume_id and gone.archived_at is not null)`;

const LISTED: Readonly<Record<StockView, string>> = {
  low: `${SOLD} and v.stock <= v.low_stock`,
  out: `${SOLD} and v.stock <= v.low_stock and v.stock = 0`,
  all: SOLD,
};

const FOUND = `(lower(v.sku) like $3 or v.perfume_id in (
    select id from perfumes where search_text like $2
      or house_id in (select id from houses where lower(replace(name_ko || E'\\n' || name_en, ' ', '')) like $2)))`;

/** What runs out first, first; all of them by their SKU. A cursor's value is the count, or the SKU of all. */
export async function selectCounts(
  db: Executor,
  { view, words }: StockFilter,
  page: { readonly limit: number; readonly after: Cursor | null },
): Promise<CountedVariant[]> {
  const isBySku = view === 'all';
  const order = isBySku ? 'v.sku' : 'v.stock, v.id';
  const behind = isBySku ? 'v.sku > $4::text' : '(v.stock, v.id) > ($4::text::integer, $5::integer)';
  const conditions = [LISTED[view], ...(words ? [FOUND] : []), ...(page.after ? [behind] : [])];
  const { rows } = await db.query<CountedVariant>(
    `with given (most, name, sku, value, id) as (select $1::integer, $2::text, $3::text, $4::text, $5::integer),
     listed as materialized (
       select v.* from variants v where ${conditions.join(' and ')} order by ${order} limit $1
     )
     select ${VARIANT} from listed v join perfumes p on p.id = v.perfume_id join houses h on h.id = p.house_id
     order by ${order}`,
    [page.limit, words?.name ?? null, words?.sku ?? null, page.after?.value ?? null, page.after?.id ?? null],
  );
  return rows;
}

export async function countLow(db: Executor): Promise<{ readonly low: number; readonly out: number }> {
  const { rows } = await db.query<{ low: number; out: number }>(
    `select count(*) as low, count(*) filter (where v.stock = 0) as out
     from variants v where ${LISTED.low}`,
  );
  return rows[0] ?? { low: 0, out: 0 };
}

export async function selectVariant(db: Executor, id: number): Promise<CountedVariant | null> {
  const { rows } = await db.query<CountedVariant>(
    `select ${VARIANT} from variants v join perfumes p on p.id = v.perfume_id join houses h on h.id = p.house_id
     where v.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export async function selectMovements(
  db: Executor,
  variantId: number,
  page: { readonly limit: number; readonly before: number | null },
): Promise<Movement[]> {
  const { rows } = await db.query<Movement>(
    `select m.id, m.at, m.change, m.balance, m.reason, m.note, o.number as order, s.name as person
     from stock_movements m left join orders o on o.id = m.order_id left join staff s on s.id = m.staff_id
     where m.variant_id = $1 and ($3::bigint is null or m.id < $3) order by m.id desc limit $2`,
    [variantId, page.limit, page.before],
  );
  return rows;
}

interface Written {
  readonly variantId: number;
  readonly note: string;
  readonly staffId: string | null;
  readonly at: Date;
}

/** @returns false when it isn't the count any more that was seen: nothing has changed then */
export async function setCount(
  db: Executor,
  count: Written & { readonly seen: number; readonly counted: number; readonly reason: CountReason },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `with why as (select stock_reason($4, $5::timestamptz, null, $6::uuid, $7))
     update variants v set stock = $3 from why where v.id = $1 and v.stock = $2`,
    [count.variantId, count.seen, count.counted, count.reason, count.at, count.staffId, count.note],
  );
  return rowCount === 1;
}

/** @returns the count afterwards; null where it would be more than that many: nothing has changed then */
export async function addBottles(
  db: Executor,
  delivery: Written & { readonly quantity: number },
  most: number,
): Promise<number | null> {
  const { rows } = await db.query<{ stock: number }>(
    `with why as (select stock_reason('delivery', $3::timestamptz, null, $4::uuid, $5))
     update variants v set stock = v.stock + $2 from why
     where v.id = $1 and v.stock <= $6::integer - $2::integer returning v.stock`,
    [delivery.variantId, delivery.quantity, delivery.at, delivery.staffId, delivery.note, most],
  );
  return rows[0]?.stock ?? null;
}
