import * as fc from 'fast-check';
import { areaOf, overlap } from '../../../../server/store/delivery/areas';
import { arrivalOf } from '../../../../server/store/delivery/arrival';
import { isWorkingDay } from '../../../../server/store/delivery/calendar';
import { addDays, dayAt, momentAt } from '../../../../server/store/delivery/days';
import type { DeliveryRule } from '../../../../server/store/delivery/model';
import { JEJU, RULE } from './rule';

const moment = fc.date({ min: new Date('2026-01-01Z'), max: new Date('2028-12-31Z'), noInvalidDate: true });
const day = fc.integer({ min: 0, max: 3 * 365 }).map((days) => addDays('2026-01-01', days));
const rule: fc.Arbitrary<DeliveryRule> = fc.record({
  fee: fc.constant(3_000),
  freeFrom: fc.constant(50_000),
  areasWhenFree: fc.constant('charged' as const),
  areas: fc.integer({ min: 0, max: 5 }).map((extraDays) => [{ ...JEJU, extraDays }]),
  cutOffHour: fc.integer({ min: 1, max: 23 }),
  transitDays: fc.integer({ min: 1, max: 5 }),
  transitMore: fc.integer({ min: 0, max: 3 }),
  holidays: fc.array(day, { maxLength: 60 }).map((days) => new Set(days)),
  pauses: fc.array(
    fc.tuple(day, fc.integer({ min: 0, max: 20 })).map(([fromDay, days]) => ({
      ...{ id: 1, fromDay, untilDay: addDays(fromDay, days), wordsKo: '', wordsEn: '' },
    })),
    { maxLength: 4 },
  ),
});
const postcode = fc.constantFrom(null, '03045', '63000');

test('it is sent on a working day of the shop, and not on a day whose hour is over', () => {
  fc.assert(
    fc.property(moment, rule, postcode, (now, any, code) => {
      const { shipsOn, payBefore } = arrivalOf(now, any, code);
      expect(isWorkingDay(shipsOn, any)).toBe(true);
      expect(payBefore).toEqual(momentAt(shipsOn, any.cutOffHour));
      expect(now < payBefore).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test('it arrives on working days, after it was sent, and the last not before the first', () => {
  fc.assert(
    fc.property(moment, rule, postcode, (now, any, code) => {
      const { shipsOn, from, until } = arrivalOf(now, any, code);
      const road = { holidays: any.holidays, pauses: [] };
      for (const one of [from, until]) expect(isWorkingDay(one, road)).toBe(true);
      expect([shipsOn < from, from <= until]).toEqual([true, true]);
    }),
    { numRuns: 1_000 },
  );
});

test('who pays later is never promised more, and an area that takes longer never less', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 0, max: 14 * 24 * 60 * 60_000 }), rule, postcode, (now, ms, any, code) => {
      const [sooner, later] = [arrivalOf(now, any, code), arrivalOf(new Date(now.getTime() + ms), any, code)];
      for (const name of ['shipsOn', 'from', 'until'] as const) expect(later[name] >= sooner[name]).toBe(true);
      expect(arrivalOf(now, any, '63000').from >= arrivalOf(now, any, null).from).toBe(true);
      // As long as the hour that is named has not come, the promise stands.
      const last = new Date(sooner.payBefore.getTime() - 1);
      expect(arrivalOf(last, any, code)).toEqual(sooner);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['before the hour', '2026-11-30T13:59:59+09:00', '2026-11-30', '2026-12-01', '2026-12-02'],
  ['at the hour', '2026-11-30T14:00+09:00', '2026-12-01', '2026-12-02', '2026-12-03'],
  ['on a Friday evening', '2026-12-04T20:00+09:00', '2026-12-07', '2026-12-08', '2026-12-09'],
  ['on a Saturday', '2026-12-05T09:00+09:00', '2026-12-07', '2026-12-08', '2026-12-09'],
  ['before a holiday', '2026-12-24T09:00+09:00', '2026-12-24', '2026-12-28', '2026-12-29'],
])('%s', (_, now, shipsOn, from, until) => {
  const christmas = { ...RULE, holidays: new Set(['2026-12-25']) };
  expect(arrivalOf(new Date(now), christmas, null)).toMatchObject({ shipsOn, from, until });
});

test('a pause keeps a parcel in the shop, and none that is on the road', () => {
  const pauses = [{ id: 1, fromDay: '2026-12-01', untilDay: '2026-12-10', wordsKo: '', wordsEn: '' }];
  const sent = arrivalOf(new Date('2026-11-30T09:00+09:00'), { ...RULE, pauses }, null);
  expect(sent).toMatchObject({ shipsOn: '2026-11-30', from: '2026-12-01' });
  const kept = arrivalOf(new Date('2026-11-30T15:00+09:00'), { ...RULE, pauses }, null);
  expect(kept).toMatchObject({ shipsOn: '2026-12-11', from: '2026-12-14' });
});

test('both ends of an area are in it, and a postcode that isn’t known is in none', () => {
  for (const code of ['63000', '63309', '63644']) expect(areaOf([JEJU], code)).toBe(JEJU);
  for (const code of ['62999', '63645', '03045', null]) expect(areaOf([JEJU], code)).toBeNull();
});

test('two areas overlap exactly where a postcode lies in both', () => {
  const code = fc.integer({ min: 0, max: 40 }).map((one) => String(one).padStart(5, '0'));
  const range = fc.tuple(code, code).map(([a, b]) => {
    const [postcodeFrom, postcodeUntil] = [a, b].sort() as [string, string];
    return { ...JEJU, postcodeFrom, postcodeUntil };
  });
  fc.assert(
    fc.property(range, range, (one, other) => {
      const codes = Array.from({ length: 41 }, (_, at) => String(at).padStart(5, '0'));
      expect(overlap(one, other)).toBe(codes.some((at) => areaOf([one], at) !== null && areaOf([other], at) !== null));
    }),
  );
});

test('a promise that was made before midnight is one of the day in Korea', () => {
  const evening = new Date('2026-11-30T15:30:00Z');
  expect(dayAt(evening)).toBe('2026-12-01');
  expect(arrivalOf(evening, RULE, null).shipsOn).toBe('2026-12-01');
});
