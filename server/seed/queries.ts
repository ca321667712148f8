/** Writes what the demo catalogue's perfumes need: one statement a table, each row a record of a JSON document. */
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

export async function selectLooks(db: Executor): Promise<(Omit<PerfumeLook, 'name'> & DrawnFiles & { id: number })[]> {
  const { rows } = await db.query<Omit<PerfumeLook, 'name'> & DrawnFiles & { id: number }>(
    `select p.id, p.picture, p.aura, p.name_ko as "nameKo", p.accords, h.bottle as shape, h.cap,
       coalesce((select max(v.volume_ml) from variants v where v.perfume_id = p.id and v.archived_at is null), 50)
         as "volumeMl"
     from perfumes p join houses h on h.id = p.house_id order by p.id`,
  );
  return rows;
}
