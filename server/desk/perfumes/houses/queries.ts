import type { Executor } from '../../../db/pool';
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

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface ShownHouse extends HouseRow {
  /** null: all of them are. */
  readonly redraw: Progress | null;
}

export interface ListedHouse extends ShownHouse {
  readonly perfumes: number;
}

const HOUSE = 'id, slug, name_ko, name_en, story_ko, story_en, bottle, cap, position';
const REDRAW = `(select json_build_object('done', least(r.done, r.total), 'total', r.total)
  from house_redraws r where r.house_id = houses.id and r.finished_at is null) as redraw`;

export async function selectHouses(db: Executor): Promise<ListedHouse[]> {
  const { rows } = await db.query<ListedHouse>(
    `select ${HOUSE}, ${REDRAW}, (select count(*) from perfumes p where p.house_id = houses.id)::integer as perfumes
     from houses order by position, id`,
  );
  return rows;
}

export async function selectHouseBySlug(db: Executor, slug: string): Promise<ShownHouse | null> {
  const { rows } = await db.query<ShownHouse>(`select ${HOUSE}, ${REDRAW} from houses where slug = $1`, [slug]);
  return rows[0] ?? null;
}

export async function lockHouse(db: Executor, id: number): Promise<HouseRow | null> {
  const { rows } = await db.query<HouseRow>(`select ${HOUSE} from houses where id = $1 for no key update`, [id]);
  return rows[0] ?? null;
}

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
