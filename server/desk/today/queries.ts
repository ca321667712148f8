import type { Executor } from '../../db/pool';
import { SHOWN_SERVER } from '../../store/mail/model';
import { isShown } from '../../store/perfumes/model';
import { TO_LOOK_AT } from '../orders/model';
import { MOST_COUNTED, type Overview } from './model';

/** Everything at once: each count reads an index of just these rows, and no further than it is told. */
export async function selectOverview(db: Executor, now: Date): Promise<Overview> {
  const { rows } = await db.query<Omit<Overview, 'lastMailTest'> & { lastMailTest: StoredTest | null }>(
    `select
       (select count(*) from (
         select from orders where status = 'pending' and payment_method = 'bank' limit $2) t)::integer as "ordersToConfirm",
       (select coalesce(sum(l.quantity), 0) from order_lines l join (
         select id from orders where status = 'pending' and payment_method = 'bank' limit $2) t
         on t.id = l.order_id)::integer as "bottlesHeld",
       (select count(*) from (select from orders where status = 'paid' limit $2) t)::integer as "ordersToShip",
       (select count(*) from (select from orders o where ${TO_LOOK_AT} limit $2) t)::integer as "ordersToLookAt",
       (select count(*) from (select from order_questions where closed_at is null limit $2) t)::integer as questions,
       (select count(*) from (
         select from variants v join perfumes p on p.id = v.perfume_id
         where v.archived_at is null and v.stock <= v.low_stock and p.published_at <= $1 limit $2
       ) t)::integer as "variantsRunningOut",
       (select count(*) from (select from outbox where status = 'failed' limit $2) t)::integer as "mailsFailed",
       (select count(*) from imports where state = 'checked')::integer as "importsWaiting",
       (select count(*) from (select from deposits where state = 'open' limit $2) t)::integer as "depositsOpen",
       (select coalesce(sum(orders), 0) from sales_by_day where day = korean_day($1))::integer as "ordersPaid",
       (select coalesce(sum(received), 0) from sales_by_day where day = korean_day($1))::bigint as received,
       exists (select from perfumes p where ${isShown('$1')}) as "hasPerfumes",
       exists (select from settings where key in ('delivery.fee', 'delivery.freeFrom')) as "deliverySaved",
       (select to_jsonb(t) from (
         select at, recipient, place, error from mail_tests order by id desc limit 1) t) as "lastMailTest",
       ${SHOWN_SERVER} as "mailServer"`,
    [now, MOST_COUNTED + 1],
  );
  const row = rows[0];
  if (!row) throw new Error('an overview is always one row');
  const { lastMailTest: last, ...counts } = row;
  return { ...counts, lastMailTest: last && { ...last, at: new Date(last.at) } };
}

interface StoredTest {
  readonly at: string;
  readonly recipient: string;
  readonly place: string;
  readonly error: string | null;
}
