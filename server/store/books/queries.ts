import type { Executor } from '../../db/pool';
import type { BookRule } from './rules';

export interface BookFault {
  readonly what: string;
  readonly wrong: string;
}

export async function countLookedAt(db: Executor, rule: BookRule): Promise<number> {
  const { rows } = await db.query<{ count: number }>(rule.of);
  return rows[0]?.count ?? 0;
}

export async function selectFaults(db: Executor, rule: BookRule): Promise<BookFault[]> {
  const { rows } = await db.query<{ what: string; wrong: string }>(`${rule.faults} order by 1, 2`);
  return rows;
}

/** All rules look at one moment, and nothing can be written by mistake. Books of many years take their time. */
export async function beginReading(db: Executor): Promise<void> {
  await db.query('set transaction isolation level repeatable read, read only');
  await db.query('set local statement_timeout = 0');
}
