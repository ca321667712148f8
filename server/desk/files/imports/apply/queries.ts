/** Writes what a file makes of the catalogue: a statement a table, for as many rows as are handed in. */
import type { Executor } from '../../../../db/pool';
import type { DrawnFiles } from '../../../../pictures/perfume-pictures';
import type { PlannedPerfume, PlannedVariant } from '../model';

interface Written {
  readonly id: number;
  readonly slug: string;
}

/** Said before counts are changed: the ledger names the file. */
export async function sayWhyStockChanges(
  db: Executor,
  why: { readonly staffId: string; readonly fileName: string; readonly at: Date },
): Promise<void> {
  await db.query(`select stock_reason('import', $1, null, $2::uuid, $3)`, [why.at, why.staffId, why.fileName]);
}

const PERFUME_RECORD = `
  slug text, house text, name_ko text, name_en text, story_ko text, story_en text, perfumer_ko text, perfumer_en text,
  year integer, concentration text, alcohol_percent numeric, family text, accords jsonb, picture text, aura text,
  position integer, published_at timestamptz, archived boolean`;

const record = ({ slug, after }: PlannedPerfume, drawn: DrawnFiles | undefined) => ({
  slug,
  ...after,
  picture: drawn?.picture ?? null,
  aura: drawn?.aura ?? null,
});

export async function insertPerfumes(
  db: Executor,
  perfumes: readonly PlannedPerfume[],
  drawn: ReadonlyMap<string, DrawnFiles>,
  now: Date,
): Promise<Written[]> {
  const { rows } = await db.query<Written & Record<string, unknown>>(
    `insert into perfumes (slug, house_id, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
       concentration, alcohol_percent, family, accords, picture, aura, position, published_at, archived_at, created_at,
       updated_at)
     select t.slug, h.id, t.name_ko, t.name_en, t.story_ko, t.story_en, t.perfumer_ko, t.perfumer_en, t.year,
       t.concentration, t.alcohol_percent, t.family, t.accords, t.picture, t.aura, t.position, t.published_at,
       case when t.archived then $2::timestamptz end, $2, $2
     from jsonb_to_recordset($1::jsonb) as t (${PERFUME_RECORD}) join houses h on h.slug = t.house
     returning id, slug`,
    [JSON.stringify(perfumes.map((one) => record(one, drawn.get(one.slug)))), now],
  );
  return rows;
}

export async function updatePerfumes(db: Executor, perfumes: readonly PlannedPerfume[], now: Date): Promise<void> {
  await db.query(
    `update perfumes p set house_id = h.id, name_ko = t.name_ko, name_en = t.name_en, story_ko = t.story_ko,
       story_en = t.story_en, perfumer_ko = t.perfumer_ko, perfumer_en = t.perfumer_en, year = t.year,
       concentration = t.concentration, alcohol_percent = t.alcohol_percent, family = t.family, accords = t.accords,
       position = t.position,
       published_at = case
         when date_trunc('milliseconds', p.published_at) = t.published_at then p.published_at else t.published_at end,
       archived_at = case when t.archived then coalesce(p.archived_at, $2) end
     from jsonb_to_recordset($1::jsonb) as t (${PERFUME_RECORD}) join houses h on h.slug = t.house
     where p.slug = t.slug`,
    [JSON.stringify(perfumes.map((one) => record(one, undefined))), now],
  );
}

export async function updatePictures(db: Executor, drawn: ReadonlyMap<string, DrawnFiles>): Promise<void> {
  await db.query(
    `update perfumes p set picture = t.picture, aura = t.aura
     from jsonb_to_recordset($1::jsonb) as t (slug text, picture text, aura text) where p.slug = t.slug`,
    [JSON.stringify([...drawn].map(([slug, files]) => ({ slug, ...files })))],
  );
}

/**
 * Who has one of them open at the desk is told when she saves.
 * @returns the versions they have now, by id
 */
export async function raiseVersions(
  db: Executor,
  perfumeIds: readonly number[],
  now: Date,
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await db.query<{ id: number; version: number }>(
    `update perfumes set version = version + 1, updated_at = $2 where id = any($1::integer[]) returning id, version`,
    [perfumeIds, now],
  );
  return new Map(rows.map(({ id, version }) => [id, version]));
}

/** An address that led elsewhere is a perfume's own now. */
export async function takeAddresses(db: Executor, slugs: readonly string[]): Promise<void> {
  await db.query('delete from perfume_addresses where slug = any($1::text[])', [slugs]);
}

export async function replaceNotes(db: Executor, perfumes: readonly PlannedPerfume[]): Promise<void> {
  const rows = perfumes.flatMap(({ slug, after }) =>
    (['top', 'heart', 'base'] as const).flatMap((layer) =>
      after[`notes_${layer}`].map((note, position) => ({ perfume: slug, note, layer, position })),
    ),
  );
  await db.query(
    'delete from perfume_notes where perfume_id in (select id from perfumes where slug = any($1::text[]))',
    [perfumes.map(({ slug }) => slug)],
  );
  await db.query(
    `insert into perfume_notes (perfume_id, note_id, layer, position)
     select p.id, n.id, t.layer, t.position
     from jsonb_to_recordset($1::jsonb) as t (perfume text, note text, layer text, position integer)
     join perfumes p on p.slug = t.perfume join notes n on n.slug = t.note`,
    [JSON.stringify(rows)],
  );
}

const VARIANT_RECORD = `sku text, slug text, volume_ml integer, price integer, stock integer, low_stock integer,
  archived boolean`;

const variantRecords = (variants: readonly PlannedVariant[]): string =>
  JSON.stringify(variants.map(({ sku, slug, after }) => ({ sku, slug, ...after })));

export async function insertVariants(db: Executor, variants: readonly PlannedVariant[], now: Date): Promise<void> {
  await db.query(
    `insert into variants (perfume_id, sku, volume_ml, price, stock, low_stock, archived_at)
     select p.id, t.sku, t.volume_ml, t.price, t.stock, t.low_stock, case when t.archived then $2::timestamptz end
     from jsonb_to_recordset($1::jsonb) as t (${VARIANT_RECORD}) join perfumes p on p.slug = t.slug`,
    [variantRecords(variants), now],
  );
}

/** In the order of their ids, as whoever sells them takes them. */
export async function updateVariants(db: Executor, variants: readonly PlannedVariant[], now: Date): Promise<void> {
  await db.query(
    `update variants v set price = t.price, stock = t.stock, low_stock = t.low_stock,
       archived_at = case when t.archived then coalesce(v.archived_at, $2) end
     from jsonb_to_recordset($1::jsonb) as t (${VARIANT_RECORD}) where v.sku = t.sku`,
    [variantRecords(variants), now],
  );
}

/** Ids and Korean names, for the audit log. */
export async function selectNamesBySlug(
  db: Executor,
  slugs: readonly string[],
): Promise<readonly (Written & { readonly name: string })[]> {
  const { rows } = await db.query<Written & { name: string } & Record<string, unknown>>(
    'select id, slug, name_ko as name from perfumes where slug = any($1::text[]) order by id',
    [slugs],
  );
  return rows;
}
