import type { Executor } from '../../db/pool';
import { EVERYTHING } from './groups';

/** Named in migrations/0005_purges.sql as well. */
export const PURGES_CHANNEL = 'purges';

/** Perfumes whose hour came after `from` and not after `to`. */
export async function selectPublished(db: Executor, from: Date, to: Date): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    'select id from perfumes where published_at > $1 and published_at <= $2 order by id',
    [from, to],
  );
  return rows.map(({ id }) => id);
}

export async function notifyEverything(db: Executor): Promise<void> {
  await db.query('select pg_notify($1, $2)', [PURGES_CHANNEL, JSON.stringify([EVERYTHING])]);
}
