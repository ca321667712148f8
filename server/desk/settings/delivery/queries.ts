import type { Executor } from '../../../db/pool';
import type { Content } from './model';

/** Until the transaction ends nobody else changes any of it; reading goes on. */
export async function lockDelivery(db: Executor): Promise<void> {
  await db.query('lock table delivery_areas, holidays, shop_pauses in share row exclusive mode');
}

const areaValues = (area: Content<'areas'>): unknown[] => [
  area.nameKo,
  area.nameEn,
  area.postcodeFrom,
  area.postcodeUntil,
  area.fee,
  area.extraDays,
];

export async function insertArea(db: Executor, area: Content<'areas'>): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into delivery_areas (name_ko, name_en, postcode_from, postcode_until, fee, extra_days)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    areaValues(area),
  );
  return idOf(rows);
}

export async function updateArea(db: Executor, id: number, area: Content<'areas'>): Promise<void> {
  await db.query(
    `update delivery_areas set name_ko = $1, name_en = $2, postcode_from = $3, postcode_until = $4, fee = $5,
       extra_days = $6 where id = $7`,
    [...areaValues(area), id],
  );
}

export async function deleteArea(db: Executor, id: number): Promise<void> {
  await db.query('delete from delivery_areas where id = $1', [id]);
}

export async function insertHoliday(db: Executor, { day, name }: Content<'holidays'>): Promise<number> {
  const { rows } = await db.query<{ id: number }>('insert into holidays (day, name) values ($1, $2) returning id', [
    day,
    name,
  ]);
  return idOf(rows);
}

export async function updateHoliday(db: Executor, id: number, { day, name }: Content<'holidays'>): Promise<void> {
  await db.query('update holidays set day = $2, name = $3 where id = $1', [id, day, name]);
}

export async function deleteHoliday(db: Executor, id: number): Promise<void> {
  await db.query('delete from holidays where id = $1', [id]);
}

const pauseValues = ({ fromDay, untilDay, wordsKo, wordsEn }: Content<'pauses'>): unknown[] => [
  fromDay,
  untilDay,
  wordsKo,
  wordsEn,
];

export async function insertPause(db: Executor, pause: Content<'pauses'>): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    'insert into shop_pauses (from_day, until_day, words_ko, words_en) values ($1, $2, $3, $4) returning id',
    pauseValues(pause),
  );
  return idOf(rows);
}

export async function updatePause(db: Executor, id: number, pause: Content<'pauses'>): Promise<void> {
  await db.query('update shop_pauses set from_day = $1, until_day = $2, words_ko = $3, words_en = $4 where id = $5', [
    ...pauseValues(pause),
    id,
  ]);
}

export async function deletePause(db: Executor, id: number): Promise<void> {
  await db.query('delete from shop_pauses where id = $1', [id]);
}

function idOf([row]: readonly { readonly id: number }[]): number {
  if (!row) throw new Error('a row was not written');
  return row.id;
}
