import { day, isDay } from '../../../server/values/day';
import { readOrNull } from '../../../server/values/reading';

test.each([
  ['2026-12-01', '2026-12-01'],
  ['2026. 12. 1.', '2026-12-01'],
  ['2026/2/9', '2026-02-09'],
  ['２０２６-12-01', '2026-12-01'],
  ['20261201', '2026-12-01'],
  ['2028-02-29', '2028-02-29'],
  ['2027-02-29', null],
  ['2026-13-01', null],
  ['1999-12-31', null],
  ['tomorrow', null],
  ['', null],
])('%p is %p', (typed, kept) => {
  expect(readOrNull(day, typed)).toBe(kept);
});

test('a day is one that there is, as it is kept', () => {
  expect(['2026-12-01', '2028-02-29'].map(isDay)).toEqual([true, true]);
  expect(['2026-12-1', '2026-02-30', '2026-12-01T00:00', '1999-01-01', ''].map(isDay)).toEqual(Array(5).fill(false));
});
