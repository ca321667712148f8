/** The table itself; that the database keeps the same one is in tests/database/desk/orders/transitions.test.ts. */
import { isClosed, isUnderWay, mayBecome, ORDER_STATUSES } from '../../../../server/store/orders/transitions';

const ALLOWED = [
  'pending paid',
  'pending declined',
  'pending cancelled',
  'pending expired',
  'paid shipped',
  'paid cancelled',
  'shipped delivered',
  'shipped paid',
  'delivered shipped',
];

const PAIRS = ORDER_STATUSES.flatMap((from) => ORDER_STATUSES.map((to) => [from, to] as const));

test.each(PAIRS)('%s may become %s only where a line leads there', (from, to) => {
  expect(mayBecome(from, to)).toBe(ALLOWED.includes(`${from} ${to}`));
});

test('what is closed becomes nothing any more', () => {
  const closed = ORDER_STATUSES.filter(isClosed);
  expect(closed).toEqual(['declined', 'cancelled', 'expired']);
  for (const from of closed) expect(ORDER_STATUSES.filter((to) => mayBecome(from, to))).toEqual([]);
});

test('every state waits for its money, is under way or is closed, and never two of them', () => {
  for (const status of ORDER_STATUSES) {
    const kinds = [status === 'pending', isUnderWay(status), isClosed(status)].filter(Boolean);
    expect(kinds).toHaveLength(1);
  }
});
