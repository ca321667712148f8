import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectPaths } from '../../../server/config/paths';
import { SCHEMA_FILE } from '../../../server/db/migrate';
import { withDatabase } from '../../setup/database';
import { describeSchema } from './schema';

const database = withDatabase();
const file = path.join(projectPaths().migrations, SCHEMA_FILE);

test('migrations/schema.sql is what the migrations make; `npm run schema` writes it anew', async () => {
  const schema = await describeSchema(database.pool);
  if (process.env['WRITE_SCHEMA']) await writeFile(file, schema);
  expect(await readFile(file, 'utf8')).toBe(schema);
});

test('every kind of change shows in it', async () => {
  const { pool } = database;
  let before = await describeSchema(pool);
  for (const change of [
    'alter table orders add column gift boolean not null default false',
    'alter table orders alter column gift drop not null',
    'alter table orders alter column gift drop default',
    'alter table orders add constraint no_gift check (not gift)',
    'create index orders_gift on orders (gift) where gift',
    `create or replace function is_in_stock(stock integer) returns boolean language sql immutable parallel safe
       return stock > 1`,
    'drop trigger counted on refunds',
    'create view gifts as select id from orders where gift',
    'alter table alarms rename to warnings',
  ]) {
    await database.pool.query(change);
    const after = await describeSchema(pool);
    expect({ change, shows: after !== before }).toEqual({ change, shows: true });
    before = after;
  }
});
