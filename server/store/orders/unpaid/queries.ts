import type { Executor } from '../../../db/pool';
import type { HeldByUnpaid, Open, Volume, WayToPay } from './rule';

/** Whose unpaid orders are counted; digests but for the account. */
export interface Origin {
  readonly address: string;
  readonly session: string;
  /** Lower case. null: is not known yet. */
  readonly email: string | null;
  readonly accountId: string | null;
}

/** Until the transaction ends. Before any row, and in the order of the keys, so that nobody waits in a circle. */
export async function lockOrigin(db: Executor, keys: readonly string[]): Promise<void> {
  await db.query(
    `select pg_advisory_xact_lock(key) from (
       select distinct hashtextextended('unpaid ' || name, 0) as key from unnest($1::text[]) as name order by key
     ) keys`,
    [keys],
  );
}

export interface Standing {
  readonly open: Readonly<Record<WayToPay, Open>>;
  readonly volumes: readonly Volume[];
}

const ofWay = (way: WayToPay): string => {
  const isOfWay = `is_bank = ${way === 'bank'}`;
  return `'${way}', json_build_object('ofPerson', count(*) filter (where ${isOfWay} and is_hers),
    'ofAddress', count(*) filter (where ${isOfWay} and is_here),
    'bottlesOfAddress', coalesce(sum(bottles) filter (where ${isOfWay} and is_here), 0))`;
};

/** A guest's e-mail is anybody's to type: it counts against guests and transfers only. A member's is her account. */
const OPEN = `
  select json_build_object(${ofWay('bank')}, ${ofWay('card')}) from (
    select o.payment_method = 'bank' as is_bank, coalesce(o.source_address = $1, false) as is_here,
      coalesce(o.source_session = $2, false) or case when $4::uuid is null
        then o.payment_method = 'bank' and o.account_id is null and lower(o.email) = $3::text
        else o.account_id = $4::uuid end as is_hers,
      (select sum(l.quantity) from order_lines l where l.order_id = o.id) as bottles
    from orders o
    where o.status = 'pending' and o.channel = 'web'
      and (o.source_address = $1 or o.source_session = $2 or lower(o.email) = $3::text or o.account_id = $4::uuid)
  ) waiting`;

const VOLUMES = `
  select coalesce(json_agg(json_build_object('variantId', v.id, 'stock', v.stock, 'lowStock', v.low_stock,
    'held', coalesce(h.bottles, 0), 'heldByTransfer', coalesce(h.by_transfer, 0)) order by v.id), '[]')
  from variants v left join (
    select l.variant_id, sum(l.quantity) as bottles,
      sum(l.quantity) filter (where o.payment_method = 'bank') as by_transfer
    from orders o join order_lines l on l.order_id = o.id
    where o.status = 'pending' and o.channel = 'web' and l.variant_id = any($5::integer[])
    group by l.variant_id
  ) h on h.variant_id = v.id
  where v.id = any($5::integer[])`;

export async function selectStanding(
  db: Executor,
  { address, session, email, accountId }: Origin,
  variantIds: readonly number[],
): Promise<Standing> {
  const { rows } = await db.query<Standing & Record<string, unknown>>(
    `select (${OPEN}) as open, (${VOLUMES}) as volumes`,
    [address, session, email, accountId, variantIds],
  );
  if (!rows[0]) throw new Error('a standing is always one row');
  return rows[0];
}

export async function selectHeld(db: Executor): Promise<HeldByUnpaid> {
  const { rows } = await db.query<HeldByUnpaid & Record<string, unknown>>(
    `with waiting as (
       select o.source_address as address, o.payment_method = 'bank' as is_bank,
         (select sum(l.quantity) from order_lines l where l.order_id = o.id) as bottles
       from orders o where o.status = 'pending' and o.channel = 'web'
     ), places as (
       select count(*) as orders, sum(bottles) as bottles from waiting where address is not null group by address, is_bank
     )
     select count(*)::integer as orders, coalesce(sum(bottles), 0)::integer as bottles,
       (coalesce(sum(bottles), 0)
         + (select coalesce(sum(stock), 0) from variants where archived_at is null))::integer as "ofBottles",
       coalesce((select max(orders) from places), 0)::integer as "ordersOfOneAddress",
       coalesce((select max(bottles) from places), 0)::integer as "bottlesOfOneAddress"
     from waiting`,
  );
  if (!rows[0]) throw new Error('a sum is always one row');
  return rows[0];
}

/** Ids of orders that whoever placed them is to be reminded of now, without those whose time is over. */
export async function selectOrdersToRemind(
  db: Executor,
  now: Date,
  without: readonly string[],
  limit: number,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from orders
     where status = 'pending' and remind_at <= $1 and payment_due_at > $1 and id <> all($2::uuid[])
     order by remind_at, id limit $3`,
    [now, without, limit],
  );
  return rows.map(({ id }) => id);
}

/** @returns false when she was reminded before */
export async function markReminded(db: Executor, orderId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'update orders set remind_at = null where id = $1::uuid and remind_at is not null',
    [orderId],
  );
  return rowCount === 1;
}

/**
 * Variants that the same buyer has ordered again since: by account, along a guest's row of carts, or paid for under her
 * e-mail on another device.
 */
export async function selectOrderedAgain(
  db: Executor,
  order: { readonly cartId: string; readonly email: string; readonly placedAt: Date },
): Promise<number[]> {
  const { rows } = await db.query<{ variantId: number }>(
    `with recursive later as (
       select id from carts where id = $1::uuid
       union all
       select c.id from later join carts c on c.follows = later.id
     ), hers as (
       select id from later
       union
       select c.id from carts own join carts c on c.account_id = own.account_id where own.id = $1::uuid
       union
       select cart_id from orders where lower(email) = lower($2) and email <> '' and placed_at > $3 and paid_at is not null
     )
     select distinct l.variant_id as "variantId"
     from hers join orders o on o.cart_id = hers.id join order_lines l on l.order_id = o.id
     where o.cart_id <> $1::uuid and o.placed_at >= $3 and o.status not in ('declined', 'cancelled', 'expired')`,
    [order.cartId, order.email, order.placedAt],
  );
  return rows.map(({ variantId }) => variantId);
}
