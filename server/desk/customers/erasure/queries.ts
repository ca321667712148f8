/** Orders stay, for the law wants them kept; whatever says whose they were goes. */
import type { Executor } from '../../../db/pool';
import type { Hindrances } from '../model';

/** Nobody orders, or signs in, with her account until the transaction ends. */
export async function lockAccountOf(db: Executor, email: string): Promise<void> {
  await db.query('select 1 from accounts where email = $1 for update', [email]);
}

export interface HerOrders {
  readonly ids: readonly string[];
  /** E-mails under which she ordered while she was signed in with this one. */
  readonly otherEmails: readonly string[];
}

export async function lockOrdersOf(db: Executor, email: string): Promise<HerOrders> {
  const { rows } = await db.query<{ id: string; email: string }>(
    `select id, lower(email) as email from orders
     where id in (select orders_of_customer($1)) order by id for update`,
    [email],
  );
  const others = rows.map((row) => row.email).filter((other) => other !== '' && other !== email);
  return { ids: rows.map(({ id }) => id), otherEmails: [...new Set(others)] };
}

export async function selectHindrances(db: Executor, email: string): Promise<Hindrances> {
  const { rows } = await db.query<Hindrances>(
    `select count(*)::integer as orders,
       coalesce(array_agg(number order by placed_at) filter (where status in ('pending', 'paid', 'shipped')), '{}') as open,
       coalesce(array_agg(number order by placed_at) filter (where refund_due and flag is null), '{}') as "refundDue",
       coalesce(array_agg(number order by placed_at) filter (where flag is not null), '{}') as flagged
     from (
       select o.number, o.status, o.flag, o.placed_at,
         o.status = 'cancelled' and o.paid_at is not null and o.refunded < o.total as refund_due
       from orders o where o.id in (select orders_of_customer($1))
     ) hers`,
    [email],
  );
  return rows[0] ?? { orders: 0, open: [], refundDue: [], flagged: [] };
}

export async function eraseFromOrders(db: Executor, orderIds: readonly string[], now: Date): Promise<void> {
  await db.query(
    `update orders set account_id = null, email = '', recipient = '', phone = '', postcode = '', address_line1 = '',
       address_line2 = '', delivery_note = '', tracking_number = null, erased_at = $2
     where id = any($1::uuid[])`,
    [orderIds, now],
  );
  await db.query('delete from depositors where order_id = any($1::uuid[])', [orderIds]);
  await db.query(`update deposits set payer = '', memo = '', note = '' where order_id = any($1::uuid[])`, [orderIds]);
  // Free text may say anything about her, and a tracking number leads to her door.
  await db.query(
    `update order_events set detail = detail - 'text' - 'tracking'
     where order_id = any($1::uuid[]) and detail ?| array['text', 'tracking']`,
    [orderIds],
  );
  await db.query(
    `update order_questions set question = '', answer = case when answer is not null then '' end,
       closed_at = coalesce(closed_at, $2)
     where order_id = any($1::uuid[])`,
    [orderIds, now],
  );
  await db.query(`update refunds set note = '' where order_id = any($1::uuid[]) and note <> ''`, [orderIds]);
}

/** Also those to the owner, which tell of her orders. */
export async function deleteMailsOf(db: Executor, email: string, orderIds: readonly string[]): Promise<void> {
  await db.query('delete from outbox where lower(recipient) = $1 or order_id = any($2::uuid[])', [email, orderIds]);
}

/** Open carts, and whatever browser still knows one of hers. Carts that became orders stay, and are nobody's. */
export async function deleteCartsAndSessions(db: Executor, email: string, orderIds: readonly string[]): Promise<void> {
  await db.query(
    `with account as (
       select id from accounts where email = $1
     ), ordered as (
       select cart_id as id from orders where id = any($2::uuid[])
     ), open as (
       select c.id from carts c
       where c.ordered_at is null
         and (c.account_id = (select id from account) or c.follows = any(array(select id from ordered)))
     )
     delete from sessions
     where sess ->> 'accountId' = (select id::text from account)
       or sess ->> 'cartId' in (select id::text from ordered union all select id::text from open)`,
    [email, orderIds],
  );
  await db.query(
    `delete from carts where ordered_at is null and (
       account_id = (select id from accounts where email = $1)
       or follows = any(array(select cart_id from orders where id = any($2::uuid[])))
     )`,
    [email, orderIds],
  );
  await db.query(`update carts set account_id = null where account_id = (select id from accounts where email = $1)`, [
    email,
  ]);
}

/** Her account with its resets, what the queue was to send her, her block, and at last her name in the list. */
export async function deletePerson(db: Executor, email: string): Promise<void> {
  // A password reset that was asked for and not sent yet. The queue has no other way to look into what it was given.
  await db.query(
    `select graphile_worker.complete_jobs(array(
       select id from graphile_worker._private_jobs where lower(payload ->> 'email') = $1 and locked_at is null
     ))`,
    [email],
  );
  await db.query('delete from accounts where email = $1', [email]);
  await db.query('delete from blocked_customers where email = $1', [email]);
  await db.query('delete from customers where email = $1', [email]);
}

/** An e-mail under which she ordered too is somebody else's, or nobody's: it keeps no name or number of hers. */
export async function forgetUnderOtherEmails(db: Executor, emails: readonly string[]): Promise<void> {
  await db.query(
    `delete from customers c
     where c.email = any($1::text[])
       and not exists (select from orders where lower(email) = c.email)
       and not exists (select from accounts a where a.email = c.email)`,
    [emails],
  );
  await db.query(
    `update customers c set name = coalesce(a.name, latest.recipient, ''), phone = coalesce(latest.phone, '')
     from customers k
     left join accounts a on a.email = k.email
     left join lateral (
       select recipient, phone from orders where lower(email) = k.email order by placed_at desc limit 1
     ) latest on true
     where c.id = k.id and k.email = any($1::text[])`,
    [emails],
  );
}
