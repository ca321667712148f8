/** Pure: when whoever has not paid yet is reminded. */
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** A day before the end; where there are less than two days, late enough to be of use and early enough to act on. */
export function remindAt({ placedAt, paymentDueAt }: { readonly placedAt: Date; readonly paymentDueAt: Date }): Date {
  const [placed, due] = [placedAt.getTime(), paymentDueAt.getTime()];
  const wholeMs = due - placed;
  if (wholeMs >= 2 * DAY_MS) return new Date(due - DAY_MS);
  return new Date(placed + wholeMs * (wholeMs >= DAY_MS / 2 ? 0.75 : 0.5));
}
