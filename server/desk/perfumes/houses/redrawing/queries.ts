import type { Executor } from '../../../../db/pool';
import type { HouseChoice } from '../../model';

type Bottle = Pick<HouseChoice, 'slug' | 'bottle' | 'cap'>;

const QUEUE = `graphile_worker.add_job('redraw-house', json_build_object('id', house_id),
  job_key => 'redraw-house-' || house_id, max_attempts => 5)`;

/** In the transaction that changes the bottle. A round that is under way is overtaken by this one. */
export async function orderRedraw(db: Executor, houseId: number, now: Date): Promise<void> {
  await db.query(
    `insert into house_redraws as r (house_id, total, worked_at)
     values ($1, (select count(*) from perfumes where house_id = $1), $2)
     on conflict (house_id) do update set round = r.round + 1, last_perfume_id = 0, done = 0, total = excluded.total,
       worked_at = excluded.worked_at, finished_at = null`,
    [houseId, now],
  );
  await db.query(`select ${QUEUE} from house_redraws where house_id = $1`, [houseId]);
}

/** No bottle of theirs can change until the transaction ends. */
export async function holdBottles(
  db: Executor,
  slugs: readonly string[],
): Promise<readonly (Bottle & { readonly id: number })[]> {
  const { rows } = await db.query<Bottle & { readonly id: number }>(
    'select id, slug, bottle, cap from houses where slug = any($1) for share',
    [slugs],
  );
  return rows;
}

export interface Round extends Bottle {
  readonly houseId: number;
  readonly round: number;
  readonly lastPerfumeId: number;
}

export async function selectRound(db: Executor, houseId: number): Promise<Round | null> {
  const { rows } = await db.query<Round>(
    `select r.house_id as "houseId", r.round, r.last_perfume_id as "lastPerfumeId", h.slug, h.bottle, h.cap
     from house_redraws r join houses h on h.id = r.house_id where r.house_id = $1 and r.finished_at is null`,
    [houseId],
  );
  return rows[0] ?? null;
}

export async function selectNextPerfume(db: Executor, houseId: number, after: number): Promise<number | null> {
  const { rows } = await db.query<{ id: number }>(
    'select id from perfumes where house_id = $1 and id > $2 order by id limit 1',
    [houseId, after],
  );
  return rows[0]?.id ?? null;
}

/** @returns false when the round is overtaken, or somebody else is as far */
export async function noteDrawn(
  db: Executor,
  { houseId, round }: Round,
  perfumeId: number,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update house_redraws set last_perfume_id = $3, done = done + 1, worked_at = $4
     where house_id = $1 and round = $2 and last_perfume_id < $3`,
    [houseId, round, perfumeId, now],
  );
  return rowCount === 1;
}

export async function endRound(db: Executor, { houseId, round }: Round, now: Date): Promise<void> {
  await db.query(
    'update house_redraws set done = total, worked_at = $3, finished_at = $3 where house_id = $1 and round = $2',
    [houseId, round, now],
  );
}

/** New jobs for rounds whose work was cut off. @returns how many */
export async function requeueStranded(db: Executor, before: Date): Promise<number> {
  const { rowCount } = await db.query(
    `select ${QUEUE} from house_redraws where finished_at is null and worked_at < $1`,
    [before],
  );
  return rowCount ?? 0;
}
