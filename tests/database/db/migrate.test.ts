import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectPaths } from '../../../server/config/paths';
import { migrate, readMigrations } from '../../../server/db/migrate';
import { createTestDatabase, withDatabase } from '../../setup/database';

const database = withDatabase();

test('a database that is up to date gets nothing', async () => {
  expect(await migrate(database.pool, projectPaths().migrations)).toEqual([]);
});

test('twelve processes that migrate at once apply each migration once', async () => {
  const fresh = await createTestDatabase();
  try {
    await fresh.pool.query('drop schema public cascade; create schema public');
    const runs = await Promise.all(Array.from({ length: 12 }, () => migrate(fresh.pool, projectPaths().migrations)));
    const applied = runs.flat().map((migration) => migration.number);
    expect(applied.toSorted((a, b) => a - b)).toEqual(
      (await readMigrations(projectPaths().migrations)).map((m) => m.number),
    );
  } finally {
    await fresh.dropUnused();
  }
});

test('a database newer than the code is refused', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'migrations-'));
  try {
    await writeFile(path.join(directory, '0001_accounts_and_sessions.sql'), 'select 1');
    await expect(migrate(database.pool, directory)).rejects.toThrow('deploy a newer release');
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('a failing migration leaves nothing behind', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'migrations-'));
  const fresh = await createTestDatabase();
  try {
    await fresh.pool.query('drop schema public cascade; create schema public');
    await writeFile(path.join(directory, '0001_broken.sql'), 'create table half (id int); select nonsense');
    await expect(migrate(fresh.pool, directory)).rejects.toThrow('nonsense');
    const { rows } = await fresh.pool.query(
      "select to_regclass('half') as half, (select count(*) from migrations) as n",
    );
    expect(rows).toEqual([{ half: null, n: 0 }]);
  } finally {
    await fresh.dropUnused();
    await rm(directory, { recursive: true });
  }
});
