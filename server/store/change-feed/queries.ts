import type { Executor } from '../../db/pool';

/** Named in migrations/0005_purges.sql as well. */
export const PURGES_CHANNEL = 'purges';

export async function selectPublished(db: Executor, from: Date, to: Date): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    'select id from perfumes where published_at > $1 and published_at <= $2 order by id',
    [from, to],
  );
  return rows.map(({ id }) => id);
}

/** What a process says that leaves. Not an array of groups: nothing has changed, but somebody may have seen the old. */
export const FAREWELL = '"farewell"';

export async function notifyFarewell(db: Executor): Promise<void> {
  await db.query('select pg_notify($1, $2)', [PURGES_CHANNEL, FAREWELL]);
}
