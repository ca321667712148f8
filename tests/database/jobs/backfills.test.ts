/** As a migration's author goes about it: migrations/README.md. */
import { cp, writeFile } from 'node:fs/promises';
import { projectPaths } from '../../../server/config/paths';
import { migrate, readMigrations } from '../../../server/db/migrate';
import { workOnBackfills } from '../../../server/jobs/backfills';
import { withDatabase } from '../../setup/database';
import { withDirectory } from '../../setup/directory';

const WIDEN = `
  alter table rate_limits add column kind text;
  insert into backfills (name, statement) values ('limit-kinds', $$
    update rate_limits set kind = split_part(key, ':', 1)
    where key in (select key from rate_limits where kind is null limit 2 for update)
  $$);`;
const NARROW = `
  select finish_backfill('limit-kinds');
  -- narrows: the release before writes it
  alter table rate_limits alter column kind set not null;`;

const database = withDatabase({ each: true });
const migrations = withDirectory();

beforeEach(async () => {
  await cp(projectPaths().migrations, migrations.path, { recursive: true });
  await database.run`insert into rate_limits (key) select 'order:' || n from generate_series(1, 5) n`;
});

async function land(name: string, sql: string): Promise<void> {
  const number = (await readMigrations(migrations.path)).length + 1;
  await writeFile(migrations.at(`${String(number).padStart(4, '0')}_${name}.sql`), sql);
  await migrate(database.pool, migrations.path);
}

const state = async () => {
  const row = await database.row`select (select count(*) from rate_limits where kind = 'order') as filled,
       (select count(distinct xmin::text) from rate_limits where kind is not null) as transactions,
       changed, done_at is not null as done from backfills where name = 'limit-kinds'`;
  return row as unknown;
};

test('the jobs fill what a migration has added, a batch a transaction, and stop when nothing is left', async () => {
  await land('widen', WIDEN);
  expect(await state()).toEqual({ filled: 0, transactions: 0, changed: 0, done: false });
  await workOnBackfills(database.pool);
  expect(await state()).toEqual({ filled: 5, transactions: 3, changed: 5, done: true });
  await database.run`update rate_limits set kind = null`;
  await workOnBackfills(database.pool);
  expect(await state()).toMatchObject({ filled: 0 });
});

test('a migration that stands on it finishes what the jobs have not come to, also in an empty shop', async () => {
  await land('widen', WIDEN);
  await database.run`select backfill_batch('limit-kinds')`;
  expect(await state()).toMatchObject({ filled: 2, done: false });
  await land('narrow', NARROW);
  expect(await state()).toMatchObject({ filled: 5, done: true });
  await expect(land('typo', `select finish_backfill('limit-kind')`)).rejects.toThrow('there is no backfill limit-kind');
});

test('one that fails says so, and is tried again with what it had done', async () => {
  await land('widen', WIDEN);
  await database.run`alter table rate_limits add check (key <> 'order:5' or kind is null)`;
  await expect(workOnBackfills(database.pool)).rejects.toThrow('rate_limits_check');
  expect(await state()).toMatchObject({ filled: 4, done: false });
  await database.run`alter table rate_limits drop constraint rate_limits_check`;
  await workOnBackfills(database.pool);
  expect(await state()).toMatchObject({ filled: 5, done: true });
});
