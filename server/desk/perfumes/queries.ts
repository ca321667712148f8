/** Statements on one perfume. Lists and bulk changes have files of their own. */
import type { Executor } from '../../db/pool';
import type { Choices, Content, Perfume, PerfumePhoto, TypedVariant, Variant } from './model';

interface PerfumeRow extends Omit<Perfume, 'notes_top' | 'notes_heart' | 'notes_base' | 'variants' | 'photos'> {
  readonly notes: { readonly top?: string[]; readonly heart?: string[]; readonly base?: string[] } | null;
  readonly variants: Variant[] | null;
  readonly photos: PerfumePhoto[] | null;
}

const PERFUME = `select p.id, p.version, p.slug, p.name_ko, p.name_en, p.story_ko, p.story_en, p.perfumer_ko, p.perfumer_en,
    h.slug as house, p.year, p.concentration, p.alcohol_percent::double precision as alcohol_percent, p.family, p.accords,
    p.picture, p.aura, p.published_at as "publishedAt", p.archived_at as "archivedAt", p.updated_at as "updatedAt",
    (select json_object_agg(layer, slugs) from (
       select pn.layer, json_agg(n.slug order by pn.position) as slugs
       from perfume_notes pn join notes n on n.id = pn.note_id where pn.perfume_id = p.id group by pn.layer
     ) layers) as notes,
    (select json_agg(json_build_object('id', v.id, 'sku', v.sku, 'volume_ml', v.volume_ml, 'price', v.price,
       'stock', v.stock, 'low_stock', v.low_stock, 'archived', v.archived_at is not null)
       order by v.archived_at is not null, v.volume_ml) from variants v where v.perfume_id = p.id) as variants,
    (select json_agg(json_build_object('id', f.id, 'file', f.file, 'width', f.width, 'height', f.height,
       'alt_ko', f.alt_ko, 'alt_en', f.alt_en) order by f.position)
       from perfume_photos f where f.perfume_id = p.id) as photos,
    (select coalesce(json_agg(a.slug order by a.left_at), '[]') from perfume_addresses a where a.perfume_id = p.id)
      as "formerSlugs"
  from perfumes p join houses h on h.id = p.house_id where p.id = $1`;

function perfumeOf({ notes, variants, photos, ...row }: PerfumeRow): Perfume {
  return {
    ...row,
    notes_top: notes?.top ?? [],
    notes_heart: notes?.heart ?? [],
    notes_base: notes?.base ?? [],
    variants: variants ?? [],
    photos: photos ?? [],
  };
}

export async function selectPerfume(db: Executor, id: number): Promise<Perfume | null> {
  const { rows } = await db.query<PerfumeRow>(PERFUME, [id]);
  return rows[0] ? perfumeOf(rows[0]) : null;
}

/** Its row and its variants', in the order in which sales hold them too; read afterwards, it stays as it is. */
export async function lockPerfume(db: Executor, id: number): Promise<Perfume | null> {
  const { rowCount } = await db.query('select 1 from perfumes where id = $1 for no key update', [id]);
  if (rowCount !== 1) return null;
  await db.query('select 1 from variants where perfume_id = $1 order by id for no key update', [id]);
  return selectPerfume(db, id);
}

export async function selectChoices(db: Executor): Promise<Choices> {
  const { rows } = await db.query<{ houses: Choices['houses'] | null; notes: Choices['notes'] | null }>(
    `select
       (select json_agg(json_build_object('slug', slug, 'nameKo', name_ko, 'nameEn', name_en, 'bottle', bottle,
          'cap', cap) order by position, id) from houses) as houses,
       (select json_agg(json_build_object('slug', slug, 'nameKo', name_ko, 'nameEn', name_en, 'group', note_group)
          order by note_group, name_ko, id) from notes) as notes`,
  );
  return { houses: rows[0]?.houses ?? [], notes: rows[0]?.notes ?? [] };
}

export interface Files {
  readonly picture: string;
  readonly aura: string;
}

/** Hidden, and last in the shop's own order. */
export async function insertPerfume(db: Executor, content: Content, files: Files, now: Date): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into perfumes (slug, house_id, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
       concentration, alcohol_percent, family, accords, picture, aura, position, created_at, updated_at)
     select $1, (select id from houses where slug = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14, $15,
       (select coalesce(max(position), -1) + 1 from perfumes), $16, $16
     returning id`,
    [...columnsOf(content), files.picture, files.aura, now],
  );
  if (!rows[0]) throw new Error('a perfume was not written');
  return rows[0].id;
}

export async function updatePerfume(
  db: Executor,
  id: number,
  content: Content,
  files: Files,
  now: Date,
): Promise<void> {
  await db.query(
    `update perfumes set slug = $1, house_id = (select id from houses where slug = $2), name_ko = $3, name_en = $4,
       story_ko = $5, story_en = $6, perfumer_ko = $7, perfumer_en = $8, year = $9, concentration = $10,
       alcohol_percent = $11, family = $12, accords = $13::jsonb, picture = $14, aura = $15, updated_at = $16,
       version = version + 1
     where id = $17`,
    [...columnsOf(content), files.picture, files.aura, now, id],
  );
}

function columnsOf(content: Content): unknown[] {
  const { slug, house, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en } = content;
  const { year, concentration, alcohol_percent, family, accords } = content;
  const words = [name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en];
  return [slug, house, ...words, year, concentration, alcohol_percent, family, JSON.stringify(accords)];
}

/** An address that a perfume has is nobody's former one. */
export async function takeAddress(db: Executor, slug: string): Promise<void> {
  await db.query('delete from perfume_addresses where slug = $1', [slug]);
}

export async function leaveAddress(db: Executor, perfumeId: number, slug: string, now: Date): Promise<void> {
  await db.query(
    `insert into perfume_addresses (slug, perfume_id, left_at) values ($1, $2, $3)
     on conflict (slug) do update set perfume_id = excluded.perfume_id, left_at = excluded.left_at`,
    [slug, perfumeId, now],
  );
}

export async function replaceNotes(db: Executor, perfumeId: number, content: Content): Promise<void> {
  await db.query('delete from perfume_notes where perfume_id = $1', [perfumeId]);
  const rows = (['top', 'heart', 'base'] as const).flatMap((layer) =>
    content[`notes_${layer}`].map((slug, position) => ({ slug, layer, position })),
  );
  await db.query(
    `insert into perfume_notes (perfume_id, note_id, layer, position)
     select $1, n.id, t.layer, t.position
     from jsonb_to_recordset($2::jsonb) as t (slug text, layer text, position integer) join notes n on n.slug = t.slug`,
    [perfumeId, JSON.stringify(rows)],
  );
}

/** Everything but the count. Only variants of that perfume. */
export async function updateVariants(
  db: Executor,
  perfumeId: number,
  variants: readonly Variant[],
  now: Date,
): Promise<void> {
  await db.query(
    `update variants v set sku = t.sku, volume_ml = t.volume_ml, price = t.price, low_stock = t.low_stock,
       archived_at = case when t.archived then coalesce(v.archived_at, $3) end
     from jsonb_to_recordset($2::jsonb) as t (id integer, sku text, volume_ml integer, price integer, low_stock integer,
       archived boolean)
     where v.id = t.id and v.perfume_id = $1`,
    [perfumeId, JSON.stringify(variants), now],
  );
}

interface Mover {
  readonly staffId: string | null;
  readonly at: Date;
}

/**
 * Counts that were typed, each only if it still is what was seen.
 * @returns how many were
 */
export async function correctCounts(
  db: Executor,
  perfumeId: number,
  variants: readonly TypedVariant[],
  { staffId, at }: Mover,
): Promise<number> {
  const { rowCount } = await db.query(
    `with why as (select stock_reason('correction', $3::timestamptz, null, $4::uuid, ''))
     update variants v set stock = t.stock
     from jsonb_to_recordset($2::jsonb) as t (id integer, stock integer, seen integer), why
     where v.id = t.id and v.perfume_id = $1 and v.stock = t.seen`,
    [perfumeId, JSON.stringify(variants), at, staffId],
  );
  return rowCount ?? 0;
}

export async function insertVariants(
  db: Executor,
  perfumeId: number,
  variants: readonly Variant[],
  { staffId, at }: Mover,
): Promise<void> {
  await db.query(
    `with why as (select stock_reason('opening', $3::timestamptz, null, $4::uuid, ''))
     insert into variants (perfume_id, sku, volume_ml, price, stock, low_stock)
     select $1, t.sku, t.volume_ml, t.price, t.stock, t.low_stock
     from jsonb_to_recordset($2::jsonb) as t (sku text, volume_ml integer, price integer, stock integer,
       low_stock integer), why`,
    [perfumeId, JSON.stringify(variants), at, staffId],
  );
}

/** @returns false when there is no such perfume */
export async function updateVisibility(
  db: Executor,
  id: number,
  { publishedAt, archivedAt, now }: { publishedAt: Date | null; archivedAt: Date | null; now: Date },
): Promise<void> {
  await db.query('update perfumes set published_at = $2, archived_at = $3, updated_at = $4 where id = $1', [
    id,
    publishedAt,
    archivedAt,
    now,
  ]);
}

export interface ChangeSince {
  readonly at: Date;
  readonly actor: string;
  readonly changes: Readonly<Record<string, readonly [before: unknown, after: unknown]>>;
}

/** What was saved over a version, the oldest first. */
export async function selectChangesSince(db: Executor, id: number, version: number): Promise<ChangeSince[]> {
  const { rows } = await db.query<ChangeSince>(
    `select at, actor, changes from audit_log
     where subject_kind = 'product' and subject_id = $1 and (changes -> 'version' ->> 1)::integer > $2 order by id`,
    [String(id), version],
  );
  return rows;
}

export async function selectHouse(db: Executor, slug: string): Promise<Choices['houses'][number] | null> {
  const { rows } = await db.query<Choices['houses'][number]>(
    'select slug, name_ko as "nameKo", name_en as "nameEn", bottle, cap from houses where slug = $1',
    [slug],
  );
  return rows[0] ?? null;
}
