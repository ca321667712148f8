/** What a search reads, of as many orders as years leave behind: time is the machine's, rows are ours. */
import type { Executor } from '../../../../server/db/pool';
import { selectCustomers } from '../../../../server/desk/customers/queries';
import { readFilter, soughtOf } from '../../../../server/desk/orders/address';
import { selectQueue } from '../../../../server/desk/orders/queries';
import { soughtWords } from '../../../../server/values/sought';
import { withDatabase } from '../../../setup/database';

jest.setTimeout(180_000);

const ORDERS = 100_000;
/** Of the orders; what is read besides are parts of one that was found. */
const MOST_READ = ORDERS / 20;

const database = withDatabase();

const FILL = `
  set session_replication_role = replica;
  select setseed(0.14);
  create function syllable() returns text language sql as $$ select chr(44032 + floor(random() * 400)::integer * 28) $$;
  create function digits(n integer) returns text language sql as
    $$ select string_agg(floor(random() * 10)::text, '') from generate_series(1, n) $$;
  create table made as
    select n, gen_random_uuid() as id, 'EA-' || upper(substr(md5(n::text), 1, 10)) as number,
      (array['김', '이', '박', '최', '정', '강', '조', '윤', '장', '임'])[1 + n % 10] || syllable() || syllable() as recipient,
      '010-' || digits(4) || '-' || digits(4) as phone, 'buyer' || n || '@example.com' as email, digits(12) as tracking
    from generate_series(1, :orders) n;
  update made set recipient = '서문별하', phone = '010-4821-7306', number = 'EA-3F9A0B7C1D', tracking = '688112290417'
    where n = 61000;
  insert into orders (id, number, cart_id, locale, email, recipient, phone, postcode, address_line1, address_line2,
      delivery_note, currency, subtotal, delivery_fee, total, status, payment_method, payment_due_at, placed_at, paid_at,
      shipped_at, carrier, tracking_number)
    select id, number, id, 'ko', email, recipient, phone, '03045', '서울', '', '', 'KRW', 50000, 0, 50000, 'shipped', 'bank',
      now(), moment, moment, moment, 'cj', tracking
    from (select *, now() - n * interval '3 minutes' as moment from made) m;
  create table scents as
    select n, syllable() || ' ' || syllable() || syllable() as ko, translate(md5(n::text), '0123456789', 'ghijklmnop') as en
    from generate_series(0, 299) n;
  update scents set ko = '먼 갈대밭', en = 'Far Reeds' where n = 7;
  insert into order_lines (order_id, position, variant_id, sku, perfume_slug, name_ko, name_en, house_ko, house_en,
      volume_ml, picture, unit_price, quantity)
    select m.id, 0, s.n, 'HSE-' || upper(substr(s.en, 1, 8)) || '-050', 'x', s.ko, s.en, '집', 'House', 50, 'x', 50000, 1
    from made m join scents s on s.n = m.n % 300;
  insert into customers (email, name, phone, last_seen_at) select email, recipient, phone, now() - n * interval '3 minutes' from made
      where n % 5 = 0;
  set session_replication_role = origin;`;

beforeAll(async () => {
  const indexes = await database.rows<{ name: string; definition: string }>`
    select indexname as name, indexdef as definition from pg_indexes
    where indexname in ('orders_search', 'order_lines_search', 'customers_search')`;
  expect(indexes).toHaveLength(3);
  for (const { name } of indexes) await database.run(`drop index ${name}`);
  const client = await database.pool.connect();
  try {
    await client.query(`set statement_timeout = 0; set maintenance_work_mem = '512MB'`);
    await client.query(FILL.replaceAll(':orders', String(ORDERS)));
    for (const { definition } of indexes) await client.query(definition);
    await client.query('vacuum analyze orders, order_lines, customers');
  } finally {
    client.release(true);
  }
});

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Node[];
}

function readBy(node: Node): number {
  const { 'Actual Rows': kept, 'Rows Removed by Filter': left = 0, 'Rows Removed by Index Recheck': lossy = 0 } = node;
  const own = node['Relation Name'] ? (kept + left + lossy) * node['Actual Loops'] : 0;
  return (node.Plans ?? []).reduce((sum, below) => sum + readBy(below), own);
}

/** Answers with how many rows the statement reads, and sends nothing else. */
async function reading(ask: (db: Executor) => Promise<unknown>): Promise<number> {
  let read = 0;
  await ask({
    async query(text: string, values: unknown[]) {
      const { rows } = await database.pool.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
        `explain (analyze, timing off, format json) ${text}`,
        values,
      );
      read += readBy(rows[0]!['QUERY PLAN'][0].Plan);
      return { rows: [], rowCount: 0 };
    },
  });
  return read;
}

const EVERYWHERE = readFilter({ tab: 'all' });

const find = (typed: string, db: Executor = database.pool) => selectQueue(db, EVERYWHERE, soughtOf(typed), 51);

test.each([
  ['two syllables of a name', '별하', ['서문별하']],
  ['the middle of a number', '9a0b7c', ['서문별하']],
  ['the middle of a number with a letter that it hasn’t', '9aob7c', ['서문별하']],
  ['the end of a tracking number', '12290417', ['서문별하']],
  ['a phone without its beginning', '48217306', ['서문별하']],
  ['what none of them has', '없는이름', []],
] as const)('a search for %s reads few of them: %s', async (_what, typed, names) => {
  expect((await find(typed)).map(({ recipient }) => recipient)).toEqual(names);
  expect(await reading((db) => find(typed, db))).toBeLessThan(MOST_READ);
});

test.each([
  ['four digits of a phone', '7306'],
  ['a perfume that one order in three hundred is of', '갈대밭'],
  ['a perfume in English without its blank', 'farreeds'],
  ['what all of them have', '010'],
  ['what each of them has in its e-mail', 'example'],
] as const)('a search for %s reads few of them, for a page that is full: %s', async (_what, typed) => {
  expect(await find(typed)).toHaveLength(51);
  expect(await reading((db) => find(typed, db))).toBeLessThan(MOST_READ);
});

test.each(['별하', '7306', 'buyer61000@', '010', '없는이름'])('so does a search for customers: %s', async (typed) => {
  const filter = { onlyBlocked: false, after: null };
  const list = (db: Executor) => selectCustomers(db, soughtWords(typed), filter, 51);
  expect((await list(database.pool)).map(({ name }) => name).includes('서문별하')).toBe(
    !['010', '없는이름'].includes(typed),
  );
  expect(await reading(list)).toBeLessThan(MOST_READ);
});

test('what is emptied is found no more, and what is written is found at once, whoever writes it', async () => {
  expect(await find('별하')).toHaveLength(1);
  await database.run`update orders set recipient = '', phone = '', email = '', tracking_number = null, erased_at = now()
    where number = 'EA-3F9A0B7C1D'`;
  for (const typed of ['별하', '48217306', 'buyer61000', '688112290417'])
    expect([typed, await find(typed)]).toEqual([typed, []]);
  expect(await find('3f9a0b7c1d')).toHaveLength(1);
  await database.run`update orders set recipient = '온새미로' where number = 'EA-3F9A0B7C1D'`;
  expect(await find('새미')).toHaveLength(1);
});
