import type { Executor } from '../../db/pool';
import type { Addition } from './additions';
import { type CartLine, problemOf } from './model';

/** `variants v` of `perfumes p` can be bought; `$2` is the moment. */
const FOR_SALE = 'p.published_at <= $2 and v.archived_at is null';

/** The last cart of a guest's row of carts: her open one, or the one her latest order was made of. */
export async function selectLastGuestCart(
  db: Executor,
  cartId: string,
): Promise<{ readonly id: string; readonly isOpen: boolean } | null> {
  const { rows } = await db.query<{ id: string; isOpen: boolean }>(
    `with recursive chain as (
       select id, ordered_at, 0 as depth from carts where id = $1::uuid and account_id is null
       union all
       select next.id, next.ordered_at, chain.depth + 1
       from chain join carts next on next.follows = chain.id
       where next.account_id is null
     )
     select id, ordered_at is null as "isOpen" from chain order by depth desc limit 1`,
    [cartId],
  );
  return rows[0] ?? null;
}

export async function selectOpenMemberCart(db: Executor, accountId: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    'select id from carts where account_id = $1::uuid and ordered_at is null',
    [accountId],
  );
  return rows[0]?.id ?? null;
}

/** @returns null when another request was faster: the cart is there now */
export async function insertGuestCart(db: Executor, follows: string | null, now: Date): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `insert into carts (follows, created_at, updated_at) values ($1::uuid, $2, $2)
     on conflict (follows) do nothing returning id`,
    [follows, now],
  );
  return rows[0]?.id ?? null;
}

/** @returns null when there is a cart of that key already */
export async function insertOrderedCart(db: Executor, checkoutKey: string, now: Date): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `insert into carts (checkout_key, created_at, updated_at, ordered_at) values ($1::uuid, $2, $2, $2)
     on conflict (checkout_key) do nothing returning id`,
    [checkoutKey, now],
  );
  return rows[0]?.id ?? null;
}

/** @returns null when another request was faster: the cart is there now */
export async function insertMemberCart(db: Executor, accountId: string, now: Date): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `insert into carts (account_id, created_at, updated_at) values ($1::uuid, $2, $2)
     on conflict (account_id) where ordered_at is null do nothing returning id`,
    [accountId, now],
  );
  return rows[0]?.id ?? null;
}

/** Held first by whoever changes a cart or orders it. @returns false when it has been ordered or merged meanwhile */
export async function lockOpenCart(db: Executor, cartId: string): Promise<boolean> {
  const { rowCount } = await db.query('select 1 from carts where id = $1::uuid and ordered_at is null for update', [
    cartId,
  ]);
  return rowCount === 1;
}

interface CartLineRow extends Omit<CartLine, 'problem'> {
  readonly stock: number;
  readonly forSale: boolean;
}

export async function selectCartLines(db: Executor, cartId: string, now: Date): Promise<CartLine[]> {
  const { rows } = await db.query<CartLineRow>(
    `select i.variant_id as "variantId", v.sku, p.slug as "perfumeSlug", p.name_ko as "nameKo", p.name_en as "nameEn",
            h.name_ko as "houseKo", h.name_en as "houseEn", v.volume_ml as "volumeMl", p.picture,
            v.price as "unitPrice", i.quantity, v.stock,
            coalesce(${FOR_SALE}, false) as "forSale"
     from cart_items i
     join variants v on v.id = i.variant_id
     join perfumes p on p.id = v.perfume_id
     join houses h on h.id = p.house_id
     where i.cart_id = $1::uuid
     order by i.added_at, i.variant_id`,
    [cartId, now],
  );
  return rows.map(({ stock, forSale, ...line }) => ({
    ...line,
    problem: problemOf(line.quantity, stock, forSale),
  }));
}

/** Price and stock stay as they are read next. By id, as everybody who changes stock: nobody waits in a circle. */
export async function lockVariantsOfCart(db: Executor, cartId: string): Promise<void> {
  await db.query(
    `select 1 from variants v join cart_items i on i.variant_id = v.id
     where i.cart_id = $1::uuid order by v.id for no key update of v`,
    [cartId],
  );
}

/** Those of them that are sold, whether or not some are left. */
export async function selectForSale(db: Executor, variantIds: readonly number[], now: Date): Promise<Set<number>> {
  const { rows } = await db.query<{ id: number }>(
    `select v.id from variants v join perfumes p on p.id = v.perfume_id
     where v.id = any($1::bigint[]) and ${FOR_SALE}`,
    [variantIds, now],
  );
  return new Set(rows.map(({ id }) => id));
}

/** null when there is no such variant, or it isn't sold any more, or its perfume isn't shown. */
export async function selectStockForSale(db: Executor, variantId: number, now: Date): Promise<number | null> {
  const { rows } = await db.query<{ stock: number }>(
    `select v.stock from variants v join perfumes p on p.id = v.perfume_id
     where v.id = $1 and ${FOR_SALE}`,
    [variantId, now],
  );
  return rows[0]?.stock ?? null;
}

export async function selectQuantities(db: Executor, cartId: string): Promise<ReadonlyMap<number, number>> {
  const { rows } = await db.query<{ variantId: number; quantity: number }>(
    'select variant_id as "variantId", quantity from cart_items where cart_id = $1::uuid',
    [cartId],
  );
  return new Map(rows.map(({ variantId, quantity }) => [variantId, quantity]));
}

export async function upsertCartLine(
  db: Executor,
  line: { readonly cartId: string; readonly variantId: number; readonly quantity: number; readonly now: Date },
): Promise<void> {
  await db.query(
    `insert into cart_items (cart_id, variant_id, quantity, added_at) values ($1::uuid, $2, $3, $4)
     on conflict (cart_id, variant_id) do update set quantity = excluded.quantity`,
    [line.cartId, line.variantId, line.quantity, line.now],
  );
}

/** @returns how many of them the cart has */
export async function updateCartLines(
  db: Executor,
  cartId: string,
  goods: readonly { readonly variantId: number; readonly quantity: number }[],
): Promise<number> {
  const { rowCount } = await db.query(
    `update cart_items i set quantity = goods.quantity
     from unnest($2::integer[], $3::integer[]) as goods (variant_id, quantity)
     where i.cart_id = $1::uuid and i.variant_id = goods.variant_id`,
    [cartId, goods.map(({ variantId }) => variantId), goods.map(({ quantity }) => quantity)],
  );
  return rowCount ?? 0;
}

export async function deleteCartLine(db: Executor, cartId: string, variantId: number): Promise<void> {
  await db.query('delete from cart_items where cart_id = $1::uuid and variant_id = $2', [cartId, variantId]);
}

/** @param options.alike of what is there already: added to it, or the larger number of the two */
export async function mergeIntoCart(
  db: Executor,
  cartId: string,
  goods: readonly { readonly variantId: number; readonly quantity: number }[],
  options: { readonly alike: 'sum' | 'larger'; readonly max: number; readonly now: Date },
): Promise<void> {
  await db.query(
    `insert into cart_items (cart_id, variant_id, quantity, added_at)
     select $1::uuid, variant_id, least(quantity, $4), $5::timestamptz + position * interval '1 microsecond'
     from unnest($2::integer[], $3::integer[]) with ordinality as goods (variant_id, quantity, position)
     on conflict (cart_id, variant_id) do update
     set quantity = case when $6 then greatest(cart_items.quantity, excluded.quantity)
         else least(cart_items.quantity + excluded.quantity, $4) end`,
    [
      cartId,
      goods.map(({ variantId }) => variantId),
      goods.map(({ quantity }) => quantity),
      options.max,
      options.now,
      options.alike === 'larger',
    ],
  );
}

export async function selectAdditions(db: Executor, cartId: string): Promise<readonly Addition[]> {
  const { rows } = await db.query<{ recent: Addition[] }>(
    'select recent_additions as recent from carts where id = $1::uuid',
    [cartId],
  );
  return rows[0]?.recent ?? [];
}

export async function keepAdditions(db: Executor, cartId: string, recent: readonly Addition[]): Promise<void> {
  await db.query('update carts set recent_additions = $2::jsonb where id = $1::uuid', [cartId, JSON.stringify(recent)]);
}

export async function touchCart(db: Executor, cartId: string, now: Date): Promise<void> {
  await db.query('update carts set updated_at = $2 where id = $1::uuid', [cartId, now]);
}

export async function giveOrderedCartsToMember(db: Executor, lastCartId: string, accountId: string): Promise<void> {
  await db.query(
    `with recursive chain as (
       select id, follows from carts where id = $1::uuid
       union all
       select before.id, before.follows from chain join carts before on before.id = chain.follows
     )
     update carts set account_id = $2::uuid
     from chain
     where carts.id = chain.id and carts.account_id is null and carts.ordered_at is not null`,
    [lastCartId, accountId],
  );
}

export async function deleteCart(db: Executor, cartId: string): Promise<void> {
  await db.query('delete from carts where id = $1::uuid', [cartId]);
}

export async function deleteForgottenGuestCarts(db: Executor, untouchedSince: Date): Promise<void> {
  await db.query('delete from carts where account_id is null and ordered_at is null and updated_at < $1', [
    untouchedSince,
  ]);
}

/** One that follows another stays: it is how a guest's session leads to what she has ordered. */
export async function deleteEmptyGuestCarts(db: Executor, untouchedSince: Date): Promise<void> {
  await db.query(
    `delete from carts c
     where c.account_id is null and c.ordered_at is null and c.follows is null and c.updated_at < $1
       and not exists (select from cart_items where cart_id = c.id)`,
    [untouchedSince],
  );
}

/** Whose cart an order was made of; a guest's is known by the row of carts it stands in. */
export async function selectCartOwner(
  db: Executor,
  cartId: string,
  row: 'free' | 'held',
): Promise<{ readonly accountId: string | null } | null> {
  const { rows } = await db.query<{ accountId: string | null }>(
    `select account_id as "accountId" from carts where id = $1::uuid ${row === 'held' ? 'for share' : ''}`,
    [cartId],
  );
  return rows[0] ?? null;
}

/** The carts before and after the one a guest's session knows, itself included: all that are hers. */
export async function selectGuestsRow(db: Executor, sessionCartId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `with recursive earlier as (
       select id, follows from carts where id = $1::uuid and account_id is null
       union all
       select c.id, c.follows from earlier join carts c on c.id = earlier.follows where c.account_id is null
     ), later as (
       select id from carts where id = $1::uuid and account_id is null
       union all
       select c.id from later join carts c on c.follows = later.id where c.account_id is null
     )
     select id from earlier union select id from later`,
    [sessionCartId],
  );
  return rows.map(({ id }) => id);
}

export async function lockCarts(db: Executor, ids: readonly string[]): Promise<void> {
  await db.query('select 1 from carts where id = any($1::uuid[]) order by created_at, id for update', [ids]);
}

export async function selectCheckoutKey(db: Executor, cartId: string): Promise<string | null> {
  const { rows } = await db.query<{ key: string }>('select checkout_key as key from carts where id = $1::uuid', [
    cartId,
  ]);
  return rows[0]?.key ?? null;
}

/** The cart that a checkout form was for, whoever's it is. */
export async function selectCartOfCheckout(
  db: Executor,
  checkoutKey: string,
): Promise<{ readonly accountId: string | null; readonly isOrdered: boolean } | null> {
  const { rows } = await db.query<{ accountId: string | null; isOrdered: boolean }>(
    `select account_id as "accountId", ordered_at is not null as "isOrdered" from carts where checkout_key = $1::uuid`,
    [checkoutKey],
  );
  return rows[0] ?? null;
}

export async function selectOrderedCart(db: Executor, checkoutKey: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    'select id from carts where checkout_key = $1::uuid and ordered_at is not null',
    [checkoutKey],
  );
  return rows[0]?.id ?? null;
}

export async function markCartOrdered(db: Executor, cartId: string, now: Date): Promise<void> {
  await db.query('update carts set ordered_at = $2, updated_at = $2 where id = $1::uuid', [cartId, now]);
}

export async function selectTransactionTime(db: Executor): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>('select now()');
  if (!rows[0]) throw new Error('the database told no time');
  return rows[0].now;
}
