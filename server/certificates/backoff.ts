/** Pure: when to try again after failed orders. Front-loaded, because most faults are fixed within minutes or not soon. */

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

/** Minutes after the first, second … failure; the last one repeats. In the first day: 14 attempts. */
const STEPS_MIN: readonly number[] = [1, 2, 2, 5, 10, 20, 30, 60, 120, 180, 240, 360];
/** With little lifetime left, six hours would be most of it. */
const URGENT_STEP_MIN = 60;
/** Let's Encrypt counts 5 failed authorizations per name and hour; the sixth would lock the name out. */
const MAX_PER_HOUR = 5;

export interface FailureRecord {
  /** Oldest first, since the last success. */
  readonly failedAt: readonly Date[];
  /** What the CA asked for, if it did. */
  readonly notBefore: Date | null;
}

/** @returns the earliest time of the next attempt; the epoch when nothing has failed */
export function nextAttemptAt(record: FailureRecord, urgent: boolean): Date {
  const { failedAt } = record;
  const last = failedAt.at(-1);
  if (!last) return new Date(0);
  const step = STEPS_MIN[Math.min(failedAt.length, STEPS_MIN.length) - 1] ?? 0;
  const stepMs = (urgent ? Math.min(step, URGENT_STEP_MIN) : step) * MINUTE_MS;
  const fifthLast = failedAt.at(-MAX_PER_HOUR);
  return new Date(
    Math.max(
      last.getTime() + stepMs,
      fifthLast ? fifthLast.getTime() + HOUR_MS : 0,
      record.notBefore ? record.notBefore.getTime() : 0,
    ),
  );
}
