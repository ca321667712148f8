/** Our clock against the `Date` of the CA's answers: one that is off makes good certificates look expired. */
import type { ClockComparison as Compared } from '../health/facts/host';
import type { Clock } from '../process/clock';

export interface ClockComparison extends Compared {
  readonly comparedAt: Date;
}

export interface ClockCheck {
  /** @param sentAt by this machine's clock, when the request left */
  note(url: string, headers: Readonly<Record<string, string>>, sentAt: Date): void;
  latest(): ClockComparison | null;
}

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
