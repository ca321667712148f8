import * as fc from 'fast-check';
import { lineTotal, quoteOf } from '../../../../server/store/cart/quote';

const line = fc.record({
  variantId: fc.integer({ min: 1, max: 1_000_000 }),
  unitPrice: fc.integer({ min: 1, max: 2_147_483_647 }),
  quantity: fc.integer({ min: 1, max: 20 }),
});
const rule = fc.record({
  fee: fc.integer({ min: 0, max: 100_000 }),
  freeFrom: fc.integer({ min: 0, max: 10_000_000 }),
});

test('the lines and the delivery fee add up to the total, for any cart and any rule', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 50 }), rule, (lines, delivery) => {
      const { subtotal, deliveryFee, total } = quoteOf(lines, delivery);
      const sum = lines.map(lineTotal).reduce((a, b) => a + b, 0);
      expect(subtotal).toBe(sum);
      expect(sum + deliveryFee).toBe(total);
      for (const amount of [subtotal, deliveryFee, total]) expect(Number.isSafeInteger(amount)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('the order of the lines changes nothing', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), rule, (lines, delivery) => {
      expect(quoteOf([...lines].reverse(), delivery)).toEqual(quoteOf(lines, delivery));
    }),
  );
});

test('delivery costs the fee until the goods are worth enough, and nothing from then on', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), rule, (lines, delivery) => {
      const { subtotal, deliveryFee, missingForFreeDelivery } = quoteOf(lines, delivery);
      expect(deliveryFee).toBe(subtotal >= delivery.freeFrom ? 0 : delivery.fee);
      if (deliveryFee > 0) expect(subtotal + missingForFreeDelivery).toBe(delivery.freeFrom);
      else expect(missingForFreeDelivery).toBe(0);
    }),
  );
});

test('exactly the amount from which delivery is free is enough', () => {
  const delivery = { fee: 3_000, freeFrom: 50_000 };
  const at = (unitPrice: number) => quoteOf([{ variantId: 1, unitPrice, quantity: 1 }], delivery);
  expect(at(49_999)).toEqual({ subtotal: 49_999, deliveryFee: 3_000, total: 52_999, missingForFreeDelivery: 1 });
  expect(at(50_000)).toEqual({ subtotal: 50_000, deliveryFee: 0, total: 50_000, missingForFreeDelivery: 0 });
});

test('a shop that delivers free of charge says nothing of a missing amount', () => {
  const lines = [{ variantId: 1, unitPrice: 1_000, quantity: 1 }];
  expect(quoteOf(lines, { fee: 0, freeFrom: 50_000 }).missingForFreeDelivery).toBe(0);
});

test('a sum beyond the safe integers is refused, never rounded', () => {
  const lines = [{ variantId: 1, unitPrice: Number.MAX_SAFE_INTEGER, quantity: 2 }];
  expect(() => quoteOf(lines, { fee: 0, freeFrom: 0 })).toThrow(RangeError);
});
