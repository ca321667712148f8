import fc from 'fast-check';
import { createShares } from '../../../server/edge/shares';

test('an address takes its share and no more, and all together what there is', () => {
  const shares = createShares({ total: 5, perAddress: 3 });
  expect(shares.take('a', 3)).toBeNull();
  expect(shares.take('a')).toBe('address');
  expect(shares.take('b', 2)).toBeNull();
  expect(shares.take('b')).toBe('total');
  shares.giveBack('a', 2);
  expect(shares.take('b')).toBeNull();
  expect(shares.take('a')).toBeNull();
});

test('whatever is taken and given back, the limits hold and nothing is lost', () => {
  const step = fc.record({ block: fc.constantFrom('a', 'b', 'c'), amount: fc.integer({ min: 1, max: 4 }) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const shares = createShares({ total: 8, perAddress: 5 });
      const held: typeof steps = [];
      for (const one of steps) {
        if (shares.take(one.block, one.amount) === null) held.push(one);
        const sum = (block?: string) =>
          held.filter((of) => block === undefined || of.block === block).reduce((all, { amount }) => all + amount, 0);
        expect(sum()).toBeLessThanOrEqual(8);
        for (const block of ['a', 'b', 'c']) expect(sum(block)).toBeLessThanOrEqual(5);
      }
      for (const { block, amount } of held) shares.giveBack(block, amount);
      expect(shares.take('a', 5)).toBeNull();
      expect(shares.take('b', 3)).toBeNull();
    }),
  );
});
