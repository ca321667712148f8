/** The only statements that write a perfume. Each row is a record of JSON: a column it doesn't have stays as it is. */
import type { Executor } from '../../db/pool';
import { PERFUME_FIELDS, VARIANT_FIELDS, type Field, entriesOf } from './fields';
import type { Named } from './names';

export type Row = Readonly<Record<string, unknown>>;

const ownColumns = (fields: Readonly<Record<string, Field<unknown>>>): string[] =>
  entriesOf(fields).flatMap(([name, { isElsewhere }]) => (isElsewhere ? [] : [name]));

const PERFUME_COLUMNS = [...ownColumns(PERFUME_FIELDS), 'archived_at', 'picture', 'aura'];
const VARIANT_COLUMNS = [...ownColumns(VARIANT_FIELDS), 'archived_at'];

const named = (columns: readonly string[]): string => columns.map((column) => `n.${column}`).join(', ');

export interface Written {
  readonly id: number;
  readonly slug: string;
}

/** Those without a position are the last ones. */
export async function insertPerfumes(db: Executor, rows: readonly Row[], at: Date): Promise<Written[]> {
  const columns = PERFUME_COLUMNS.filter((column) => column !== 'position');
  const { rows: written } = await db.query<Written & Record<string, unknown>>(
    `insert into perfumes (${columns.join(', ')}, house_id, position, created_at, updated_at)
     select ${named(columns)}, (select id from houses where slug = t.row ->> 'house'),
       coalesce(n.position, (select coalesce(max(position), -1) from perfumes) + t.at::integer), $2, $2
     from jsonb_array_elements($1::jsonb) with ordinality as t (row, at), jsonb_populate_record(null::perfumes, t.row) n
     order by t.at
     returning id, slug`,
    [JSON.stringify(rows), at],
  );
  return written;
}

/** @param rows `raises` where whoever has it open is to be told that it is no longer the last version */
export async function updatePerfumes(db: Executor, rows: readonly Row[]): Promise<void> {
  await db.query(
    `update perfumes p set (${PERFUME_COLUMNS.join(', ')}, house_id, updated_at, version) = (
       select ${named(PERFUME_COLUMNS)},
         case when t.row ? 'house' then (select id from houses where slug = t.row ->> 'house') else p.house_id end,
         n.updated_at, p.version + (t.row ? 'raises')::integer
       from jsonb_populate_record(p, t.row) n)
     from jsonb_array_elements($1::jsonb) as t (row) where p.id = (t.row ->> 'id')::integer`,
    [JSON.stringify(rows)],
  );
}

/** The addresses that perfumes are about to leave lead to them. */
export async function leaveAddresses(db: Executor, moving: readonly Written[], at: Date): Promise<void> {
  await db.query(
    `insert into perfume_addresses (slug, perfume_id, left_at)
     select p.slug, p.id, $2 from jsonb_to_recordset($1::jsonb) as t (id integer, slug text) join perfumes p using (id)
     where p.slug <> t.slug
     on conflict (slug) do update set perfume_id = excluded.perfume_id, left_at = excluded.left_at`,
    [JSON.stringify(moving), at],
  );
}

/** An address that a perfume has is nobody's former one. */
export async function takeAddresses(db: Executor, slugs: readonly string[]): Promise<void> {
  await db.query('delete from perfume_addresses where slug = any($1::text[])', [slugs]);
}

export interface Layer {
  readonly perfume_id: number;
  readonly layer: string;
  readonly notes: readonly string[];
}

export async function replaceNotes(db: Executor, layers: readonly Layer[]): Promise<void> {
  const json = JSON.stringify(layers);
  await db.query(
    `delete from perfume_notes pn using jsonb_to_recordset($1::jsonb) as t (perfume_id integer, layer text)
     where pn.perfume_id = t.perfume_id and pn.layer = t.layer`,
    [json],
  );
  await db.query(
    `insert into perfume_notes (perfume_id, note_id, layer, position)
     select t.perfume_id, n.id, t.layer, o.position - 1
     from jsonb_to_recordset($1::jsonb) as t (perfume_id integer, layer text, notes jsonb),
       jsonb_array_elements_text(t.notes) with ordinality as o (slug, position) join notes n on n.slug = o.slug`,
    [json],
  );
}

/** What the ledger says of counts that change. */
export interface StockReason {
  readonly reason: 'opening' | 'correction' | 'delivery' | 'import';
  readonly at: Date;
  readonly staffId: string | null;
  readonly note: string;
}

const reasonOf = ({ reason, at, staffId, note }: StockReason): unknown[] => [reason, at, staffId, note];

/** Only variants of the perfume that they are said to be of. */
export async function updateVariants(db: Executor, rows: readonly Row[], why: StockReason): Promise<void> {
  await db.query(
    `with why as (select stock_reason($2, $3::timestamptz, null, $4::uuid, $5))
     update variants v set (${VARIANT_COLUMNS.join(', ')}) = (
       select ${named(VARIANT_COLUMNS)} from jsonb_populate_record(v, t.row) n)
     from jsonb_array_elements($1::jsonb) as t (row), why
     where v.id = (t.row ->> 'id')::integer and v.perfume_id = (t.row ->> 'perfume_id')::integer`,
    [JSON.stringify(rows), ...reasonOf(why)],
  );
}

export async function insertVariants(db: Executor, rows: readonly Row[], why: StockReason): Promise<void> {
  await db.query(
    `with why as (select stock_reason($2, $3::timestamptz, null, $4::uuid, $5))
     insert into variants (perfume_id, ${VARIANT_COLUMNS.join(', ')})
     select n.perfume_id, ${named(VARIANT_COLUMNS)}
     from jsonb_array_elements($1::jsonb) as t (row), jsonb_populate_record(null::variants, t.row) n, why`,
    [JSON.stringify(rows), ...reasonOf(why)],
  );
}

const namesIn = (table: 'houses' | 'notes'): string =>
  `coalesce((select json_agg(json_build_object('slug', slug, 'nameKo', name_ko, 'nameEn', name_en)) from ${table}), '[]')`;

/** What houses and notes are called. */
export async function selectNames(
  db: Executor,
): Promise<{ readonly houses: readonly Named[]; readonly notes: readonly Named[] }> {
  const { rows } = await db.query<{ houses: Named[]; notes: Named[] }>(
    `select ${namesIn('houses')} as houses, ${namesIn('notes')} as notes`,
  );
  return rows[0] ?? { houses: [], notes: [] };
}
