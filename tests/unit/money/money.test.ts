import { formatWon, won, wonPerMl } from '../../../server/money/money';

test('won are whole and never negative', () => {
  expect(won(98_000)).toBe(98_000);
  for (const wrong of [-1, 0.5, NaN, Infinity, 2 ** 53]) expect(() => won(wrong)).toThrow(RangeError);
});

test('amounts are grouped by thousands', () => {
  expect(formatWon(0)).toBe('₩0');
  expect(formatWon(1_234_000)).toBe('₩1,234,000');
});

test('the price of a millilitre is whole won', () => {
  expect(wonPerMl(98_000, 50)).toBe(1_960);
  expect(wonPerMl(100_000, 30)).toBe(3_333);
});
