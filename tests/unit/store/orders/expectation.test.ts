import { quoteOf, type QuotedLine } from '../../../../server/store/cart/quote';
import { differences, encodeGoods, readExpectation } from '../../../../server/store/orders/placing/expectation';
import { JEJU, RULE } from '../delivery/rule';

const lines = [
  { variantId: 12, quantity: 1, unitPrice: 98_000 },
  { variantId: 13, quantity: 2, unitPrice: 45_000 },
];
const UNTIL = '2026-12-02';
const quote = quoteOf(lines, RULE, null);
const offer = (
  goods: readonly QuotedLine[],
  sums = quoteOf(goods, RULE, null),
  hours: number | null = null,
  until = UNTIL,
) => ({ lines: goods, quote: sums, hours, until });
const seen = readExpectation(String(quote.total), encodeGoods(lines));

test('what the form carried comes back as it was', () => {
  expect(encodeGoods(lines)).toBe('12.1.98000_13.2.45000');
  expect(seen).toEqual({ total: 188_000, goods: lines, hours: null, until: null });
  expect(differences(seen, offer(lines, quote))).toEqual([]);
});

test('the order of the lines is no difference', () => {
  expect(differences(seen, offer([...lines].reverse(), quote))).toEqual([]);
});

test('a new price is named with the old one, and so is the total', () => {
  const now = [{ variantId: 12, quantity: 1, unitPrice: 102_000 }, lines[1]!];
  expect(differences(seen, offer(now))).toEqual([
    { kind: 'price', variantId: 12, from: 98_000, to: 102_000 },
    { kind: 'total', from: 188_000, to: 192_000 },
  ]);
});

test('two prices that change places leave the total alone and are still noticed', () => {
  const even = [
    { variantId: 1, quantity: 1, unitPrice: 60_000 },
    { variantId: 2, quantity: 1, unitPrice: 50_000 },
  ];
  const swapped = [
    { variantId: 1, quantity: 1, unitPrice: 50_000 },
    { variantId: 2, quantity: 1, unitPrice: 60_000 },
  ];
  const before = readExpectation('110000', encodeGoods(even));
  expect(differences(before, offer(swapped)).map(({ kind }) => kind)).toEqual(['price', 'price']);
});

test.each([
  ['one more', [{ ...lines[0]!, quantity: 2 }, lines[1]!]],
  ['one line less', [lines[0]!]],
  ['another line', [...lines, { variantId: 14, quantity: 1, unitPrice: 1_000 }]],
  ['another scent of the same price', [{ ...lines[0]!, variantId: 99 }, lines[1]!]],
])('%s is a difference', (_, now) => {
  expect(differences(seen, offer(now))[0]).toEqual({ kind: 'goods' });
});

test('another delivery fee alone changes the total', () => {
  const dear = quoteOf(lines, { ...RULE, fee: 9_000, freeFrom: 900_000 }, null);
  expect(differences(seen, offer(lines, dear))).toEqual([
    { kind: 'delivery', from: 0, to: 9_000 },
    { kind: 'total', from: 188_000, to: 197_000 },
  ]);
});

test.each([
  [undefined, undefined],
  ['188000', undefined],
  [undefined, '12.1.98000'],
  ['', ''],
  ['0', '12.1.98000'],
  ['-5', '12.1.98000'],
  ['1e5', '12.1.98000'],
  ['188000', '12.1'],
  ['188000', '12.0.98000'],
  ['188000', '12.1.-5'],
  ['188000', '12.1.98000_'],
  ['188000', '12.1.98000; drop'],
  [['188000'], ['12.1.98000']],
])('total %p with goods %p is nothing this form sent, so everything is new', (total, goods) => {
  expect(readExpectation(total, goods)).toBeNull();
  expect(differences(null, offer(lines, quote))).toEqual([{ kind: 'goods' }]);
});

test('so does an address that costs more, and goods that are too few for free delivery', () => {
  const there = quoteOf(lines, RULE, JEJU.postcodeFrom);
  expect(differences(seen, offer(lines, there))).toEqual([
    { kind: 'delivery', from: 0, to: 3_000 },
    { kind: 'total', from: 188_000, to: 191_000 },
  ]);
  const few = [{ variantId: 12, quantity: 1, unitPrice: 48_000 }];
  expect(differences(seen, offer(few)).map(({ kind }) => kind)).toEqual(['goods', 'price', 'delivery', 'total']);
});

test('a total that can’t be what it says of its goods names no delivery fee', () => {
  const odd = readExpectation('1000', encodeGoods(lines));
  expect(differences(odd, offer(lines, quote)).map(({ kind }) => kind)).toEqual(['total']);
});

test('a later arrival than was said is a difference, an earlier one is none', () => {
  const told = readExpectation(String(quote.total), encodeGoods(lines), '72', UNTIL);
  expect(differences(told, offer(lines, quote, null, '2026-12-03'))).toEqual([
    { kind: 'arrival', from: UNTIL, to: '2026-12-03' },
  ]);
  for (const same of [UNTIL, '2026-12-01']) expect(differences(told, offer(lines, quote, null, same))).toEqual([]);
  for (const nothing of [undefined, '', 'soon', '2026-02-30', ['2026-12-01']]) {
    const silent = readExpectation(String(quote.total), encodeGoods(lines), '72', nothing);
    expect(differences(silent, offer(lines, quote, null, '2027-01-01'))).toEqual([]);
  }
});

test('less time to pay than was said is a difference, more is none', () => {
  const told = readExpectation(String(quote.total), encodeGoods(lines), '72');
  expect(differences(told, offer(lines, quote, 24))).toEqual([{ kind: 'hours', from: 72, to: 24 }]);
  expect(differences(told, offer(lines, quote, 96))).toEqual([]);
  // By card it doesn't matter, and a form that said nothing of it promised nothing.
  expect(differences(told, offer(lines, quote))).toEqual([]);
  expect(differences(readExpectation('188000', encodeGoods(lines), 'never'), offer(lines, quote, 24))).toEqual([]);
});
