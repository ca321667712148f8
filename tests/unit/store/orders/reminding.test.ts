import { remindAt } from '../../../../server/store/orders/unpaid/reminding';

const HOUR_MS = 60 * 60 * 1000;
const placedAt = new Date('2026-11-23T03:00:00Z');

test.each([
  ['a bank’s three days', 72, 48],
  ['two days', 48, 24],
  ['the day of a scent that runs out', 24, 18],
  ['half a day', 12, 9],
  ['a morning that the desk chose', 6, 3],
  ['a card’s half hour', 0.5, 0.25],
])('of %s, %d hours, she is reminded after %d', (_, hours, after) => {
  const paymentDueAt = new Date(placedAt.getTime() + hours * HOUR_MS);
  expect(remindAt({ placedAt, paymentDueAt })).toEqual(new Date(placedAt.getTime() + after * HOUR_MS));
});
