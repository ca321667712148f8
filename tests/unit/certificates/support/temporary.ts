export const DAY_MS = 24 * 60 * 60 * 1000;
export const NOW = new Date('2027-03-01T12:00:00Z');
export const daysFrom = (start: Date, days: number): Date => new Date(start.getTime() + days * DAY_MS);

/** A clock that only moves when told to. */
export function createManualClock(start: Date = NOW) {
  let now = start;
  return {
    now: () => now,
    advanceMs: (ms: number) => void (now = new Date(now.getTime() + ms)),
  };
}
