import fc from 'fast-check';
import type { Layout, StatementRow } from '../../../../server/store/deposits/model';
import { fingerprintsOf, readMoment, readStatement, readSum } from '../../../../server/store/deposits/reading';

const AT = '2026-11-23T05:03:22.000Z';

test.each<[day: string, time: string, iso: string | null]>([
  ['2026.11.23 14:03:22', '', AT],
  ['2026-11-23 14:03:22', '', AT],
  ['2026/11/23 14:03:22', '', AT],
  ['2026-11-23T14:03:22', '', AT],
  ['2026-11-23', '14:03:22', AT],
  ['20261123', '140322', AT],
  ['20261123140322', '', AT],
  ['26.11.23', '14:03:22', AT],
  ['2026.11.23', '오후 2:03:22', AT],
  ['2026년 11월 23일', '14시 3분 22초', AT],
  ['2026.11.23(월) 14:03:22', '', AT],
  ['2026. 11. 23. 14:03:22', '', AT],
  ['2026.11.23 2:03:22 PM', '', AT],
  ['2026.11.23 14:03', '', '2026-11-23T05:03:00.000Z'],
  ['2026.11.23 오전 12:03', '', '2026-11-22T15:03:00.000Z'],
  ['2026.11.23', '', '2026-11-22T15:00:00.000Z'],
  ['2026.02.30', '', null],
  ['2026.13.01', '', null],
  ['2026.11.23', '25:00', null],
  ['2026.11.23', '정오', null],
  ['23.11.2026', '', null],
  ['2026.11', '', null],
  ['잔액 31,000', '', null],
])('the moment %j %j', (day, time, iso) => {
  const read = readMoment(day, time);
  expect(read?.paidAt.toISOString() ?? null).toBe(iso);
  if (read) expect(read.hasTime).toBe(iso !== '2026-11-22T15:00:00.000Z');
});

test.each<[typed: string, sum: number | null]>([
  ['31,000', 31_000],
  ['31000', 31_000],
  ['31000.00', 31_000],
  ['₩31,000', 31_000],
  ['31,000원', 31_000],
  ['+31,000', 31_000],
  ['３１,０００', 31_000],
  ['-31,000', -31_000],
  ['−31,000', -31_000],
  ['△31,000', -31_000],
  ['(31,000)', -31_000],
  ['0', 0],
  ['', null],
  ['31.5', null],
  ['삼만', null],
  ['9999999999999', null],
])('the sum %j', (typed, sum) => {
  expect(readSum(typed)).toBe(sum);
});

const LAYOUT: Layout = { at: 0, time: null, payer: 1, amount: 2, direction: 3, balance: 4, memo: 5 };
const read = (...rows: string[][]) =>
  readStatement(
    rows.map((cells, at) => ({ line: at + 2, cells })),
    LAYOUT,
  );

test('money that came is read; what went out, sums and lines without a day are left', () => {
  const statement = read(
    ['2026.11.23 14:03:22', ' 김하늘 ', '31,000', '입금', '131,000', '향수'],
    ['2026.11.23 15:00:00', '전기요금', '20,000', '출금', '111,000', ''],
    ['2026.11.23 15:10:00', '이체', '-5,000', '', '106,000', ''],
    ['2026.11.23 15:20:00', '조회', '', '', '', ''],
    ['합계', '', '51,000', '', '', ''],
    ['', '', '', '', '', ''],
  );
  expect(statement).toEqual({
    rows: [{ paidAt: new Date(AT), hasTime: true, payer: '김하늘', amount: 31_000, memo: '향수', balance: 131_000 }],
    left: 5,
  });
});

test('a line that can’t be read refuses the whole, and says which and why', () => {
  const good = ['2026.11.23', '김하늘', '31,000', '', '', ''];
  expect(read(good, ['2026.11.99', '한서진', '1,000', '', '', ''])).toEqual({
    fault: { line: 3, column: 'at', typed: '2026.11.99' },
  });
  expect(read(good, good, ['2026.11.23', '한서진', '천원', '', '', ''])).toEqual({
    fault: { line: 4, column: 'amount', typed: '천원' },
  });
});

test('names and memos are cut to what is kept, and hold nothing unseen', () => {
  const statement = read(['2026.11.23', `김\u202E하늘${'가'.repeat(100)}`, '1', '', '', 'a\nb']);
  const [row] = 'rows' in statement ? statement.rows : [];
  expect([row!.payer.length, row!.payer.startsWith('김하늘'), row!.memo]).toEqual([80, true, 'a b']);
});

const row = fc.record({
  paidAt: fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }),
  hasTime: fc.boolean(),
  payer: fc.constantFrom('김하늘', '한서진'),
  amount: fc.integer({ min: 1, max: 3 }),
  memo: fc.string(),
  balance: fc.constantFrom(null, 1, 2),
});

test('a row is the same in every file that has it, and two that are alike are two', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.nat(12), (rows, cut) => {
      const hex = (some: readonly StatementRow[]): string[] => fingerprintsOf(some).map((one) => one.toString('hex'));
      const all = hex(rows);
      expect(new Set(all).size).toBe(rows.length);
      // The bank gives the same days again with what came since, in whichever order.
      expect(hex(rows.slice(0, cut)).every((one) => all.includes(one))).toBe(true);
      expect([...hex([...rows].reverse())].sort()).toEqual([...all].sort());
    }),
  );
});
