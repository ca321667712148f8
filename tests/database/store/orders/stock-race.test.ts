import type { Visitor } from '../../../../server/store/cart/model';
import { withCounter } from './counter';

const SKU = 'TST-WHITE-PORCELAIN-030';
const OTHER = 'TST-AFTER-RAIN-010';

const counter = withCounter({ each: true });

async function placeAtOnce(buyers: readonly Promise<Visitor>[]) {
  const requests = await Promise.all((await Promise.all(buyers)).map((buyer) => counter.requestOf(buyer)));
  return Promise.all(requests.map((request) => counter.orders.place(request)));
}

test('fifty buyers at once for five bottles: five orders, no bottle left, and nobody else has paid for air', async () => {
  const placements = await placeAtOnce(Array.from({ length: 50 }, () => counter.guestWith(SKU)));
  const kinds = placements.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'placed')).toHaveLength(5);
  expect(kinds.filter((kind) => kind === 'changed')).toHaveLength(45);
  expect(await counter.stockOf(SKU)).toBe(0);
  expect(await counter.database.rows<{ count: number }>`select count(*) as count from orders`).toEqual([{ count: 5 }]);
});

test('a hundred orders at once have a hundred numbers', async () => {
  await counter.setStock(OTHER, 100);
  const placements = await placeAtOnce(Array.from({ length: 100 }, () => counter.guestWith(OTHER)));
  const numbers = placements.map((placement) => (placement.kind === 'placed' ? placement.order.number : ''));
  expect(new Set(numbers).size).toBe(100);
  expect(numbers).not.toContain('');
  expect(await counter.stockOf(OTHER)).toBe(0);
});

test('a number that was drawn before is drawn anew', async () => {
  const draws = ['EA-0000000001', 'EA-0000000001', 'EA-0000000001', 'EA-0000000002'];
  const orders = counter.ordersWith({ makeNumber: () => draws.shift() ?? 'EA-0000000003' });
  const numbers: string[] = [];
  for (let i = 0; i < 2; i++) {
    const placement = await orders.place(await counter.requestOf(await counter.guestWith(OTHER)));
    if (placement.kind === 'placed') numbers.push(placement.order.number);
  }
  expect(numbers).toEqual(['EA-0000000001', 'EA-0000000002']);
});

test('a source that only ever draws one number fails and takes no bottle', async () => {
  const orders = counter.ordersWith({ makeNumber: () => 'EA-0000000009' });
  await orders.place(await counter.requestOf(await counter.guestWith(OTHER)));
  const stock = await counter.stockOf(OTHER);
  await expect(orders.place(await counter.requestOf(await counter.guestWith(OTHER)))).rejects.toThrow('order number');
  expect(await counter.stockOf(OTHER)).toBe(stock);
});

test('carts with the same scents in opposite order do not block each other', async () => {
  await counter.setStock(OTHER, 40);
  await counter.setStock(SKU, 40);
  const { cart } = counter.shop.shop.services;
  const buyer = async (first: string, second: string) => {
    const visitor = await counter.guestWith(first);
    await cart.add(visitor, { variantId: counter.ids[second]!, quantity: 1 });
    return visitor;
  };
  const placements = await placeAtOnce(
    Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? buyer(SKU, OTHER) : buyer(OTHER, SKU))),
  );
  expect(placements.map(({ kind }) => kind)).toEqual(Array.from({ length: 40 }, () => 'placed'));
  expect([await counter.stockOf(SKU), await counter.stockOf(OTHER)]).toEqual([0, 0]);
});

test('one cart that is ordered ten times at once is one order', async () => {
  const visitor = await counter.guestWith(OTHER, 3);
  const request = await counter.requestOf(visitor);
  const placements = await Promise.all(Array.from({ length: 10 }, () => counter.orders.place(request)));
  const numbers = placements.map((placement) => ('order' in placement ? placement.order.number : placement.kind));
  expect(placements.filter(({ kind }) => kind === 'placed')).toHaveLength(1);
  expect(new Set(numbers).size).toBe(1);
  expect(await counter.stockOf(OTHER)).toBe(47);
});

test('what goes into the cart while it is being ordered is in the order or in the next cart, never lost', async () => {
  const { cart } = counter.shop.shop.services;
  for (let round = 0; round < 20; round++) {
    const visitor = await counter.guestWith(OTHER);
    const request = await counter.requestOf(visitor);
    const [placement] = await Promise.all([
      counter.orders.place(request),
      cart.add(visitor, { variantId: counter.ids['TST-AFTER-RAIN-050']!, quantity: 1 }),
    ]);
    const left = (await cart.read(visitor)).lines.map(({ sku }) => sku);
    if (placement.kind === 'placed') expect(left).toEqual(['TST-AFTER-RAIN-050']);
    else expect(left).toEqual([OTHER, 'TST-AFTER-RAIN-050']);
  }
});
