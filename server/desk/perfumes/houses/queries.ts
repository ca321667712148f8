import type { Executor } from '../../../db/pool';
import type { PerfumeLook } from '../../../pictures/perfume-pictures';
import type { BottleCap, BottleShape } from '../../../scent/bottles';

export interface HouseContent {
  readonly slug: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly story_ko: string;
  readonly story_en: string;
  readonly bottle: BottleShape;
  readonly cap: BottleCap;
  readonly position: number;
}

export interface HouseRow extends HouseContent {
  readonly id: number;
}

export interface ListedHouse extends HouseRow {
  readonly perfumes: number;
}

const HOUSE = 'id, slug, name_ko, name_en, story_ko, story_en, bottle, cap, position';

export async function selectHouses(db: Executor): Promise<ListedHouse[]> {
  const { rows } = await db.query<ListedHouse>(
    `select ${HOUSE}, (select count(*) from perfumes p where p.house_id = houses.id)::integer as perfumes
     from houses order by position, id`,
  );
  return rows;
}

export async function selectHouseBySlug(db: Executor, slug: string): Promise<HouseRow | null> {
  const { rows } = await db.query<HouseRow>(`select ${HOUSE} from houses where slug = $1`, [slug]);
  return rows[0] ?? null;
}

export async function lockHouse(db: Executor, id: number): Promise<HouseRow | null> {
  const { rows } = await db.query<HouseRow>(`select ${HOUSE} from houses where id = $1 for no key update`, [id]);
  return rows[0] ?? null;
}

/** Behind the others. */
export async function insertHouse(db: Executor, house: Omit<HouseContent, 'position'>): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into houses (slug, name_ko, name_en, story_ko, story_en, bottle, cap, position)
     values ($1, $2, $3, $4, $5, $6, $7, (select coalesce(max(position), -1) + 1 from houses)) returning id`,
    [house.slug, house.name_ko, house.name_en, house.story_ko, house.story_en, house.bottle, house.cap],
  );
  if (!rows[0]) throw new Error('a house was not written');
  return rows[0].id;
}

/** Its address stays: lists of the shop are narrowed by it. */
export async function updateHouse(db: Executor, id: number, house: Omit<HouseContent, 'slug'>): Promise<void> {
  await db.query(
    `update houses set name_ko = $2, name_en = $3, story_ko = $4, story_en = $5, bottle = $6, cap = $7, position = $8
     where id = $1`,
    [id, house.name_ko, house.name_en, house.story_ko, house.story_en, house.bottle, house.cap, house.position],
  );
}

export type PerfumeToDraw = Omit<PerfumeLook, 'name' | 'shape' | 'cap'> & {
  readonly id: number;
  readonly picture: string;
};

/** Everything of a house that has a picture of its bottle. */
export async function selectPerfumesToDraw(db: Executor, houseId: number): Promise<PerfumeToDraw[]> {
  const { rows } = await db.query<PerfumeToDraw>(
    `select p.id, p.picture, p.name_ko as "nameKo", p.accords,
       coalesce((select max(v.volume_ml) from variants v where v.perfume_id = p.id and v.archived_at is null), 50)
         as "volumeMl"
     from perfumes p where p.house_id = $1 order by p.id`,
    [houseId],
  );
  return rows;
}

/** Only where the picture still is the one that was drawn anew. */
export async function updatePictures(
  db: Executor,
  pictures: readonly { readonly id: number; readonly before: string; readonly picture: string }[],
): Promise<void> {
  await db.query(
    `update perfumes p set picture = t.picture
     from jsonb_to_recordset($1::jsonb) as t (id integer, before text, picture text)
     where p.id = t.id and p.picture = t.before and p.picture <> t.picture`,
    [JSON.stringify(pictures)],
  );
}
