import { Client } from 'pg';
import type { Executor } from '../../../server/db/pool';
import { withTransaction } from '../../../server/db/transaction';
import { withDatabase } from '../../setup/database';

const database = withDatabase();
beforeAll(async () => {
  await database.run`create table counters (id int primary key, n int not null)`;
  await database.run`insert into counters values (1, 0), (2, 0)`;
});

const count = (id: number): Promise<number> => database.value<number>`select n from counters where id = ${id}`;
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

describe('a second connection within a transaction is refused', () => {
  const refused = 'a second connection was asked for within a transaction';

  test('as another transaction, and the first is rolled back', async () => {
    const before = await count(1);
    const nested = withTransaction(database.pool, async (tx) => {
      await bump(tx, 1);
      await withTransaction(database.pool, (inner) => bump(inner, 2));
    });
    await expect(nested).rejects.toThrow(refused);
    expect(await count(1)).toBe(before);
  });

  test('as a statement on the pool, however it is asked', async () => {
    await expect(withTransaction(database.pool, () => count(1))).rejects.toThrow(refused);
    const asked = withTransaction(
      database.pool,
      () =>
        new Promise((_, reject) => {
          database.pool.query('select 1', [], (error) => reject(error));
        }),
    );
    await expect(asked).rejects.toThrow(refused);
  });

  test('and not beside it, after it, or in what it left behind', async () => {
    let later: Promise<number> | undefined;
    await Promise.all([
      withTransaction(database.pool, async (tx) => {
        later = new Promise((resolve) => setTimeout(resolve, 300)).then(() => count(2));
        tx.afterCommit(async () => void (await count(1)));
        await tx.query('select pg_sleep(0.1)');
      }),
      count(1),
    ]);
    expect(await later).toBeGreaterThanOrEqual(0);
  });
});

test('a statement that is prepared runs in a transaction too', async () => {
  const named = { name: 'one-more', text: 'select $1::int + 1 as n', values: [1] };
  await expect(withTransaction(database.pool, (tx) => tx.query(named))).resolves.toMatchObject({ rows: [{ n: 2 }] });
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
  const admin = new Client({ connectionString: database.url });
  await admin.connect();
  const note = (error: unknown): void => void unhandled.push(error);
  process.on('uncaughtExceptionMonitor', note);
  try {
    const cut = withTransaction(database.pool, async (tx) => {
      const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      await admin.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
      // Idle within the transaction while the server's goodbye arrives.
      await new Promise((resolve) => setTimeout(resolve, 200));
      await bump(tx, 1);
    });
    await expect(cut).rejects.toThrow();
    expect(unhandled).toEqual([]);
    expect(await count(1)).toBeGreaterThanOrEqual(0);
  } finally {
    process.off('uncaughtExceptionMonitor', note);
    await admin.end();
  }
});
