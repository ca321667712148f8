/** What server/values says a value may be, and what the tables hold, are the same. */
import type { Pool } from '../../server/db/pool';
import { HIGHEST_PRICE, HIGHEST_STOCK } from '../../server/store/perfumes';
import { SETTING_PARSERS } from '../../server/store/settings';
import { LONGEST } from '../../server/values/limits';
import { withDatabase } from '../setup/database';
import { fillDesk } from '../web/desk/full-desk';

const database = withDatabase();
beforeAll(() => fillDesk(database.pool, { rows: 1, parts: 1 }, new Date()));
beforeAll(() => database.run`insert into shop_pauses (from_day, until_day) values ('2027-02-01', '2027-02-03')`);

/** Does the table take it? Nothing of it stays. */
async function takes(pool: Pool, column: string, value: string | number | null): Promise<boolean> {
  const [table, name] = column.split('.');
  const client = await pool.connect();
  try {
    await client.query('begin; set local session_replication_role = replica');
    await client.query(`update ${table} set ${name} = $1 where ctid = (select min(ctid) from ${table})`, [value]);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '23514') return false;
    throw error;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** Of text: the most letters, and whether there may be none. */
const LENGTHS: readonly (readonly [column: string, most: number, empty: boolean])[] = [
  ['accounts.name', LONGEST.name, false],
  ['staff.name', LONGEST.name, false],
  ['customers.name', LONGEST.name, true],
  ['orders.recipient', LONGEST.recipient, false],
  ['depositors.name', LONGEST.depositor, false],
  ['deposits.note', LONGEST.remark, true],
  ['orders.address_line1', LONGEST.addressLine, false],
  ['orders.address_line2', LONGEST.addressLine, true],
  ['orders.delivery_note', LONGEST.deliveryNote, true],
  ['refunds.note', LONGEST.remark, true],
  ['blocked_customers.reason', LONGEST.remark, true],
  ['stock_movements.note', LONGEST.stockNote, true],
  ['order_questions.question', LONGEST.question, true],
  ...['perfumes', 'houses', 'notes'].flatMap((table) => [
    [`${table}.name_ko`, LONGEST.name, false] as const,
    [`${table}.name_en`, LONGEST.name, false] as const,
    [`${table}.slug`, LONGEST.slug, false] as const,
  ]),
  ...['perfumes', 'houses'].flatMap((table) => [
    [`${table}.story_ko`, LONGEST.story, true] as const,
    [`${table}.story_en`, LONGEST.story, true] as const,
  ]),
  ['perfumes.perfumer_ko', LONGEST.name, true],
  ['perfumes.perfumer_en', LONGEST.name, true],
  ['perfumes.ingredients_ko', LONGEST.ingredients, true],
  ['perfumes.ingredients_en', LONGEST.ingredients, true],
  ['perfume_photos.alt_ko', LONGEST.alt, true],
  ['perfume_photos.alt_en', LONGEST.alt, true],
  ['variants.sku', 64, false],
  ['delivery_areas.name_ko', LONGEST.name, false],
  ['delivery_areas.name_en', LONGEST.name, false],
  ['holidays.name', LONGEST.name, false],
  ['shop_pauses.words_ko', LONGEST.setting, true],
  ['shop_pauses.words_en', LONGEST.setting, true],
];

test.each(LENGTHS)('%s holds %i letters and no more, as its parser says', async (column, most, empty) => {
  const { pool } = database;
  const letter = /slug|sku/.test(column) ? 'a' : '가';
  expect(await takes(pool, column, letter.repeat(most))).toBe(true);
  expect(await takes(pool, column, letter.repeat(most + 1))).toBe(false);
  expect(await takes(pool, column, '')).toBe(empty);
});

type Held<T> = readonly [column: string, right: readonly T[], wrong: readonly T[]];

const SHAPES: readonly Held<string | number>[] = [
  ...['accounts.email', 'staff.email', 'customers.email', 'orders.email'].map(
    (column) =>
      [
        column,
        ["o'brien+a&b/c=d@mail.example.kr", `${'a'.repeat(LONGEST.email - 5)}@b.kr`],
        ['a b@example.com', 'haneul', 'a@b,c@d', '한글@example.com', `${'a'.repeat(LONGEST.email - 4)}@b.kr`],
      ] as const,
  ),
  ['orders.phone', ['010-1234-5678', '02-123-4567', '0502-1234-5678', '1588-0000'], ['01012345678', '+82 10', '', 'x']],
  ['customers.phone', ['010-1234-5678', ''], ['01012345678']],
  ['orders.postcode', ['03045'], ['3045', '030450', '', '0304a']],
  ['variants.sku', ['ujn-Snow_050/b.2'], ['=cmd', '눈 50', '-a']],
  ['variants.price', [1, HIGHEST_PRICE], [0, HIGHEST_PRICE + 1]],
  ['variants.low_stock', [0, HIGHEST_STOCK], [-1, HIGHEST_STOCK + 1]],
  ['variants.stock', [0], [-1]],
  ['perfumes.year', [1900, 2100], [1899, 2101]],
  ['perfumes.alcohol_percent', [0, 100], [-1, 101]],
  ['variants.volume_ml', [1, 1000], [0, 1001]],
  // Of the first area there is: it may not reach into another.
  ['delivery_areas.postcode_from', ['63001'], ['3045', '630000', '', '6300a']],
  ['delivery_areas.postcode_until', ['99999'], ['3045', '990000', '', '9900a']],
  ['delivery_areas.fee', [0, 1_000_000], [-1, 1_000_001]],
  ['delivery_areas.extra_days', [0, 30], [-1, 31]],
];

test.each(SHAPES)('%s holds what its parser lets through, and nothing else', async (column, right, wrong) => {
  for (const value of right) expect([value, await takes(database.pool, column, value)]).toEqual([value, true]);
  for (const value of wrong) expect([value, await takes(database.pool, column, value)]).toEqual([value, false]);
});

/** A setting is no longer than others. */
const TOO_LONG_A_MAILBOX = `${'a'.repeat(60)}@${'a'.repeat(60)}.${'a'.repeat(60)}.${'a'.repeat(20)}.kr`;

const SETTINGS: readonly Held<unknown>[] = [
  ['seller.company', ['', '가'.repeat(LONGEST.setting)], ['가'.repeat(LONGEST.setting + 1)]],
  ['seller.email', ['', 'hello@example.com'], ['hello', TOO_LONG_A_MAILBOX]],
  ['mail.newOrders', ['', 'hello@example.com'], [TOO_LONG_A_MAILBOX]],
  ['mail.alarms', ['', 'hello@example.com'], [TOO_LONG_A_MAILBOX]],
  ['seller.phone', ['', '02-123-4567'], ['021234567']],
  ['seller.postcode', ['', '03045'], ['3045']],
  ['seller.businessNumber', ['', '220-81-62517'], ['2208162517']],
  ['mail.senderName', ['가'.repeat(LONGEST.senderName)], ['', '가'.repeat(LONGEST.senderName + 1)]],
  ['delivery.fee', [0, 1_000_000], [-1, 1_000_001, '3000']],
  ['delivery.freeFrom', [0, 100_000_000], [-1, 100_000_001]],
  ['delivery.carrier', ['', 'cj', 'other'], []],
  ['delivery.areasWhenFree', ['charged', 'free'], ['', 1]],
  ['delivery.cutOffHour', [1, 23], [0, 24, 'noon']],
  ['delivery.transitDays', [1, 30], [0, 31, '']],
  ['delivery.transitMore', [0, 30], [-1, 31, '']],
  ['bank.deadlineHours', [1, 336], [0, 337, 'soon']],
  ['bank.protectionUrl', ['', 'https://example.com/'], []],
];

test.each(SETTINGS)('the setting %s is held to what its parser takes', async (key, right, wrong) => {
  const [group = '', name = ''] = key.split('.');
  const parsers: Readonly<Record<string, Readonly<Record<string, (typed: string) => unknown>>>> = SETTING_PARSERS;
  const write = (value: unknown): Promise<boolean> =>
    database.pool
      .query(
        'insert into settings (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value',
        [key, JSON.stringify(value)],
      )
      .then(
        () => true,
        () => false,
      );
  for (const value of right) {
    expect(parsers[group]?.[name]?.(String(value))).toBe(value);
    expect([value, await write(value)]).toEqual([value, true]);
  }
  for (const value of wrong) expect([value, await write(value)]).toEqual([value, false]);
});

test('an order whose person was erased keeps nothing of her, and is held all the same', async () => {
  await database.pool.query(
    `update orders set account_id = null, email = '', recipient = '', phone = '', postcode = '', address_line1 = '',
       address_line2 = '', delivery_note = '', tracking_number = null, erased_at = now()`,
  );
  expect(await takes(database.pool, 'orders.recipient', '')).toBe(true);
  expect(await takes(database.pool, 'orders.erased_at', null)).toBe(false);
});

test('every limit was looked for in what is there already, but for what the command line took, and refunds of before', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    'select conname as name from pg_constraint where not convalidated order by 1',
  );
  expect(rows.map(({ name }) => name)).toEqual(['payments_refunds_check', 'settings_value_shape']);
});
