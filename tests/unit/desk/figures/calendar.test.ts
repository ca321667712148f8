import fc from 'fast-check';
import {
  addDays,
  isDay,
  koreanDay,
  lengthOf,
  periodBefore,
  startOf,
  stepsOf,
  STEPS,
  weekNumber,
  type Step,
} from '../../../../server/desk/figures/calendar';

const day = fc.integer({ min: -5_000, max: 25_000 }).map((days) => addDays('2000-01-01', days));
const range = fc
  .tuple(day, fc.integer({ min: 0, max: 800 }))
  .map(([from, days]) => ({ from, to: addDays(from, days) }));
const step = fc.constantFrom<Step>(...STEPS);

test.each([
  ['2026-11-22T14:59:59.999Z', '2026-11-22'],
  ['2026-11-22T15:00:00.000Z', '2026-11-23'],
  ['2026-12-31T15:00:00.000Z', '2027-01-01'],
  ['2024-02-28T15:00:00.000Z', '2024-02-29'],
])('%s is %s in Korea', (moment, expected) => {
  expect(koreanDay(new Date(moment))).toBe(expected);
});

test.each([
  ['2026-11-23', true],
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-02-30', false],
  ['2026-13-01', false],
  ['26-11-23', false],
  ['2026-11-23T00:00', false],
  ["2026-11-23'--", false],
])('%s is a day: %s', (text, expected) => {
  expect(isDay(text)).toBe(expected);
});

// From the calendar of ISO 8601: years of 53 weeks and those that begin in the old year's last week.
test.each([
  ['2026-11-23', 48, '2026-11-23'],
  ['2026-11-22', 47, '2026-11-16'],
  ['2027-01-01', 53, '2026-12-28'],
  ['2027-01-03', 53, '2026-12-28'],
  ['2027-01-04', 1, '2027-01-04'],
  ['2024-12-30', 1, '2024-12-30'],
  ['2021-01-03', 53, '2020-12-28'],
  ['2000-01-01', 52, '1999-12-27'],
])('%s lies in week %i, which begins on %s', (given, number, monday) => {
  expect(weekNumber(given)).toBe(number);
  expect(startOf(given, 'week')).toBe(monday);
});

test('steps cover their range without a gap or an overlap', () => {
  fc.assert(
    fc.property(range, step, (whole, by) => {
      const steps = stepsOf(whole, by);
      expect(steps[0]!.from).toBe(whole.from);
      expect(steps.at(-1)!.to).toBe(whole.to);
      expect(steps.reduce((days, each) => days + lengthOf(each), 0)).toBe(lengthOf(whole));
      for (const [at, each] of steps.entries()) {
        if (at > 0) expect(each.from).toBe(addDays(steps[at - 1]!.to, 1));
        expect(startOf(each.from, by)).toBe(startOf(each.to, by));
      }
    }),
  );
});

test.each([
  ['a week', { from: '2026-11-17', to: '2026-11-23' }, { from: '2026-11-10', to: '2026-11-16' }],
  [
    'February, after a longer January',
    { from: '2026-02-01', to: '2026-02-28' },
    { from: '2026-01-01', to: '2026-01-31' },
  ],
  ['a leap February', { from: '2024-02-01', to: '2024-02-29' }, { from: '2024-01-01', to: '2024-01-31' }],
  ['a quarter', { from: '2026-04-01', to: '2026-06-30' }, { from: '2026-01-01', to: '2026-03-31' }],
  ['a year', { from: '2025-01-01', to: '2025-12-31' }, { from: '2024-01-01', to: '2024-12-31' }],
  ['a month that is not over', { from: '2026-03-01', to: '2026-03-30' }, { from: '2026-01-30', to: '2026-02-28' }],
])('before %s', (_name, given, before) => {
  expect(periodBefore(given)).toEqual(before);
});

test('the period before ends the day before, and is as long, but for whole months', () => {
  fc.assert(
    fc.property(range, (whole) => {
      const before = periodBefore(whole);
      expect(addDays(before.to, 1)).toBe(whole.from);
      if (!before.from.endsWith('-01')) expect(lengthOf(before)).toBe(lengthOf(whole));
    }),
  );
});
