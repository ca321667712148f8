/** The queue's statements. Every list is read along an index, from where its last page ended. */
import type { Executor } from '../../db/pool';
import { MOST_COUNTED, PAGE_SIZE, TO_LOOK_AT, type Counts, type OrderFilter, type OrderRow, type Tab } from './model';

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

/** What was typed, as each of the things that it may be; null where it can't be one. */
export interface Sought {
  readonly number: string | null;
  readonly phone: string | null;
  readonly tracking: string | null;
  /** Beginnings, with LIKE's own signs escaped. */
  readonly name: string | null;
  readonly email: string | null;
}

const SOUGHT: readonly (readonly [keyof Sought, (at: string) => string])[] = [
  ['number', (at) => `o.number = ${at}`],
  ['phone', (at) => `o.phone like ${at}`],
  ['tracking', (at) => `o.tracking_number = ${at}`],
  ['name', (at) => `o.recipient like ${at}`],
  ['email', (at) => `lower(o.email) like ${at}`],
];

const MICROSECONDS = (column: string): string => `(extract(epoch from ${column}) * 1000000)::bigint`;

export async function selectQueue(db: Executor, filter: OrderFilter, sought: Sought | null): Promise<OrderRow[]> {
  const { condition, column, direction } = QUEUES[filter.tab];
  const values: unknown[] = [];
  const at = (value: unknown): string => `$${values.push(value)}`;
  const conditions = [condition];
  if (sought) {
    const ways = SOUGHT.flatMap(([name, test]) => (sought[name] === null ? [] : [test(at(sought[name]))]));
    conditions.push(ways.length === 0 ? 'false' : `(${ways.join(' or ')})`);
  }
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
  const { rows } = await db.query<OrderRow>(
    `select o.id, o.number, o.status, o.flag, o.channel, o.recipient, o.email, o.total, o.refunded,
       o.payment_method as "paymentMethod", o.payment_due_at as "paymentDueAt", o.placed_at as "placedAt",
       o.paid_at as "paidAt", o.shipped_at as "shippedAt", o.carrier, o.tracking_number as "trackingNumber",
       first.name_ko as "nameKo", first.name_en as "nameEn", sums.lines, sums.bottles, o.place,
       (select count(*) from orders s where s.status = 'pending' and s.source_address = o.source_address)::integer
         as "samePlace"
     from (
       select o.*, ${MICROSECONDS(column)} as place from orders o
       where ${conditions.join(' and ')}
       order by ${column} ${direction}, o.id ${direction} limit ${PAGE_SIZE + 1}
     ) o
     cross join lateral (
       select name_ko, name_en from order_lines where order_id = o.id order by position limit 1
     ) first
     cross join lateral (
       select count(*)::integer as lines, sum(quantity)::integer as bottles from order_lines where order_id = o.id
     ) sums
     order by ${column} ${direction}, o.id ${direction}`,
    values,
  );
  return rows;
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
    `select ${counted('confirm')}, ${counted('ship')}, ${counted('look')}, ${counted('under-way')}`,
  );
  if (!rows[0]) throw new Error('nothing was counted');
  return rows[0];
}
