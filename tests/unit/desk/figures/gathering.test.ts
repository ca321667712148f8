import fc from 'fast-check';
import { addDays, STEPS, type Step } from '../../../../server/desk/figures/calendar';
import { byMethod, gather, totalOf } from '../../../../server/desk/figures/gathering';
import { add, NOTHING, type DaySales, type Sums } from '../../../../server/desk/figures/model';

const sales: fc.Arbitrary<DaySales[]> = fc.array(
  fc.record({
    day: fc.integer({ min: -40, max: 440 }).map((days) => addDays('2025-12-01', days)),
    method: fc.constantFrom('bank' as const, 'test' as const),
    orders: fc.nat(50),
    ordered: fc.nat(90_000_000),
    received: fc.nat(90_000_000),
    refunds: fc.nat(5),
    refunded: fc.nat(90_000_000),
  }),
  { maxLength: 200 },
);
const range = fc
  .tuple(fc.nat(300), fc.nat(300))
  .map(([from, days]) => ({ from: addDays('2025-12-01', from), to: addDays('2025-12-01', from + days) }));

test('days, weeks, months and ways of paying all add up to the same total', () => {
  fc.assert(
    fc.property(sales, range, fc.constantFrom<Step>(...STEPS), (all, whole, step) => {
      const total = totalOf(all, whole);
      const inSteps = gather(all, whole, step).map(({ sums }) => sums);
      expect(inSteps.reduce<Sums>(add, NOTHING)).toEqual(total);
      expect([...byMethod(all, whole).values()].reduce<Sums>(add, NOTHING)).toEqual(total);
    }),
  );
});

test('a day without sales is there all the same', () => {
  const one = {
    day: '2026-02-28',
    method: 'bank' as const,
    orders: 1,
    ordered: 5,
    received: 5,
    refunds: 0,
    refunded: 0,
  };
  const days = gather([one], { from: '2026-02-27', to: '2026-03-01' }, 'day');
  expect(days.map(({ range: { from }, sums }) => [from, sums.received])).toEqual([
    ['2026-02-27', 0],
    ['2026-02-28', 5],
    ['2026-03-01', 0],
  ]);
});
