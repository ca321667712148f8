import type { Executor } from '../../../server/db/pool';
import { withTransaction } from '../../../server/db/transaction';
import { withDatabase } from '../../setup/database';

const database = withDatabase();
beforeAll(async () => {
  await database.pool.query('create table counters (id int primary key, n int not null)');
  await database.pool.query('insert into counters values (1, 0), (2, 0)');
});

const count = async (id: number): Promise<number> => {
  const { rows } = await database.pool.query<{ n: number }>('select n from counters where id = $1', [id]);
  return rows[0]!.n;
};
const bump = (db: Executor, id: number) => db.query('update counters set n = n + 1 where id = $1', [id]);

test('an error rolls everything back, and after-commit hooks do not run', async () => {
  const before = await count(1);
  let ran = false;
  const failing = withTransaction(database.pool, async (tx) => {
    tx.afterCommit(() => void (ran = true));
    await bump(tx, 1);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect([await count(1), ran]).toEqual([before, false]);
});

test('hooks run after the commit', async () => {
  let seen = -1;
  const before = await count(1);
  await withTransaction(database.pool, async (tx) => {
    tx.afterCommit(async () => void (seen = await count(1)));
    await bump(tx, 1);
  });
  expect(seen).toBe(before + 1);
});

test('a statement after the end is refused loudly', async () => {
  let leaked: Executor | undefined;
  await withTransaction(database.pool, (tx) => {
    leaked = tx;
    return Promise.resolve();
  });
  await expect(leaked!.query('select 1')).rejects.toThrow('after its transaction ended');
});

test('a deadlock runs the whole of the loser again', async () => {
  const before = [await count(1), await count(2)];
  const both = (first: number, second: number) =>
    withTransaction(database.pool, async (tx) => {
      await bump(tx, first);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await bump(tx, second);
    });
  await Promise.all([both(1, 2), both(2, 1)]);
  expect([await count(1), await count(2)]).toEqual(before.map((n) => n + 2));
});

test('a connection that Postgres cuts in the middle of a transaction is an error of that transaction, not the end of the process', async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on('uncaughtExceptionMonitor', note);
  try {
    const cut = withTransaction(database.pool, async (tx) => {
      const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      await database.pool.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
      // Idle within the transaction while the server's goodbye arrives.
      await new Promise((resolve) => setTimeout(resolve, 200));
      await bump(tx, 1);
    });
    await expect(cut).rejects.toThrow();
    expect(unhandled).toEqual([]);
    expect(await count(1)).toBeGreaterThanOrEqual(0);
  } finally {
    process.off('uncaughtExceptionMonitor', note);
  }
});
