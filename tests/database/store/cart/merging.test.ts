import { withTransaction } from '../../../../server/db/transaction';
import type { Visitor } from '../../../../server/store/cart/model';
import { adoptGuestCart, forgetGuestCarts } from '../../../../server/store/cart/service';
import { withCounter } from '../orders/counter';

const A = 'TST-AFTER-RAIN-010';
const B = 'TST-AFTER-RAIN-050';
const C = 'TST-WHITE-PORCELAIN-030';

const counter = withCounter();

let made = 0;
const account = (): Promise<string> =>
  counter.database.value<string>(
    `insert into accounts (email, name, password_hash, locale) values ($1, '한서진', 'x', 'ko') returning id`,
    `merge${++made}@example.com`,
  );

type Goods = Readonly<Record<string, number>>;

async function fill(visitor: Visitor, goods: Goods): Promise<Visitor> {
  const { cart } = counter.shop.shop.services;
  let filled = visitor;
  for (const [sku, quantity] of Object.entries(goods)) {
    for (let left = quantity; left > 0; left -= 10) {
      const change = await cart.add(filled, { variantId: counter.ids[sku]!, quantity: Math.min(left, 10) });
      if (!filled.accountId) filled = { accountId: null, cartId: change.cart.id };
    }
  }
  return filled;
}

const guest: Visitor = { accountId: null, cartId: null };
const member = (accountId: string): Visitor => ({ accountId, cartId: null });

async function goodsOf(visitor: Visitor): Promise<Goods> {
  const { lines } = await counter.shop.shop.services.cart.read(visitor);
  return Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]));
}

const adopt = (guestCartId: string, accountId: string): Promise<string | null> =>
  withTransaction(counter.database.pool, (tx) => adoptGuestCart(tx, { guestCartId, accountId }));

test.each<[string, Goods, Goods, Goods]>([
  ['a guest’s goods into no cart', { [A]: 2 }, {}, { [A]: 2 }],
  ['nothing into a member’s cart', {}, { [A]: 2 }, { [A]: 2 }],
  ['another scent beside the first', { [A]: 2 }, { [B]: 1 }, { [A]: 2, [B]: 1 }],
  ['the same scent: summed', { [A]: 2 }, { [A]: 3 }, { [A]: 5 }],
  ['the same scent beyond a line: capped at twenty', { [A]: 15 }, { [A]: 15 }, { [A]: 20 }],
  ['some of each', { [A]: 2, [C]: 1 }, { [B]: 4, [C]: 3 }, { [A]: 2, [B]: 4, [C]: 4 }],
])('%s', async (_, guests, members, expected) => {
  const accountId = await account();
  await fill(member(accountId), members);
  const visitor = await fill(guest, guests);
  const adopted = visitor.cartId ? await adopt(visitor.cartId, accountId) : null;
  expect(await goodsOf(member(accountId))).toEqual(expected);
  if (visitor.cartId) {
    expect(adopted).toBe((await counter.shop.shop.services.cart.read(member(accountId))).id);
    // Again, as a second tab or a repeated sign-in does: nothing doubles, and the guest's cart is gone.
    expect(await adopt(visitor.cartId, accountId)).toBe(adopted);
    expect(await goodsOf(member(accountId))).toEqual(expected);
    expect(await goodsOf(visitor)).toEqual({});
  }
});

test('ten sign-ins in the same moment add the guest’s goods once', async () => {
  for (let round = 0; round < 5; round++) {
    const accountId = await account();
    await fill(member(accountId), { [A]: 1 });
    const visitor = await fill(guest, { [A]: 2, [B]: 3 });
    await Promise.all(Array.from({ length: 10 }, () => adopt(visitor.cartId!, accountId)));
    expect(await goodsOf(member(accountId))).toEqual({ [A]: 3, [B]: 3 });
  }
});

test('a cart that two people sign in with at once goes to one of them, whole', async () => {
  for (let round = 0; round < 5; round++) {
    const [one, two] = [await account(), await account()];
    const visitor = await fill(guest, { [A]: 2 });
    await Promise.all([adopt(visitor.cartId!, one), adopt(visitor.cartId!, two)]);
    const both = [await goodsOf(member(one)), await goodsOf(member(two))];
    expect(both.map((goods) => goods[A] ?? 0).sort()).toEqual([0, 2]);
  }
});

test('what a member put in elsewhere while she signs in is not lost', async () => {
  const { cart } = counter.shop.shop.services;
  for (let round = 0; round < 10; round++) {
    const accountId = await account();
    const visitor = await fill(guest, { [A]: 1 });
    await Promise.all([
      adopt(visitor.cartId!, accountId),
      cart.add(member(accountId), { variantId: counter.ids[B]!, quantity: 1 }),
      cart.add(member(accountId), { variantId: counter.ids[C]!, quantity: 1 }),
    ]);
    expect(await goodsOf(member(accountId))).toEqual({ [A]: 1, [B]: 1, [C]: 1 });
  }
});

test('an unknown cart, or one that is a member’s already, is adopted by nobody', async () => {
  const [owner, thief] = [await account(), await account()];
  await fill(member(owner), { [A]: 2 });
  const { id } = await counter.shop.shop.services.cart.read(member(owner));
  expect(await adopt(id!, thief)).toBeNull();
  expect(await adopt('6b0f1d7e-6f0a-4b47-9a53-3f4c0a4f8f11', thief)).toBeNull();
  expect(await goodsOf(member(owner))).toEqual({ [A]: 2 });
  expect(await goodsOf({ accountId: null, cartId: id! })).toEqual({});
});

test('an order placed as a guest gives its goods back to the member she has become', async () => {
  const accountId = await account();
  const visitor = await fill(guest, { [A]: 2 });
  const order = await counter.placed(visitor);
  await adopt(visitor.cartId!, accountId);
  await counter.orders.cancel(order);
  expect(await goodsOf(member(accountId))).toEqual({ [A]: 2 });
  expect(await goodsOf(visitor)).toEqual({});
});

test('a sign-in in the moment in which an order is cancelled loses no goods', async () => {
  for (let round = 0; round < 20; round++) {
    const accountId = await account();
    const visitor = await fill(guest, { [A]: 2 });
    const order = await counter.placed(visitor);
    await Promise.all([adopt(visitor.cartId!, accountId), counter.orders.cancel(order)]);
    // The session drops its cart at sign-in; what came back before is adopted, what comes later goes to the member.
    expect(await goodsOf(member(accountId))).toEqual({ [A]: 2 });
  }
});

test('goods of a closed order join what is in the cart by then, also along several orders', async () => {
  const first = await fill(guest, { [A]: 1 });
  const orderOfA = await counter.placed(first);
  const second = await fill(first, { [B]: 1 });
  expect(second.cartId).not.toBe(first.cartId);
  const orderOfB = await counter.placed(second);
  const third = await fill(second, { [C]: 1 });
  await counter.orders.cancel(orderOfA);
  await counter.orders.cancel(orderOfB);
  // Whichever of her carts the session still knows.
  for (const visitor of [first, second, third]) expect(await goodsOf(visitor)).toEqual({ [A]: 1, [B]: 1, [C]: 1 });
});

test('two first clicks of a guest after an order land in one cart', async () => {
  const { cart } = counter.shop.shop.services;
  for (let round = 0; round < 10; round++) {
    const visitor = await fill(guest, { [A]: 1 });
    await counter.placed(visitor);
    await Promise.all([
      cart.add(visitor, { variantId: counter.ids[B]!, quantity: 1 }),
      cart.add(visitor, { variantId: counter.ids[C]!, quantity: 1 }),
    ]);
    expect(await goodsOf(visitor)).toEqual({ [B]: 1, [C]: 1 });
  }
});

test('forgotten carts of guests are cleared away, and nothing else is', async () => {
  const abandoned = await fill(guest, { [A]: 1 });
  const ordered = await fill(guest, { [A]: 1 });
  const order = await counter.placed(ordered);
  const accountId = await account();
  await fill(member(accountId), { [A]: 1 });
  counter.shop.clock.advance(61 * 24 * 60 * 60 * 1000);
  const fresh = await fill(guest, { [A]: 1 });
  const sixtyDaysAgo = new Date(counter.shop.clock.now().getTime() - 60 * 24 * 60 * 60 * 1000);
  await forgetGuestCarts(counter.database.pool, { any: sixtyDaysAgo, empty: sixtyDaysAgo });
  expect(await goodsOf(abandoned)).toEqual({});
  expect(await goodsOf(fresh)).toEqual({ [A]: 1 });
  expect(await goodsOf(member(accountId))).toEqual({ [A]: 1 });
  expect((await counter.orders.find(order.number))?.lines).toHaveLength(1);
});
