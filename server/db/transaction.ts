import type { QueryResultRow } from 'pg';
import { asError } from '../process/thrown';
import { holdingOne } from './one-connection';
import type { Executor, NamedStatement, Pool } from './pool';
import { isRetryable } from './sql-state';

export interface TransactionHandle extends Executor {
  /** Runs after the commit, never on a roll-back. Not retried, and an error in it reaches the caller. */
  afterCommit(hook: () => Promise<void> | void): void;
}

const MAX_ATTEMPTS = 4;

/**
 * Deadlocks and serialization failures run the whole of `work` again, so it must have no effect outside the database
 * but through `afterCommit`. The handle refuses statements after the end, so a forgotten `await` fails.
 */
export async function withTransaction<T>(pool: Pool, work: (tx: TransactionHandle) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(pool, work);
    } catch (error) {
      if (!isRetryable(error) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

async function runOnce<T>(pool: Pool, work: (tx: TransactionHandle) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const hooks: (() => Promise<void> | void)[] = [];
  let ended = false;
  const handle: TransactionHandle = {
    query<R extends QueryResultRow>(statement: string | NamedStatement, values?: unknown[]) {
      if (ended) return Promise.reject(new Error('a statement was sent after its transaction ended'));
      return client.query<R>(statement, values);
    },
    afterCommit: (hook) => void hooks.push(hook),
  };
  let broken: Error | undefined;
  let result: T;
  try {
    await client.query('begin');
    result = await holdingOne(pool, () => work(handle));
    ended = true;
    await client.query('commit');
  } catch (error) {
    ended = true;
    await client.query('rollback').catch((rollbackError: unknown) => {
      broken = asError(rollbackError);
    });
    throw error;
  } finally {
    client.release(broken);
  }
  for (const hook of hooks) await hook();
  return result;
}
