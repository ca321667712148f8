/**
 * Within a transaction the pool lends no second connection: it would not see what was written, and as many transactions
 * as the pool has connections would wait for each other for ever.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient } from 'pg';

interface Held {
  readonly pool: Pool;
}

const holding = new AsyncLocalStorage<Held>();
const underWay = new Set<Held>();

export async function holdingOne<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
  const held = { pool };
  underWay.add(held);
  try {
    return await holding.run(held, work);
  } finally {
    // What it started and didn't wait for is on its own now.
    underWay.delete(held);
    // On Node below 24 each `await` of the process costs more while a storage is in use.
    if (underWay.size === 0) holding.disable();
  }
}

type Taken = (error: Error | undefined, client: PoolClient | undefined, release: () => void) => void;

export function lendingOne(pool: Pool): Pool {
  const connect = pool.connect.bind(pool) as (taken?: Taken) => Promise<PoolClient>;
  pool.connect = ((taken?: Taken) => {
    const held = holding.getStore();
    if (held?.pool !== pool || !underWay.has(held)) return connect(taken);
    const refused = new Error('a second connection was asked for within a transaction: pass its handle on');
    if (!taken) return Promise.reject(refused);
    taken(refused, undefined, () => undefined);
  }) as typeof pool.connect;
  return pool;
}
