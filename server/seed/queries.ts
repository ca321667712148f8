/** Writes the demo catalogue: one statement a table, each row a record of a JSON document. */
import type { Executor } from '../db/pool';
import type { DrawnFiles, PerfumeLook } from '../pictures/perfume-pictures';

type Rows = readonly Readonly<Record<string, unknown>>[];

/** False where the catalogue was seeded before: the owner's later changes and deletions stay as they are. */
export async function insertSeedMark(db: Executor): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into settings (key, value) values ('demo.seeded', 'true') on conflict (key) do nothing`,
  );
  return rowCount === 1;
}

export async function isSeeded(db: Executor): Promise<boolean> {
  const { rowCount } = await db.query(`select 1 from settings where key = 'demo.seeded'`);
  return rowCount === 1;
}

export async function insertNotes(db: Executor, rows: Rows): Promise<void> {
  await db.query(
    `insert into notes (slug, name_ko, name_en, note_group)
     select slug, name_ko, name_en, note_group
     from jsonb_to_recordset($1::jsonb) as t (slug text, name_ko text, name_en text, note_group text)`,
    [JSON.stringify(rows)],
  );
}

export async function insertHouses(db: Executor, rows: Rows): Promise<void> {
  await db.query(
    `insert into houses (slug, name_ko, name_en, story_ko, story_en, bottle, cap, position)
     select slug, name_ko, name_en, story_ko, story_en, bottle, cap, position
     from jsonb_to_recordset($1::jsonb) as t (slug text, name_ko text, name_en text, story_ko text, story_en text,
       bottle text, cap text, position integer)`,
    [JSON.stringify(rows)],
  );
}

export async function insertPerfumes(db: Executor, rows: Rows, publishedAt: Date): Promise<void> {
  await db.query(
    `insert into perfumes (slug, house_id, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
       concentration, alcohol_percent, family, accords, picture, aura, position, published_at)
     select t.slug, houses.id, t.name_ko, t.name_en, t.story_ko, t.story_en, t.perfumer_ko, t.perfumer_en, t.year,
       t.concentration, t.alcohol_percent, t.family, t.accords, t.picture, t.aura, t.position, $2
     from jsonb_to_recordset($1::jsonb) as t (slug text, house text, name_ko text, name_en text, story_ko text,
       story_en text, perfumer_ko text, perfumer_en text, year integer, concentration text, alcohol_percent numeric,
       family text, accords jsonb, picture text, aura text, position integer)
     join houses on houses.slug = t.house`,
    [JSON.stringify(rows), publishedAt],
  );
}

export async function insertPerfumeNotes(db: Executor, rows: Rows): Promise<void> {
  await db.query(
    `insert into perfume_notes (perfume_id, note_id, layer, position)
     select perfumes.id, notes.id, t.layer, t.position
     from jsonb_to_recordset($1::jsonb) as t (perfume text, note text, layer text, position integer)
     join perfumes on perfumes.slug = t.perfume
     join notes on notes.slug = t.note`,
    [JSON.stringify(rows)],
  );
}

export async function insertVariants(db: Executor, rows: Rows): Promise<void> {
  await db.query(
    `insert into variants (perfume_id, sku, volume_ml, price, stock)
     select perfumes.id, t.sku, t.volume_ml, t.price, t.stock
     from jsonb_to_recordset($1::jsonb) as t (perfume text, sku text, volume_ml integer, price integer, stock integer)
     join perfumes on perfumes.slug = t.perfume`,
    [JSON.stringify(rows)],
  );
}

/** What each perfume's pictures are drawn from, and their files. */
export async function selectLooks(db: Executor): Promise<(Omit<PerfumeLook, 'name'> & DrawnFiles & { id: number })[]> {
  const { rows } = await db.query<Omit<PerfumeLook, 'name'> & DrawnFiles & { id: number }>(
    `select p.id, p.picture, p.aura, p.name_ko as "nameKo", p.accords, h.bottle as shape, h.cap,
       coalesce((select max(v.volume_ml) from variants v where v.perfume_id = p.id and v.archived_at is null), 50)
         as "volumeMl"
     from perfumes p join houses h on h.id = p.house_id order by p.id`,
  );
  return rows;
}

export async function updatePictureFiles(db: Executor, rows: Rows): Promise<void> {
  await db.query(
    `update perfumes set picture = t.picture, aura = t.aura
     from jsonb_to_recordset($1::jsonb) as t (id integer, picture text, aura text)
     where perfumes.id = t.id`,
    [JSON.stringify(rows)],
  );
}
