import fc from 'fast-check';
import { ACCORD_SLUGS, type AccordWeights } from '../../../../server/scent/accords';
import { likeness, rankByLikeness, sharedAccords } from '../../../../server/store/catalogue/similarity';

const accords = fc
  .dictionary(fc.constantFrom(...ACCORD_SLUGS), fc.integer({ min: 1, max: 100 }), { minKeys: 1, maxKeys: 6 })
  .map((weights) => weights as AccordWeights);

test('likeness is the same both ways, between 0 and 1, and 1 with itself', () => {
  fc.assert(
    fc.property(accords, accords, (one, other) => {
      expect(likeness(one, other)).toBeCloseTo(likeness(other, one), 10);
      expect(likeness(one, other)).toBeGreaterThanOrEqual(0);
      expect(likeness(one, other)).toBeLessThanOrEqual(1 + 1e-9);
      expect(likeness(one, one)).toBeCloseTo(1, 10);
    }),
  );
});

test('likeness is about proportions, not strength', () => {
  expect(likeness({ iris: 40, musk: 20 }, { iris: 80, musk: 40 })).toBeCloseTo(1, 10);
  expect(likeness({ iris: 40 }, { smoky: 40 })).toBe(0);
});

test('the accords that make two alike come weightiest first', () => {
  const shared = sharedAccords({ musk: 90, iris: 60, tea: 10 }, { iris: 70, musk: 20, tea: 15, rose: 99 }, 2);
  expect(shared).toEqual(['iris', 'musk']);
});

test('the likest come first and strangers are left out', () => {
  const candidates = [
    { id: 'stranger', accords: { smoky: 50 } },
    { id: 'cousin', accords: { iris: 30, rose: 60 } },
    { id: 'twin', accords: { iris: 60, musk: 30 } },
  ];
  expect(rankByLikeness({ iris: 60, musk: 30 }, candidates).map(({ id }) => id)).toEqual(['twin', 'cousin']);
});
