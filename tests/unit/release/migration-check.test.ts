import { projectPaths } from '../../../server/config/paths';
import { readMigrations } from '../../../server/db/migrate';
import { findNarrowing, GRANDFATHERED, refuseNarrowing } from '../../../server/release/migration-check';

const whatIsWrongWith = (sql: string, number = GRANDFATHERED + 1): readonly string[] =>
  findNarrowing([{ number, name: 'it', sql }]).map(({ what }) => what);

test('the migrations of this repository only widen', async () => {
  expect(findNarrowing(await readMigrations(projectPaths().migrations))).toEqual([]);
});

test.each([
  'alter table orders drop column note',
  'ALTER TABLE orders\n  DROP note',
  'drop table carts',
  'drop view if exists figures cascade',
  'drop trigger changed on perfumes',
  'alter table orders alter column note drop default',
  'alter table orders rename column note to remark',
  'alter table orders rename to sales',
  "alter type kind rename value 'a' to 'b'",
  'alter table orders set schema old',
  'truncate carts',
  'delete from carts where ordered_at is null',
  'with old as (select 1) delete from carts',
  'revoke select on orders from reader',
  'alter table orders alter column total type integer',
  'alter table orders alter total set data type integer',
  'alter table orders alter column note set not null',
  'alter table orders add constraint positive check (total > 0)',
  'alter table orders add check (total > 0)',
  'alter table orders add unique (number)',
  'alter table orders add constraint known foreign key (staff) references staff',
  'create unique index one_open on orders (cart_id) where paid_at is null',
  'alter table orders add column channel text not null',
  'alter table orders add column a text, add column b numeric(3, 1) not null, add column c text',
  "do $$ begin execute 'x'; drop table carts; end $$",
  "insert into backfills (name, statement) values ('old', $$ delete from carts where id in (select 1) $$)",
  'create unique index concurrently one_open on orders (cart_id)',
  'select 1; drop table carts',
])('refused: %s', (sql) => {
  expect(whatIsWrongWith(`${sql};`)).toHaveLength(1);
});

test.each([
  'create table gifts (id integer primary key, note text not null unique, check (id > 0))',
  'alter table orders add column gift boolean not null default false',
  'alter table orders add column gift text',
  'alter table orders add column number integer generated always as identity not null',
  'alter table orders alter column note drop not null',
  'alter table orders drop constraint orders_check1',
  'drop index orders_phone',
  'drop index concurrently if exists orders_phone',
  'create index concurrently orders_gift on orders (gift)',
  "insert into backfills (name, statement) values ('gifts', $$ update orders set gift = false where gift is null $$)",
  'create index orders_gift on orders (gift)',
  "insert into reasons values ('drop table carts; rename to x')",
  '-- drop table carts\nselect 1',
  '/* alter table orders drop column note */ select 1',
  'create function tidy() returns void language sql as $$ delete from carts $$',
  'create table a (b integer references c on delete cascade)',
  'create table gifts (id integer); create unique index gifts_id on gifts (id)',
  'create table gifts (id integer); alter table gifts add constraint one check (id = 1), alter column id set not null',
  'update orders set gift = false',
])('allowed: %s', (sql) => {
  expect(whatIsWrongWith(`${sql};`)).toEqual([]);
});

test('a statement that says why is allowed, and only that one', () => {
  const sql = `-- narrows: nothing has read it since the release before
    alter table orders drop column note;
    alter table orders drop column remark;`;
  expect(findNarrowing([{ number: 99, name: 'it', sql }])).toEqual([
    { migration: '0099_it', what: 'drops something', statement: 'alter table orders drop column remark' },
  ]);
  expect(whatIsWrongWith('alter table orders -- narrows: nobody reads it any longer\n drop column note;')).toEqual([]);
});

test.each(['-- narrows:\n', '-- narrows: yes\n', '-- it narrows: but this is prose\n'])(
  '%j says too little',
  (comment) => {
    expect(whatIsWrongWith(`${comment}drop table carts;`)).toHaveLength(1);
  },
);

test('what had landed before there was a check is not judged', () => {
  expect(whatIsWrongWith('drop table carts;', GRANDFATHERED)).toEqual([]);
});

test('the refusal names file and statement, and says what to do', () => {
  const refuse = (): void => refuseNarrowing([{ number: 99, name: 'tidy_up', sql: 'drop table carts;' }]);
  expect(refuse).toThrow('0099_tidy_up drops something: drop table carts');
  expect(refuse).toThrow('-- narrows:');
});
