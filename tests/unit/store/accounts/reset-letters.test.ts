import fc from 'fast-check';
import type { SentReset } from '../../../../server/store/accounts/model';
import { nextResetMs } from '../../../../server/store/accounts/reset-letters';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Asked {
  readonly atMs: number;
  readonly byKnownBrowser: boolean;
}

/** Asks at these moments. @returns what is sent */
function sentTo(mailbox: readonly Asked[]): (SentReset & { readonly atMs: number })[] {
  const sent: (SentReset & { readonly atMs: number })[] = [];
  for (const { atMs, byKnownBrowser } of [...mailbox].sort((one, other) => one.atMs - other.atMs)) {
    const now = new Date(atMs);
    const validMs = nextResetMs(
      sent.filter((one) => one.atMs > atMs - DAY_MS),
      byKnownBrowser,
      now,
    );
    if (validMs === null) continue;
    sent.push({ atMs, createdAt: now, expiresAt: new Date(atMs + validMs), usedAt: null, byKnownBrowser });
  }
  return sent;
}

const everyMinute = Array.from({ length: 24 * 60 }, (_, minute) => ({
  atMs: minute * MINUTE_MS,
  byKnownBrowser: false,
}));

test('whoever asks every minute of a day brings a dozen mails at most', () => {
  expect(sentTo(everyMinute).length).toBeLessThanOrEqual(12);
});

test('meanwhile her mailbox always holds a link that is good for a while longer', () => {
  const sent = sentTo(everyMinute);
  for (const { atMs } of everyMinute) {
    const longest = Math.max(...sent.filter((one) => one.atMs <= atMs).map(({ expiresAt }) => expiresAt.getTime()));
    expect(longest - atMs).toBeGreaterThan(14 * MINUTE_MS);
  }
});

test('a browser that she has signed in with gets one within five minutes, whatever strangers ask for', () => {
  const stranger = fc.array(fc.nat({ max: DAY_MS }), { maxLength: 200 });
  fc.assert(
    fc.property(stranger, fc.integer({ min: 0, max: DAY_MS }), (moments, atMs) => {
      const others = moments.map((moment) => ({ atMs: moment, byKnownBrowser: false }));
      const sent = sentTo([...others, { atMs, byKnownBrowser: true }]);
      expect(sent.some((one) => one.atMs <= atMs && atMs - one.atMs < 5 * MINUTE_MS)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('she who asks once, and again when nothing came, gets a second one after five minutes', () => {
  const minutes = [0, 1, 4, 5, 6, 10].map((minute) => ({ atMs: minute * MINUTE_MS, byKnownBrowser: false }));
  expect(sentTo(minutes).map(({ atMs }) => atMs / MINUTE_MS)).toEqual([0, 5, 10]);
});

test('after a link was used, the next one who asks is sent one at once', () => {
  const used = { createdAt: new Date(0), expiresAt: new Date(HOUR_MS), usedAt: new Date(1), byKnownBrowser: false };
  expect(nextResetMs([used, used, used, used], false, new Date(MINUTE_MS))).toBe(6 * HOUR_MS);
});

test('nobody fills a mailbox, known browsers and strangers together', () => {
  const both = everyMinute.flatMap(({ atMs }) => [
    { atMs, byKnownBrowser: false },
    { atMs, byKnownBrowser: true },
  ]);
  expect(sentTo(both).length).toBeLessThanOrEqual(22);
});
