/** What a new shop begins with, and what can't be in the tables. */
import { isWorkingDay } from '../../../server/store/delivery';
import { readRule } from '../../../server/store/delivery/service';
import { withDatabase } from '../../setup/database';

const database = withDatabase();

test('a new shop knows Jeju and islands without a bridge, and the public holidays of three years', async () => {
  const rule = await readRule(database.pool);
  expect(rule.areas.find(({ nameKo }) => nameKo === '제주')).toMatchObject({
    ...{ postcodeFrom: '63000', postcodeUntil: '63644', fee: 3_000, extraDays: 1 },
  });
  expect(rule.areas.map(({ nameEn }) => nameEn)).toContain('Ulleung');
  const years = [...rule.holidays].map((day) => day.slice(0, 4));
  expect([...new Set(years)].sort()).toEqual(['2026', '2027', '2028']);
  expect(rule.pauses).toEqual([]);
});

test.each([
  // New moon in Korea is a day after China's in both years.
  ['2027-02-08', false],
  ['2027-02-09', false],
  ['2027-02-10', true],
  ['2028-01-28', false],
  // 추석 falls on 개천절.
  ['2028-10-05', false],
  ['2028-10-06', true],
  // Holidays on a weekend: those that have a substitute, and those that have none.
  ['2026-08-17', false],
  ['2026-09-28', true],
  ['2027-06-07', true],
  ['2027-12-27', false],
  ['2026-12-24', true],
])('%s is a working day: %p', async (day, is) => {
  expect(isWorkingDay(day, await readRule(database.pool))).toBe(is);
});

const area = (from: string, until: string): Promise<void> => database.run`
  insert into delivery_areas (name_ko, name_en, postcode_from, postcode_until, fee, extra_days)
  values ('섬', 'Island', ${from}, ${until}, 0, 0)`;
const pause = (from: string, until: string): Promise<void> =>
  database.run`insert into shop_pauses (from_day, until_day) values (${from}, ${until})`;

test('no postcode is in two areas, and no day in two pauses', async () => {
  for (const [from, until] of [
    ['63644', '63700'],
    ['62000', '63000'],
    ['63100', '63100'],
    ['60000', '69999'],
  ] as const) {
    await expect(area(from, until)).rejects.toThrow('delivery_areas_apart');
  }
  await area('63645', '63700');
  await area('01000', '01000');
  await expect(area('70001', '70000')).rejects.toThrow('delivery_areas_order');
  await pause('2027-02-01', '2027-02-05');
  for (const from of ['2027-02-05', '2027-01-01']) await expect(pause(from, '2027-02-05')).rejects.toThrow('apart');
  await pause('2027-02-06', '2027-02-06');
  await expect(pause('2027-03-02', '2027-03-01')).rejects.toThrow('shop_pauses_order');
  await expect(pause('2027-03-02', '2028-04-01')).rejects.toThrow('shop_pauses_length');
});

test('a day is one holiday', async () => {
  await expect(database.run`insert into holidays (day, name) values ('2027-01-01', '새해')`).rejects.toThrow(
    'holidays_day',
  );
});
