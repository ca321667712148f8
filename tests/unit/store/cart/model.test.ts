import { quoteOf } from '../../../../server/store/cart';
import { buyable, cartOf, problemOf, type CartLine } from '../../../../server/store/cart/model';
import { RULE } from '../delivery/rule';

const line = (variantId: number, quantity: number, stock: number, forSale = true) =>
  ({ variantId, unitPrice: 1_000, quantity, problem: problemOf(quantity, stock, forSale) }) as CartLine;

test.each([
  ['enough is left', line(1, 2, 2), 2],
  ['fewer are left', line(1, 3, 2), 2],
  ['none is left', line(1, 3, 0), 0],
  ['it is sold no more', line(1, 3, 9, false), 0],
])('where %s, so many can be bought', (_, wanted, count) => {
  expect(buyable(wanted)).toBe(count);
});

test('a cart counts and costs what can be bought of it, and still shows every line', () => {
  const lines = [line(1, 3, 2), line(2, 1, 0), line(3, 4, 9, false), line(4, 1, 1)];
  const cart = cartOf('c', lines);
  expect(cart.lines).toBe(lines);
  expect(cart.goods.map(({ variantId, quantity }) => [variantId, quantity])).toEqual([
    [1, 2],
    [4, 1],
  ]);
  expect([cart.count, cart.subtotal]).toEqual([3, 3_000]);
});

test('nothing costs nothing, delivery included', () => {
  expect(quoteOf([], RULE, '63000')).toEqual({
    subtotal: 0,
    deliveryFee: 0,
    areaFee: 0,
    total: 0,
    missingForFreeDelivery: 0,
  });
});
