/** The queue's statements. Every list is read along an index, from where its last page ended. */
import type { Executor } from '../../db/pool';
import { holds } from '../../db/search';
import { MOST_COUNTED, TO_LOOK_AT, type Counts, type OrderFilter, type OrderRow, type Tab } from './model';

interface Queue {
  /** Word for word what the index of the list says, so that Postgres sees that it fits. */
  readonly condition: string;
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

/** The oldest first where something waits to be done; the newest first where one looks back. */
const QUEUES: Readonly<Record<Tab, Queue>> = {
  confirm: {
    condition: `o.status = 'pending' and o.payment_method = 'bank'`,
    column: 'o.placed_at',
    direction: 'asc',
  },
  ship: { condition: `o.status = 'paid'`, column: 'o.paid_at', direction: 'asc' },
  look: {
    condition: TO_LOOK_AT,
    column: 'o.placed_at',
    direction: 'asc',
  },
  'under-way': { condition: `o.status = 'shipped'`, column: 'o.shipped_at', direction: 'asc' },
  all: { condition: 'true', column: 'o.placed_at', direction: 'desc' },
};

export interface Sought {
  readonly words: string;
  /** A part of a number, where it is typed with letters that a number hasn't. */
  readonly number: string | null;
}

const WORDS = 'order_words(o.number, o.recipient, o.phone, o.email, o.tracking_number)';
const DEPOSITOR_WORDS = 'search_words(d.name)';
const LINE_WORDS = 'order_line_words(l.name_ko, l.name_en, l.house_ko, l.house_en, l.sku)';

const MICROSECONDS = (column: string): string => `(extract(epoch from ${column}) * 1000000)::bigint`;

export async function selectQueue(
  db: Executor,
  filter: OrderFilter,
  sought: Sought | null,
  most: number,
): Promise<OrderRow[]> {
  const { condition, column, direction } = QUEUES[filter.tab];
  const values: unknown[] = [];
  const at = (value: unknown): string => `$${values.push(value)}`;
  const conditions = [condition];
  if (filter.day) {
    const day = at(filter.day);
    conditions.push(`o.placed_at >= ${day}::date::timestamp at time zone 'Asia/Seoul'`);
    conditions.push(`o.placed_at < (${day}::date + 1)::timestamp at time zone 'Asia/Seoul'`);
  }
  if (filter.like) {
    conditions.push(`o.source_address = (select source_address from orders where number = ${at(filter.like)})`);
  }
  if (filter.status) conditions.push(`o.status = ${at(filter.status)}`);
  if (filter.after) {
    const beyond = direction === 'asc' ? '>' : '<';
    const moment = `timestamptz 'epoch' + ${at(filter.after.at)}::bigint * interval '1 microsecond'`;
    conditions.push(`(${column}, o.id) ${beyond} (${moment}, ${at(filter.after.id)}::uuid)`);
  }
  const order = `order by ${column} ${direction}, o.id ${direction}`;
  const limit = `limit ${at(most)}`;
  // Each way to find them ends by itself: no index knows orders and their lines at once.
  const ways = waysTo(sought, at).map(
    (way) => `(select o.id from orders o where ${[...conditions, way].join(' and ')} ${order} ${limit})`,
  );
  const { rows } = await db.query<OrderRow>(
    `select o.id, o.number, o.status, o.flag, o.channel, o.recipient, d.name as depositor, o.email, o.total, o.refunded,
       o.payment_method as "paymentMethod", o.payment_due_at as "paymentDueAt", o.placed_at as "placedAt",
       o.paid_at as "paidAt", o.shipped_at as "shippedAt", o.carrier, o.tracking_number as "trackingNumber",
       first.name_ko as "nameKo", first.name_en as "nameEn", sums.lines, sums.bottles, o.place,
       (select count(*) from orders s where s.status = 'pending' and s.source_address = o.source_address)::integer
         as "samePlace"
     from (
       select o.*, ${MICROSECONDS(column)} as place from orders o
       where ${ways.length > 0 ? `o.id in (${ways.join(' union ')})` : conditions.join(' and ')}
       ${order} ${limit}
     ) o
     left join depositors d on d.order_id = o.id
     cross join lateral (
       select name_ko, name_en from order_lines where order_id = o.id order by position limit 1
     ) first
     cross join lateral (
       select count(*)::integer as lines, sum(quantity)::integer as bottles from order_lines where order_id = o.id
     ) sums
     ${order}`,
    values,
  );
  return rows;
}

function waysTo(sought: Sought | null, at: (value: unknown) => string): string[] {
  if (!sought) return [];
  const words = at(sought.words);
  const ways = [
    holds(WORDS, words),
    `exists (select from depositors d where d.order_id = o.id and ${holds(DEPOSITOR_WORDS, words)})`,
    `exists (select from order_lines l where l.order_id = o.id and ${holds(LINE_WORDS, words)})`,
  ];
  if (sought.number === null) return ways;
  const number = at(sought.number);
  return [...ways, `(${holds(WORDS, number)} and strpos(replace(o.number, '-', ''), ${number}) > 0)`];
}

export async function selectFirstToShip(db: Executor, most: number): Promise<string[]> {
  const { condition, column, direction } = QUEUES.ship;
  const { rows } = await db.query<{ number: string }>(
    `select o.number from orders o where ${condition} order by ${column} ${direction}, o.id ${direction} limit $1`,
    [most],
  );
  return rows.map(({ number }) => number);
}

/** How many wait in each part, read from its index and no further than anybody wants to know. */
export async function selectCounts(db: Executor): Promise<Counts> {
  const counted = (tab: Exclude<Tab, 'all'>): string =>
    `(select count(*) from (select 1 from orders o where ${QUEUES[tab].condition} limit ${MOST_COUNTED + 1}) waiting)
     as "${tab}"`;
  const { rows } = await db.query<{ [K in keyof Counts]: number }>(
    `select ${counted('confirm')}, ${counted('ship')}, ${counted('look')}, ${counted('under-way')},
       (select count(*) from (select 1 from order_questions where closed_at is null limit ${MOST_COUNTED + 1}) waiting)
         as questions`,
  );
  if (!rows[0]) throw new Error('nothing was counted');
  return rows[0];
}
