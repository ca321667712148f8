import * as fc from 'fast-check';
import { lineTotal, quoteOf } from '../../../../server/store/cart/quote';
import { JEJU, RULE } from '../delivery/rule';

const line = fc.record({
  variantId: fc.integer({ min: 1, max: 1_000_000 }),
  unitPrice: fc.integer({ min: 1, max: 2_147_483_647 }),
  quantity: fc.integer({ min: 1, max: 20 }),
});
const rule = fc.record({
  fee: fc.integer({ min: 0, max: 100_000 }),
  freeFrom: fc.integer({ min: 0, max: 10_000_000 }),
  areasWhenFree: fc.constantFrom('charged' as const, 'free' as const),
  areas: fc.integer({ min: 0, max: 50_000 }).map((fee) => [{ ...JEJU, fee }]),
});
const postcode = fc.constantFrom(null, '03045', '62999', '63000', '63309', '63644', '63645');
const isJeju = (code: string | null): boolean => code !== null && code >= '63000' && code <= '63644';

test('the lines and the delivery fee add up to the total, for any cart, any rule and any address', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 50 }), rule, postcode, (lines, delivery, code) => {
      const { subtotal, deliveryFee, areaFee, total } = quoteOf(lines, delivery, code);
      const sum = lines.map(lineTotal).reduce((a, b) => a + b, 0);
      expect(subtotal).toBe(sum);
      expect(sum + deliveryFee).toBe(total);
      expect(areaFee).toBeLessThanOrEqual(deliveryFee);
      for (const amount of [subtotal, deliveryFee, areaFee, total]) expect(Number.isSafeInteger(amount)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('the order of the lines changes nothing', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), rule, postcode, (lines, delivery, code) => {
      expect(quoteOf([...lines].reverse(), delivery, code)).toEqual(quoteOf(lines, delivery, code));
    }),
  );
});

test('delivery costs the fee until the goods are worth enough, and nothing from then on', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), rule, (lines, delivery) => {
      const { subtotal, deliveryFee, missingForFreeDelivery } = quoteOf(lines, delivery, null);
      expect(deliveryFee).toBe(subtotal >= delivery.freeFrom ? 0 : delivery.fee);
      if (deliveryFee > 0) expect(subtotal + missingForFreeDelivery).toBe(delivery.freeFrom);
      else expect(missingForFreeDelivery).toBe(0);
    }),
  );
});

test('an area costs its fee more, unless the shop gives that up where delivery is free', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), rule, postcode, (lines, delivery, code) => {
      const onMainland = quoteOf(lines, delivery, null);
      const there = quoteOf(lines, delivery, code);
      const isGivenUp = onMainland.deliveryFee === 0 && delivery.areasWhenFree === 'free';
      const more = isJeju(code) && !isGivenUp ? delivery.areas[0]!.fee : 0;
      expect(there.total - onMainland.total).toBe(more);
      expect(there.areaFee).toBe(more);
      expect(there.missingForFreeDelivery).toBe(onMainland.missingForFreeDelivery);
    }),
  );
});

test('exactly the amount from which delivery is free is enough', () => {
  const at = (unitPrice: number) => quoteOf([{ variantId: 1, unitPrice, quantity: 1 }], RULE, null);
  expect(at(49_999)).toMatchObject({ deliveryFee: 3_000, total: 52_999, missingForFreeDelivery: 1 });
  expect(at(50_000)).toMatchObject({ deliveryFee: 0, total: 50_000, missingForFreeDelivery: 0 });
});

test('a shop that delivers free of charge says nothing of a missing amount, also where an area costs more', () => {
  const lines = [{ variantId: 1, unitPrice: 1_000, quantity: 1 }];
  const quote = quoteOf(lines, { ...RULE, fee: 0 }, '63000');
  expect(quote).toMatchObject({ deliveryFee: 3_000, areaFee: 3_000, missingForFreeDelivery: 0 });
});

test('a sum beyond the safe integers is refused, never rounded', () => {
  const lines = [{ variantId: 1, unitPrice: Number.MAX_SAFE_INTEGER, quantity: 2 }];
  expect(() => quoteOf(lines, RULE, null)).toThrow(RangeError);
});
