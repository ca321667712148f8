/** Our clock against the `Date` of the CA's answers: one that is off makes good certificates look expired. */
import type { Clock } from '../process/clock';

export interface ClockComparison {
  readonly comparedWith: string;
  readonly comparedAt: Date;
  /** How far this machine's clock is ahead; negative: behind. */
  readonly aheadSeconds: number;
}

export interface ClockCheck {
  /** @param sentAt by this machine's clock, when the request left */
  note(url: string, headers: Readonly<Record<string, string>>, sentAt: Date): void;
  latest(): ClockComparison | null;
}

/** Where AWS' requests and short-lived tokens still work. */
const TOLERATED_SECONDS = 60;
/** An hour or a time zone leaves a certificate of some days of use; more does not. */
const FAR_SECONDS = 24 * 60 * 60;
const MINUTES_A_DAY = 24 * 60;

export function createClockCheck(clock: Clock): ClockCheck {
  let latest: ClockComparison | null = null;
  return {
    note(url, headers, sentAt) {
      const theirs = Date.parse(headers['date'] ?? '');
      // An answer from a cache carries the time at which it was stored.
      if (Number.isNaN(theirs) || headers['age'] !== undefined) return;
      const now = clock.now();
      // The header has whole seconds, and was written somewhere between question and answer.
      const aheadMs = (sentAt.getTime() + now.getTime()) / 2 - (theirs + 500);
      latest = { comparedWith: new URL(url).hostname, comparedAt: now, aheadSeconds: Math.round(aheadMs / 1000) };
    },
    latest: () => latest,
  };
}

export function isClockOff(comparison: ClockComparison | null): comparison is ClockComparison {
  return comparison !== null && Math.abs(comparison.aheadSeconds) > TOLERATED_SECONDS;
}

/** By which nothing that is asked about dates has a right answer: a new certificate would look expired, or not begun. */
export function isClockFarOff(comparison: ClockComparison | null): comparison is ClockComparison {
  return comparison !== null && Math.abs(comparison.aheadSeconds) > FAR_SECONDS;
}

/** @returns null for a clock that is right */
export function clockProblem(comparison: ClockComparison | null): string | null {
  if (!isClockOff(comparison)) return null;
  const minutes = Math.max(Math.round(Math.abs(comparison.aheadSeconds) / 60), 1);
  const far = minutes < 2 * MINUTES_A_DAY ? `${minutes} min` : `${Math.round(minutes / MINUTES_A_DAY)} days`;
  const direction = comparison.aheadSeconds > 0 ? 'ahead of' : 'behind';
  return `this machine's clock is ${far} ${direction} that of ${comparison.comparedWith}: set it, and keep it by NTP`;
}
