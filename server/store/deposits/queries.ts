import type { Executor } from '../../db/pool';
import type { AwaitedOrder, Deposit, Layout, SettledDeposit, StatementRow } from './model';

const DEPOSIT = `d.id::integer as id, d.paid_at as "paidAt", d.has_time as "hasTime", d.payer, d.amount, d.memo`;

type Row<T> = T & Record<string, unknown>;

/** @returns how many of them were not there yet */
export async function insertDeposits(
  db: Executor,
  rows: readonly StatementRow[],
  fingerprints: readonly Buffer[],
  now: Date,
): Promise<number> {
  const column = <K extends keyof StatementRow>(name: K) => rows.map((row) => row[name]);
  const { rowCount } = await db.query(
    `insert into deposits (fingerprint, paid_at, has_time, payer, amount, memo, taken_at)
     select fingerprint, paid_at, has_time, payer, amount, memo, $7
     from unnest($1::bytea[], $2::timestamptz[], $3::boolean[], $4::text[], $5::bigint[], $6::text[])
       as rows (fingerprint, paid_at, has_time, payer, amount, memo)
     on conflict (fingerprint) do nothing`,
    [fingerprints, column('paidAt'), column('hasTime'), column('payer'), column('amount'), column('memo'), now],
  );
  return rowCount ?? 0;
}

/** The oldest first. */
export async function selectOpenDeposits(db: Executor, limit: number): Promise<Deposit[]> {
  const { rows } = await db.query<Row<Deposit>>(
    `select ${DEPOSIT} from deposits d where d.state = 'open' order by d.paid_at, d.id limit $1`,
    [limit],
  );
  return rows;
}

export async function selectDeposit(
  db: Executor,
  id: number,
): Promise<(Deposit & { readonly state: SettledDeposit['state'] | 'open'; readonly note: string }) | null> {
  const { rows } = await db.query<Row<Deposit & { state: SettledDeposit['state'] | 'open'; note: string }>>(
    `select ${DEPOSIT}, d.state, d.note from deposits d where d.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** The latest first. */
export async function selectSettledDeposits(db: Executor, limit: number): Promise<SettledDeposit[]> {
  const { rows } = await db.query<Row<SettledDeposit>>(
    `select ${DEPOSIT}, d.state, d.settled_at as "settledAt", s.name as by, o.number as "orderNumber", d.note
     from deposits d left join orders o on o.id = d.order_id left join staff s on s.id = d.settled_by
     where d.state <> 'open' order by d.settled_at desc, d.id desc limit $1`,
    [limit],
  );
  return rows;
}

const AWAITED = `o.number, o.total, o.recipient, (select n.name from depositors n where n.order_id = o.id) as depositor,
  o.status, o.placed_at as "placedAt", o.paid_at as "paidAt"`;

const WITHOUT_DEPOSIT = 'not exists (select from deposits d where d.order_id = o.id)';

/** Those that wait for a transfer, the oldest first. */
export async function selectAwaitedOrders(db: Executor, limit: number): Promise<AwaitedOrder[]> {
  const { rows } = await db.query<Row<AwaitedOrder>>(
    `select ${AWAITED} from orders o
     where o.status = 'pending' and o.payment_method = 'bank' and ${WITHOUT_DEPOSIT}
     order by o.placed_at, o.id limit $1`,
    [limit],
  );
  return rows;
}

/** Those that waited for a transfer of one of these names, and were paid by a click or closed without money. */
export async function selectDecidedOrders(
  db: Executor,
  keys: readonly string[],
  since: Date,
  limit: number,
): Promise<AwaitedOrder[]> {
  const { rows } = await db.query<Row<AwaitedOrder>>(
    `select ${AWAITED} from depositors k join orders o on o.id = k.order_id
     where k.key = any($1::text[]) and o.payment_method = 'bank' and o.placed_at > $2
       and (o.status in ('paid', 'shipped', 'delivered')
         or o.status in ('declined', 'cancelled', 'expired') and money_received(o.id) = 0)
       and ${WITHOUT_DEPOSIT}
     order by o.placed_at desc, o.id limit $3`,
    [keys, since, limit],
  );
  return rows;
}

/** @returns false when somebody else has settled it @throws DatabaseError where another deposit is that order's */
export async function matchDeposit(
  db: Executor,
  id: number,
  { orderId, staffId, now }: { readonly orderId: string; readonly staffId: string | null; readonly now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update deposits set state = 'matched', order_id = $2::uuid, settled_by = $3::uuid, settled_at = $4
     where id = $1 and state = 'open'`,
    [id, orderId, staffId, now],
  );
  return rowCount === 1;
}

/** @returns false when somebody else has settled it */
export async function setDepositAside(
  db: Executor,
  id: number,
  { note, staffId, now }: { readonly note: string; readonly staffId: string | null; readonly now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update deposits set state = 'set-aside', note = $2, settled_by = $3::uuid, settled_at = $4
     where id = $1 and state = 'open'`,
    [id, note, staffId, now],
  );
  return rowCount === 1;
}

export async function reopenDeposit(db: Executor, id: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `update deposits set state = 'open', settled_by = null, settled_at = null where id = $1 and state = 'set-aside'`,
    [id],
  );
  return rowCount === 1;
}

/** Whose money it was is forgotten; that it was there is not: the same row of a later file is known. */
export async function forgetDepositsSetAside(db: Executor, before: Date): Promise<void> {
  await db.query(
    `update deposits set payer = '', memo = ''
     where state = 'set-aside' and settled_at < $1 and (payer, memo) <> ('', '')`,
    [before],
  );
}

export async function selectLayout(db: Executor, head: Buffer): Promise<Layout | null> {
  const { rows } = await db.query<{ columns: Layout }>('select columns from statement_layouts where head = $1', [head]);
  return rows[0]?.columns ?? null;
}

export async function upsertLayout(db: Executor, head: Buffer, columns: Layout, now: Date): Promise<void> {
  await db.query(
    `insert into statement_layouts (head, columns, saved_at) values ($1, $2, $3)
     on conflict (head) do update set columns = excluded.columns, saved_at = excluded.saved_at`,
    [head, JSON.stringify(columns), now],
  );
}

export interface StatementFile {
  readonly fileName: string;
  readonly content: Buffer;
}

export async function insertStatementFile(
  db: Executor,
  { fileName, content }: StatementFile,
  { staffId, now }: { readonly staffId: string | null; readonly now: Date },
): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `insert into statement_files (staff_id, file_name, content, sent_at) values ($1::uuid, $2, $3, $4) returning id`,
    [staffId, fileName, content, now],
  );
  const id = rows[0]?.id;
  if (!id) throw new Error('a file that was written has an id');
  return id;
}

export async function selectStatementFile(db: Executor, id: string): Promise<StatementFile | null> {
  const { rows } = await db.query<StatementFile & Record<string, unknown>>(
    'select file_name as "fileName", content from statement_files where id = $1::uuid',
    [id],
  );
  return rows[0] ?? null;
}

/** @returns false when it was read or dropped before */
export async function deleteStatementFile(db: Executor, id: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from statement_files where id = $1::uuid', [id]);
  return rowCount === 1;
}

export async function deleteOldStatementFiles(db: Executor, before: Date): Promise<void> {
  await db.query('delete from statement_files where sent_at < $1', [before]);
}
