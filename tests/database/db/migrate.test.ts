import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectPaths } from '../../../server/config/paths';
import { migrate, readMigrations, type Migration } from '../../../server/db/migrate';
import { createPool } from '../../../server/db/pool';
import { eventually, silent, withDatabase } from '../../setup/database';
import { withDirectory } from '../../setup/directory';

const database = withDatabase();
const fresh = withDatabase({ each: true, empty: true });
const directory = withDirectory();

async function migrateWith(files: Readonly<Record<string, string>>): Promise<Migration[]> {
  for (const [name, sql] of Object.entries(files)) await writeFile(directory.at(`${name}.sql`), sql);
  return migrate(fresh.pool, directory.path);
}

test('a database that is up to date gets nothing', async () => {
  expect(await migrate(database.pool, projectPaths().migrations)).toEqual([]);
});

test('twelve processes that migrate at once apply each migration once', async () => {
  const processes = Array.from({ length: 12 }, (_, n) =>
    createPool({ databaseUrl: fresh.url, applicationName: `process ${n}`, maxConnections: 2, logger: silent }),
  );
  const runs = await Promise.all(processes.map((pool) => migrate(pool, projectPaths().migrations)));
  await Promise.all(processes.map((pool) => pool.end()));
  const applied = runs.flat().map((migration) => migration.number);
  expect(applied.toSorted((a, b) => a - b)).toEqual(
    (await readMigrations(projectPaths().migrations)).map((m) => m.number),
  );
});

test('a database newer than the code is refused', async () => {
  await writeFile(directory.at('0001_accounts_and_sessions.sql'), 'select 1');
  await expect(migrate(database.pool, directory.path)).rejects.toThrow('deploy a newer release');
});

test('a failing migration leaves nothing behind', async () => {
  const broken = migrateWith({ '0001_broken': 'create table half (id int); select nonsense' });
  await expect(broken).rejects.toThrow('nonsense');
  const rows = await fresh.rows`select to_regclass('half') as half, (select count(*) from migrations) as n`;
  expect(rows).toEqual([{ half: null, n: 0 }]);
});

test('a migration may take its time, and a page may not', async () => {
  const limits = `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`;
  await migrateWith({ '0001_limits': `create table limits as ${limits}` });
  expect((await fresh.pool.query('select * from limits')).rows).toEqual([{ statement: '0', lock: '3s' }]);
  expect((await fresh.pool.query(limits)).rows).toEqual([{ statement: '10s', lock: '0' }]);
});

test('a migration that waits for a table lets others pass, and is tried again', async () => {
  await fresh.pool.query('create table busy (id int)');
  await fresh.during('select * from busy', async (reader) => {
    const migrated = migrateWith({ '0001_more': 'alter table busy add column more text' });
    await eventually(async () => {
      const { rows } = await fresh.pool.query(
        "select 1 from pg_locks where relation = 'busy'::regclass and not granted",
      );
      return rows.length > 0;
    });
    // Behind the migration, which is in nobody's way for long.
    await fresh.pool.query('select * from busy');
    await reader.query('commit');
    expect((await migrated).map(({ name }) => name)).toEqual(['more']);
    await fresh.pool.query('select more from busy');
  });
});

describe('a migration outside of a transaction', () => {
  const sql = `-- outside a transaction
    -- One a name; a semicolon; in a comment.
    create unique index concurrently once on names (name);
    create index concurrently odd on names (name) where name <> 'a;b';`;
  const indexes = () => fresh.rows`select indexrelid::regclass::text as name, indisvalid as valid from pg_index
    where indrelid = to_regclass('names') order by 1`;

  test('builds an index that was cut off anew, and goes on from there', async () => {
    await fresh.pool.query(`create table names (name text); insert into names values ('a'), ('a')`);
    await expect(migrateWith({ '0001_names': sql })).rejects.toThrow('could not create unique index');
    expect(await indexes()).toEqual([{ name: 'once', valid: false }]);
    expect((await fresh.pool.query('select * from migrations')).rows).toEqual([]);

    await fresh.pool.query('delete from names where ctid = (select min(ctid) from names)');
    expect(await migrateWith({ '0001_names': sql })).toHaveLength(1);
    expect(await indexes()).toEqual([
      { name: 'odd', valid: true },
      { name: 'once', valid: true },
    ]);
    expect(await migrateWith({ '0001_names': sql })).toEqual([]);
  });

  test('waits for who was there before, however long that takes', async () => {
    await fresh.pool.query('create table names (name text)');
    await fresh.during(`insert into names values ('b')`, async (writer) => {
      const migrated = migrateWith({ '0001_names': sql });
      await sleep(3_500);
      await fresh.pool.query(`insert into names values ('c')`);
      await writer.query('commit');
      await migrated;
      expect(await indexes()).toHaveLength(2);
    });
  });
});
