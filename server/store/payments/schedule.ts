/** Pure: when a provider is asked next about what nobody knows. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;

/** After it began; then every hour. */
const ASKED_MS = [5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS] as const;

/** Whoever takes money or sends it back is given up after that: a provider answers within a minute, or not at all. */
export const CLAIM_MS = 90 * SECOND_MS;

/** A payment that nobody has made by then is not made any more: longer than a provider's own page stays open. */
export const MARGIN_MS = 45 * MINUTE_MS;

/** Of what has been unknown that long a person hears. */
export const UNSURE_MS = HOUR_MS;

/** @param since when it began */
export function nextAskAt(since: Date, now: Date): Date {
  const elapsedMs = now.getTime() - since.getTime();
  const offsetMs = ASKED_MS.find((one) => one > elapsedMs);
  return new Date(offsetMs === undefined ? now.getTime() + HOUR_MS : since.getTime() + offsetMs);
}
