import { setTimeout as sleep } from 'node:timers/promises';
import type { TestDatabase } from './database';

/** Locks all rows of a table. @returns lets go once so many wait for them, and something was done meanwhile */
export async function holdRows(database: TestDatabase, table: string) {
  const holder = await database.pool.connect();
  await holder.query('begin');
  await holder.query(`select from ${table} for update`);
  const waiting = (): Promise<number> => database.value<number>`select count(*) from pg_stat_activity
    where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`;
  return async (count: number, meanwhile?: () => Promise<unknown>): Promise<void> => {
    try {
      while ((await waiting()) < count) await sleep(5);
      await meanwhile?.();
    } finally {
      await holder.query('commit');
      holder.release();
    }
  };
}
