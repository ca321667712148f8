import { namePattern, skuPattern } from '../../../db/like';
import type { Executor } from '../../../db/pool';
import { type Cursor } from '../../web/list-address';
import type { HouseChoice, ListedPerfume, State } from '../model';
import { type ListFilter, type ListSort } from './address';

interface Order {
  readonly value: string;
  readonly by: string;
  readonly behind: string;
}

/** `$6` and `$7` are the cursor's value and id. */
const ORDER: Readonly<Record<ListSort, Order>> = {
  updated: {
    value: '(extract(epoch from p.updated_at) * 1000000)::bigint::text',
    by: 'p.updated_at desc, p.id desc',
    behind: `(p.updated_at, p.id) < (timestamptz 'epoch' + $6::text::bigint * interval '1 microsecond', $7::integer)`,
  },
  name: {
    value: 'p.name_ko',
    by: 'p.name_ko, p.id',
    behind: '(p.name_ko, p.id) > ($6::text, $7::integer)',
  },
  newest: { value: `'0'`, by: 'p.id desc', behind: '($6::text is not null and p.id < $7::integer)' },
};

const STATE: Readonly<Record<State, string>> = {
  visible: 'p.published_at <= $1',
  scheduled: 'p.published_at > $1',
  hidden: 'p.published_at is null and p.archived_at is null',
  archived: 'p.archived_at is not null',
};

/** Read from the indexes of those few, and looked up for each perfume afterwards. */
const STOCK = {
  low: 'p.id in (select perfume_id from variants where archived_at is null and stock <= low_stock)',
  out: 'p.id in (select perfume_id from variants where archived_at is null and stock <= low_stock and stock = 0)',
} as const;

const FOUND = `($3::text is null
    or p.search_text like $3
    or p.house_id in (select id from houses where lower(replace(name_ko || E'\\n' || name_en, ' ', '')) like $3)
    or p.id in (select perfume_id from variants where lower(sku) like $4))`;

export async function selectList(
  db: Executor,
  filter: ListFilter,
  page: { readonly now: Date; readonly limit: number; readonly after: Cursor | null },
): Promise<ListedPerfume[]> {
  const order = ORDER[filter.sort];
  // Only what narrows stands in it, so that Postgres sees at once which index leads there; none of it was typed.
  const conditions = [
    filter.state === null ? 'p.archived_at is null' : STATE[filter.state],
    ...(filter.q === null ? [] : [FOUND]),
    ...(filter.house === null ? [] : ['p.house_id = (select id from houses where slug = $5)']),
    ...(filter.stock === null ? [] : [STOCK[filter.stock]]),
    ...(page.after === null ? [] : [order.behind]),
  ];
  const { rows } = await db.query<ListedPerfume>(
    // Names every parameter once, for those that nothing narrows by are of no type else.
    `with given (now, most, words, sku, house, value, id) as (
       select $1::timestamptz, $2::integer, $3::text, $4::text, $5::text, $6::text, $7::integer
     ), listed as materialized (
       select p.id, p.slug, p.house_id, p.name_ko, p.name_en, p.picture, p.published_at, p.archived_at, p.updated_at,
         ${order.value} as sort_value
       from perfumes p where ${conditions.join(' and ')}
       order by ${order.by} limit $2
     )
     select p.id, p.slug, p.name_ko as "nameKo", p.name_en as "nameEn", h.name_ko as "houseKo", h.name_en as "houseEn",
       p.picture, p.published_at as "publishedAt", p.archived_at as "archivedAt", p.updated_at as "updatedAt",
       p.sort_value as "sortValue",
       (select json_build_object('file', f.file, 'width', f.width) from perfume_photos f
         where f.perfume_id = p.id order by f.position limit 1) as photo,
       (select coalesce(json_agg(json_build_object('ml', v.volume_ml, 'price', v.price, 'stock', v.stock,
           'low', v.low_stock) order by v.volume_ml), '[]')
         from variants v where v.perfume_id = p.id and v.archived_at is null) as variants
     from listed p join houses h on h.id = p.house_id
     order by ${order.by}`,
    [
      page.now,
      page.limit,
      filter.q === null ? null : namePattern(filter.q),
      filter.q === null ? null : skuPattern(filter.q),
      filter.house,
      page.after?.value ?? null,
      page.after?.id ?? null,
    ],
  );
  return rows;
}

export async function selectHouseNames(db: Executor): Promise<HouseChoice[]> {
  const { rows } = await db.query<HouseChoice>(
    'select slug, name_ko as "nameKo", name_en as "nameEn", bottle, cap from houses order by position, id',
  );
  return rows;
}
