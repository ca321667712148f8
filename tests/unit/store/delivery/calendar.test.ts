import * as fc from 'fast-check';
import { addWorkingDays, isWorkingDay, pastPause } from '../../../../server/store/delivery/calendar';
import { addDays, dayAt, momentAt, weekdayOf } from '../../../../server/store/delivery/days';
import type { Calendar } from '../../../../server/store/delivery/model';

const day = fc.integer({ min: 0, max: 3 * 365 }).map((days) => addDays('2026-01-01', days));
const pauses = fc.array(
  fc.tuple(day, fc.integer({ min: 0, max: 20 })).map(([fromDay, days]) => ({
    fromDay,
    untilDay: addDays(fromDay, days),
  })),
  { maxLength: 4 },
);
const calendar = fc.record({ holidays: fc.array(day, { maxLength: 30 }).map((days) => new Set(days)), pauses });
const none: Calendar = { holidays: new Set(), pauses: [] };
const is = (of: Calendar) => (one: string) => isWorkingDay(one, of);

const between = (from: string, until: string): string[] =>
  from > until ? [] : [from, ...between(addDays(from, 1), until)];

test('a day in Korea begins nine hours before it does in Greenwich', () => {
  expect(dayAt(new Date('2026-11-30T14:59:59.999Z'))).toBe('2026-11-30');
  expect(dayAt(new Date('2026-11-30T15:00:00Z'))).toBe('2026-12-01');
  expect(momentAt('2026-12-01', 14)).toEqual(new Date('2026-12-01T05:00:00Z'));
  expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
  expect(weekdayOf('2026-11-30')).toBe(1);
});

test('a working day is none of weekend, holiday and pause', () => {
  const of = { holidays: new Set(['2026-12-25']), pauses: [{ fromDay: '2026-12-28', untilDay: '2026-12-29' }] };
  expect(between('2026-12-24', '2026-12-30').filter(is(of))).toEqual(['2026-12-24', '2026-12-30']);
  expect(between('2026-11-30', '2026-12-06').filter(is(none))).toHaveLength(5);
});

test('no working day is left out between a day and what is counted from it, and the last one is one', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 15 }), calendar, (from, days, of) => {
      const until = addWorkingDays(from, days, of);
      expect(isWorkingDay(until, of)).toBe(true);
      const counted = between(days === 0 ? from : addDays(from, 1), until).filter(is(of));
      expect(counted).toHaveLength(Math.max(1, days));
    }),
  );
});

test('a later day, or more days, never come out earlier', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), calendar, (from, a, days, of) => {
      const until = addWorkingDays(from, days, of);
      expect(addWorkingDays(addDays(from, a), days, of) >= until).toBe(true);
      expect(addWorkingDays(from, days + a, of) >= until).toBe(true);
    }),
  );
});

test('what ends while the shop pauses ends at the same hour of its next working day, and all else stays', () => {
  const of = { holidays: new Set(['2027-01-01']), pauses: [{ fromDay: '2026-12-28', untilDay: '2026-12-31' }] };
  const at = (text: string): Date => new Date(`${text}+09:00`);
  expect(pastPause(at('2026-12-28T00:00'), of)).toEqual(at('2027-01-04T00:00'));
  expect(pastPause(at('2026-12-31T23:59:59.999'), of)).toEqual(at('2027-01-04T23:59:59.999'));
  // A weekend or a holiday alone moves nothing: the account is looked at.
  for (const same of ['2026-12-27T12:00', '2027-01-01T00:00', '2027-01-02T12:00']) {
    expect(pastPause(at(same), of)).toEqual(at(same));
  }
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 23 }), calendar, (one, hour, any) => {
      const moment = momentAt(one, hour);
      const moved = pastPause(moment, any);
      expect(moved >= moment).toBe(true);
      if (moved > moment) expect(isWorkingDay(dayAt(moved), any)).toBe(true);
    }),
  );
});
