import type { Executor } from '../../db/pool';
import { holds } from '../../db/search';
import type { CustomerFilter } from './address';
import { MOST_LATEST, type Customer, type CustomerOrder, type CustomerRow } from './model';

export async function selectCustomers(
  db: Executor,
  sought: string | null,
  { onlyBlocked, after }: Pick<CustomerFilter, 'onlyBlocked' | 'after'>,
  most: number,
): Promise<CustomerRow[]> {
  const values: unknown[] = [];
  const at = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ['true'];
  if (sought !== null) conditions.push(holds('customer_words(c.email, c.name, c.phone)', at(sought)));
  if (onlyBlocked) conditions.push('c.email in (select email from blocked_customers)');
  if (after) {
    const moment = `timestamptz 'epoch' + ${at(after.at)}::bigint * interval '1 microsecond'`;
    conditions.push(`(c.last_seen_at, c.id) < (${moment}, ${at(after.id)}::uuid)`);
  }
  const { rows } = await db.query<CustomerRow>(
    `select c.id, c.email, c.name, c.phone, c.last_seen_at as "lastSeenAt",
       (extract(epoch from c.last_seen_at) * 1000000)::bigint as place,
       exists (select from accounts a where a.email = c.email) as "isMember",
       exists (select from blocked_customers b where b.email = c.email) as blocked, sums.orders,
       sums.bought_for as "boughtFor"
     from (
       select c.* from customers c where ${conditions.join(' and ')}
       order by c.last_seen_at desc, c.id desc limit ${at(most)}
     ) c
     cross join lateral sums_of_customer(c.email) sums
     order by c.last_seen_at desc, c.id desc`,
    values,
  );
  return rows;
}

type Told<T> = { readonly [K in keyof T]: T[K] extends Date ? string : T[K] };

interface Row extends Omit<Customer, 'latest' | 'block'> {
  readonly latest: readonly Told<CustomerOrder>[];
  readonly blockReason: string | null;
  readonly blockedAt: Date | null;
  readonly blockedBy: string | null;
}

export async function selectCustomer(db: Executor, id: string): Promise<Customer | null> {
  const { rows } = await db.query<Row>(
    `select c.id, c.email, c.name, c.phone, c.last_seen_at as "lastSeenAt", a.id is not null as "isMember",
       a.id as "accountId", a.created_at as "memberSince", b.reason as "blockReason", b.at as "blockedAt", s.name as "blockedBy",
       sums.orders, sums.bought_for as "boughtFor",
       coalesce((
         select json_agg(l order by l."placedAt" desc) from (
           select o.number, o.status, o.flag, o.total, o.refunded, o.placed_at as "placedAt",
             first.name_ko as "nameKo", first.name_en as "nameEn",
             (select count(*) from order_lines where order_id = o.id) as lines
           from orders o
           cross join lateral (
             select name_ko, name_en from order_lines where order_id = o.id order by position limit 1
           ) first
           where lower(o.email) = c.email order by o.placed_at desc limit ${MOST_LATEST + 1}
         ) l
       ), '[]') as latest
     from customers c
     left join accounts a on a.email = c.email
     left join blocked_customers b on b.email = c.email
     left join staff s on s.id = b.staff_id
     cross join lateral sums_of_customer(c.email) sums
     where c.id = $1::uuid`,
    [id],
  );
  const [row] = rows;
  if (!row) return null;
  const { blockReason, blockedAt, blockedBy, latest, ...customer } = row;
  return {
    ...customer,
    block: blockedAt === null ? null : { reason: blockReason ?? '', at: blockedAt, staff: blockedBy },
    latest: latest.map((order) => ({ ...order, placedAt: new Date(order.placedAt) })),
  };
}

/** Holds the customer's row: an order of hers that is being placed waits, or was there before. */
export async function lockCustomer(db: Executor, id: string): Promise<{ readonly email: string } | null> {
  const { rows } = await db.query<{ email: string }>('select email from customers where id = $1::uuid for update', [
    id,
  ]);
  return rows[0] ?? null;
}

export async function insertBlock(
  db: Executor,
  block: { readonly email: string; readonly reason: string; readonly staffId: string | null; readonly at: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into blocked_customers (email, reason, staff_id, at) values ($1, $2, $3::uuid, $4)
     on conflict (email) do nothing`,
    [block.email, block.reason, block.staffId, block.at],
  );
  return rowCount === 1;
}

export async function deleteBlock(db: Executor, email: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from blocked_customers where email = $1', [email]);
  return rowCount === 1;
}

/** Signs a member of that e-mail out everywhere. Who is just signing in comes before this, or hears of what was done. */
export async function deleteSessionsOfMember(db: Executor, email: string): Promise<void> {
  await db.query('select 1 from accounts where email = $1 for update', [email]);
  await db.query(`delete from sessions where sess ->> 'accountId' = (select id::text from accounts where email = $1)`, [
    email,
  ]);
}
