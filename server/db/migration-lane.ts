/**
 * A migration runs for as long as it takes, but nobody waits behind it for longer than a moment: a change of a table
 * gives up soon when it can't have its lock, and is tried again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { Executor, Pool } from './pool';
import { isLockTimeout, isRetryable } from './sql-state';
import { statementsOf } from './sql-statements';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** One lock for all migrating processes of a database. The number is arbitrary and must never change. */
const LOCK = 4_159_265;
const TURN_POLL_MS = 100;

const LOCK_TIMEOUT = '3s';
const LOCK_ATTEMPTS = 10;
const LOCK_PAUSE_MS = 2_000;

export async function inLane<T>(pool: Pool, work: (db: Executor) => Promise<T>): Promise<T> {
  const client: PoolClient = await pool.connect();
  try {
    await client.query(`set statement_timeout = 0; set idle_in_transaction_session_timeout = 0`);
    await takeTurn(client);
    await client.query(`set lock_timeout = '${LOCK_TIMEOUT}'`);
    return await work(client);
  } finally {
    // Closed: its limits are not those of the pool, and the lock goes with it.
    client.release(true);
  }
}

/** Asked for over and over: waiting in a statement would hold up an index that is built concurrently. */
async function takeTurn(db: Executor): Promise<void> {
  for (;;) {
    const { rows } = await db.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [LOCK]);
    if (rows[0]?.taken) return;
    await sleep(TURN_POLL_MS);
  }
}

const record = (db: Executor, { number, name }: Migration) =>
  db.query('insert into migrations (number, name) values ($1, $2)', [number, name]);

export function applyInTransaction(db: Executor, migration: Migration): Promise<void> {
  return retried(async () => {
    await db.query('begin');
    try {
      await record(db, migration);
      await db.query(migration.sql);
      await db.query('commit');
    } catch (error) {
      await db.query('rollback');
      throw error;
    }
  });
}

const OUTSIDE = /^--\s*outside a transaction\b/i;

export const isOutside = (sql: string): boolean => OUTSIDE.test(sql);

/** Cut off, it begins again with the first statement: tests/conventions/migrations.test.ts has all repeatable. */
export async function applyOutside(db: Executor, migration: Migration): Promise<void> {
  for (const { text, source } of statementsOf(migration.sql)) {
    const index = /^create (?:unique )?index concurrently (?:if not exists )?([\w.]+)/.exec(text)?.[1];
    await retried(async () => {
      if (index !== undefined && (await isThereAlready(db, index))) return;
      // It waits for everybody who was there before, and nobody waits for it.
      if (/^\w+ (unique )?index concurrently\b/.test(text)) await db.query('set lock_timeout = 0');
      try {
        await db.query(source);
      } finally {
        await db.query(`set lock_timeout = '${LOCK_TIMEOUT}'`);
      }
    });
  }
  await record(db, migration);
}

/** One that was cut off, or found what it forbids, is left behind invalid: written to and never read. It goes. */
async function isThereAlready(db: Executor, index: string): Promise<boolean> {
  const { rows } = await db.query<{ valid: boolean }>(
    'select indisvalid as valid from pg_index where indexrelid = to_regclass($1)',
    [index],
  );
  if (rows[0]?.valid === false) await db.query(`drop index concurrently ${index}`);
  return rows[0]?.valid ?? false;
}

async function retried(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(isLockTimeout(error) || isRetryable(error)) || attempt === LOCK_ATTEMPTS) throw error;
    }
    await sleep(LOCK_PAUSE_MS);
  }
}
