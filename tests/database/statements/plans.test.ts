/**
 * Postgres is asked how it would run every statement of ours. With sequential scans off, and joins that look rows up one
 * by one, its answer doesn't depend on how much there is: a table that still is read from end to end has no index for
 * that statement, however large it grows.
 */
import type { PoolClient } from 'pg';
import { BOOK_RULES } from '../../../server/store/books/rules';
import { relatePerfumes } from '../../../server/store/catalogue/alike/service';
import { filesUnder, STATEMENTS } from '../../conventions/source-files';
import { withDatabase } from '../../setup/database';
import { lend } from '../../setup/lend';
import { fillDesk } from '../../web/desk/full-desk';
import { askAll, type Asked } from './asked';
import { explain, readWhole } from './plan';

/** Tables that stay small, whatever is sold. */
const SMALL: Readonly<Record<string, string>> = {
  alarms: 'a row a kind of trouble',
  backfills: 'a row a migration that has some',
  blocked_customers: 'written by hand, one by one',
  delivery_areas: 'some dozens, written by hand',
  diagnoses: 'one row',
  holidays: 'some twenty a year',
  house_redraws: 'a row a house',
  houses: 'some dozens, each with many perfumes',
  imports: 'files that somebody handed in, gone after some weeks',
  job_runs: 'a row a job of the timetable',
  mail_server: 'one row',
  mail_tests: 'somebody pressed a button',
  migrations: 'a row a migration',
  money_transitions: 'the table of what payments and refunds can become',
  notes: 'some hundreds, whatever is made of them',
  order_transitions: 'the table of what an order can become',
  settings: 'a row a setting',
  shop_pauses: 'written by hand, one by one',
  staff: 'who works here',
  statement_files: 'files that somebody handed in, gone once they are read, or after a week',
  statement_layouts: 'a row a kind of file',
  staff_links: 'a few for each of them',
  staff_recovery_codes: 'ten for each of them',
};

/** Statements that read a table that grows from end to end. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'desk/customers/erasure deleteCartsAndSessions':
    'a person is erased by hand and rarely; an index of carts in sessions would be written at every visit',
  'desk/files/exports selectForExport': 'a file of everything',
  'desk/files/exports selectPerfumes': 'a file of everything',
  'desk/orders/manual searchGoods': 'a part of a name, which no index of ours knows: some ten milliseconds',
  'desk/perfumes/list selectList': 'the same',
  'desk/stock selectCounts': 'the same',
  'doctor/inside selectOutbox': 'once an hour, of the mails of some weeks: older ones are forgotten',
  'jobs deleteClosedResets': 'once an hour, and most of what is there is deleted',
  'jobs deleteExpiredRateLimits': 'once an hour, and most of what is there is deleted',
  'jobs deleteOldSentForms': 'once an hour, and most of what is there is deleted',
  'seed selectLooks': 'draws every picture anew, from the command line',
  'store/books countLookedAt': 'adds up everything, from the command line: that is the audit',
  'store/books selectFaults': 'the same',
  'store/orders/unpaid selectHeld': 'a share of all bottles there are',
  'store/payments/test-provider selectTestLedger': 'the books of days, of a shop that is being tried out',
  'store/sign-ins deleteOld': 'once an hour, and whoever has too many is found by counting everybody’s',
};

/** What the desk's pages don't need: it has no use for rows that nobody has looked at. */
const MORE_ROWS = `
  insert into accounts (email, name, password_hash, locale)
    select 'member' || n || '@example.com', '김하늘', 'x', 'ko' from generate_series(1, 3000) n;
  insert into carts (account_id) select id from accounts;
  insert into cart_items (cart_id, variant_id, quantity) select c.id, v.id, 1 from carts c, (select min(id) as id from variants) v;
  insert into password_resets (token_hash, account_id, created_at, expires_at)
    select sha256(email::bytea), id, now(), now() from accounts;
  insert into known_browsers (token_hash, account_id, seen_at) select sha256(email::bytea), id, now() from accounts;
  insert into sessions (sid, sess, expire) select email, json_build_object('accountId', id), now() from accounts;
  insert into rate_limits (key, points, expire) select email, 1, 1 from accounts;
  insert into test_provider_payments
    select email, email, email, 1, 'KRW', 'open', 'x', 'ko', now() from accounts;
  insert into test_provider_cancels select email, email, 1, now() from accounts;
  insert into refund_lines (refund_id, order_id, variant_id, quantity, restocked)
    select distinct on (l.order_id) r.id, l.order_id, l.variant_id, 1, 0
    from refunds r join order_lines l on l.order_id = r.order_id order by l.order_id;`;

/** What a text is made from as a whole. */
const WHOLE: Readonly<Record<string, readonly unknown[]>> = {
  SessionTable: [
    { name: 'sessions', owner: 'accountId' },
    { name: 'desk_sessions', owner: 'staffId' },
  ],
  BookRule: BOOK_RULES,
};

const database = withDatabase();
const connection = lend<{ client?: PoolClient }>({
  on: database,
  open: async () => ({ client: await database.pool.connect() }),
  close: ({ client }) => client?.release(),
});
const asked: Asked[] = [];
const missed: string[] = [];
let partial: ReadonlySet<string>;

beforeAll(async () => {
  for (const file of filesUnder('server', '.ts').filter((one) => STATEMENTS.test(one))) {
    const found = await askAll(file, WHOLE);
    asked.push(...found.asked);
    missed.push(...found.missed);
  }
  await fillDesk(database.pool, { rows: 100, parts: 3 }, new Date());
  await database.pool.query(MORE_ROWS);
  await relatePerfumes(database.pool);
  await database.run`analyze`;
  await connection.client!.query('set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off');
  // Nothing fits into it that would be put there as a whole.
  await connection.client!.query(`set work_mem = '64kB'; set hash_mem_multiplier = 1`);
  const rows =
    await database.column<string>`select indexrelid::regclass::text as name from pg_index where indpred is not null`;
  partial = new Set(rows);
});

test('every statement is found', () => {
  expect(missed).toEqual([]);
});

test('no statement reads a table that grows from end to end', async () => {
  const found = new Set<string>();
  for (const { file, by, text, isGuess } of asked) {
    if (/^\s*(set|fetch|lock)\b/.test(text)) continue;
    const tables = await tablesReadWhole(text).catch((error: unknown) => {
      if (!isGuess) throw new Error(`${file} ${by}: ${text}`, { cause: error });
      return [];
    });
    const feature = file.replace(/^server\/(.*?)[/-]queries\.ts$/, '$1');
    if (tables.length > 0) found.add(`${feature} ${by}`);
  }
  expect([...found].sort()).toEqual(Object.keys(EXCEPTIONS));
});

const tablesReadWhole = async (statement: string): Promise<string[]> =>
  // The queue's own tables are its own business.
  readWhole(await explain(connection.client!, statement), partial).filter(
    (table) => !(table in SMALL) && !table.startsWith('_private_'),
  );

test('nor does a function of the database', async () => {
  const rows = await database.rows<{ name: string; body: string; args: string[] | null; types: string[] }>`
    select proname as name, prosrc as body, proargnames as args,
       array(select format_type(t, null) from unnest(proargtypes) t)::text[] as types
     from pg_proc where pronamespace = 'public'::regnamespace and prosrc <> ''
       and prolang = (select oid from pg_language where lanname = 'sql')`;
  expect(rows.map(({ name }) => name)).toContain('money_received');
  for (const { name, body, args, types } of rows) {
    let text = body;
    (args ?? []).forEach((arg, at) => {
      if (/\$\d/.test(body)) return;
      text = text.replaceAll(
        new RegExp(`\\b${name}\\.${arg}\\b|(?<![.\\w])${arg}\\b`, 'g'),
        `$${at + 1}::${types[at]!}`,
      );
    });
    for (const statement of text.split(';').filter((part) => part.trim() !== '')) {
      expect({ name, tables: await tablesReadWhole(statement) }).toEqual({ name, tables: [] });
    }
  }
});

test('what is deleted is looked for in other tables by an index', async () => {
  const deletes = asked.flatMap(({ text }) => [...text.matchAll(/\bdelete from (\w+)/g)].map(([, table]) => table));
  const rows = await database.rows<{ name: string }>`select format('%s (%s)', conrelid::regclass, (
       select string_agg(attname, ', ') from pg_attribute where attrelid = conrelid and attnum = any(conkey))) as name
     from pg_constraint c
     where contype = 'f' and confrelid::regclass::text = any(${deletes}::text[]) and not exists (
       select from pg_index i where i.indrelid = c.conrelid and i.indisvalid and i.indkey[0] = any(c.conkey)
         and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) like '(% IS NOT NULL)'))`;
  expect(rows).toEqual([]);
});
