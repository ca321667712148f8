import { withAddition, type Addition, type SentBy } from '../../../../server/store/cart/additions';

const NOON = Date.parse('2026-11-23T03:00:00Z');
const goods = { variantId: 7, quantity: 2 };

/** Which of the additions, sent so many ms after noon, count. */
function counted(sent: readonly (readonly [number, SentBy, number?])[]): boolean[] {
  let recent: readonly Addition[] = [];
  return sent.map(([ms, sentBy, quantity = 2]) => {
    const next = withAddition(recent, { ...goods, quantity }, sentBy, new Date(NOON + ms));
    recent = next ?? recent;
    return next !== null;
  });
}

test('the same goods from a page without scripts count once within two seconds, and again after them', () => {
  expect(
    counted([
      [0, 'form'],
      [300, 'form'],
      [1_999, 'form'],
      [2_000, 'form'],
    ]),
  ).toEqual([true, false, false, true]);
});

test('another quantity is no twin', () => {
  expect(
    counted([
      [0, 'form', 1],
      [100, 'form', 2],
    ]),
  ).toEqual([true, true]);
});

test('a key counts once for as long as somebody may still wait for its answer; another one counts at once', () => {
  expect(
    counted([
      [0, { key: 'first-key' }],
      [100, { key: 'other-key' }],
      [60_000, { key: 'first-key' }],
      [60_001, 'form'],
    ]),
  ).toEqual([true, true, false, true]);
});

test('only the latest additions are kept', () => {
  const many = Array.from({ length: 50 }, (_, n) => ({ mark: `${n}.1`, at: NOON }));
  expect(withAddition(many, goods, 'form', new Date(NOON))).toHaveLength(8);
});
