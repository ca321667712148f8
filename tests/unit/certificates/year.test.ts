/** A year, or as much as shows it, with certificates of every lifetime that Let's Encrypt has or has announced. */
import type { RenewalInfo } from '../../../server/certificates/renewal-info';
import { SourceError } from '../../../server/certificates/source-error';
import { withDirectory } from '../../setup/directory';
import { createFakeSource, gapDays, simulate, type FakeSource, type ManualClock } from './support/simulation';
import { createManualClock, DAY_MS, daysFrom, NOW } from './support/temporary';

jest.setTimeout(120_000);

const SIX_HOURS_MS = DAY_MS / 4;
const YEAR = 365;
const directory = withDirectory();

/** As Let's Encrypt answers: a window of a thirtieth of the lifetime, which ends at two thirds of it, or at half for days. */
function letsEncrypt(clock: { now(): Date }) {
  return (from: Date, to: Date, previous: RenewalInfo | null): Omit<RenewalInfo, 'certificate'> => {
    const lifetimeMs = to.getTime() - from.getTime();
    const at = (part: number): Date => new Date(from.getTime() + lifetimeMs * part);
    const window = lifetimeMs < 10 * DAY_MS ? { start: at(0.45), end: at(0.55) } : { start: at(0.63), end: at(0.67) };
    return {
      window,
      renewAt: previous?.renewAt ?? new Date((window.start.getTime() + window.end.getTime()) / 2),
      explanationUrl: null,
      askAgainAt: new Date(clock.now().getTime() + SIX_HOURS_MS),
      problem: null,
      failures: 0,
    };
  };
}

interface Course {
  readonly lifetimeDays: number;
  readonly ari: boolean;
  readonly lateness?: number;
  /** Days of the year, from and to, on which every order fails, and why. */
  readonly outages?: readonly (readonly [from: number, to: number])[];
  readonly days?: number;
  readonly staging?: boolean;
  readonly change?: (source: FakeSource, clock: ManualClock) => void;
}

async function yearOf(course: Course): Promise<{ orders: number; certificates: number; gap: number; perHour: number }> {
  const { lifetimeDays, ari, outages = [], days = YEAR, lateness = lifetimeDays > 30 ? 24 : 6 } = course;
  const clock = createManualClock();
  const source = createFakeSource({
    clock,
    lifetimeDays,
    ...(course.staging ? { stagingDirectoryUrl: 'https://staging.test/directory' } : {}),
    ...(ari ? { askRenewalInfo: letsEncrypt(clock) } : {}),
  });
  source.failWith = (_, now) => {
    const day = (now.getTime() - NOW.getTime()) / DAY_MS;
    return outages.some(([from, to]) => day >= from && day < to) ? new SourceError('down', { ordered: true }) : null;
  };
  course.change?.(source, clock);
  await simulate({ directory: directory.path, source, clock, days, lateness });
  const times = source.ordered.map(({ at }) => at.getTime());
  const perHour = times.map((from) => times.filter((at) => at >= from && at < from + 3_600_000).length);
  return {
    orders: source.ordered.length,
    certificates: source.issued.length,
    gap: gapDays(source.issued, daysFrom(NOW, days)),
    perHour: Math.max(...perHour),
  };
}

describe('over a year with certificates of', () => {
  // The least: each used up to the emergency. The most: each replaced at half its life, or, for ARI, at nine twentieths.
  test.each([
    [90, false, 6, 7],
    [90, true, 6, 7],
    [64, false, 8, 10],
    [64, true, 8, 10],
    [45, false, 11, 14],
    [45, true, 12, 14],
    [6, false, 85, 98],
    [6, true, 110, 130],
  ])(
    '%i days (ARI: %s) there are %i to %i orders, and never one that has ended in use',
    async (lifetimeDays, ari, least, most) => {
      const year = await yearOf({ lifetimeDays, ari });
      expect(year.orders).toBeGreaterThanOrEqual(least);
      expect(year.orders).toBeLessThanOrEqual(most);
      expect(year.certificates).toBe(year.orders);
      expect(year.gap).toBe(0);
    },
    120_000,
  );

  // The CA is down for three days whenever a renewal may fall into it, and for a day a week.
  test.each([
    [90, false, 14],
    [90, true, 14],
    [64, false, 10],
    [45, true, 7],
  ])(
    '%i days (ARI: %s) and a CA that fails for three days out of every %i none ends either, and no hour sees six orders',
    async (lifetimeDays, ari, every) => {
      const outages = Array.from(
        { length: Math.ceil(YEAR / every) },
        (_, i) => [(i + 1) * every - 3, (i + 1) * every] as const,
      );
      const year = await yearOf({ lifetimeDays, ari, outages, staging: true });
      expect(year.gap).toBe(0);
      expect(year.perHour).toBeLessThanOrEqual(5);
      // Each outage costs at most its schedule: 14 on the first day, 4 on each that follows, and the rehearsal.
      expect(year.orders).toBeLessThanOrEqual(year.certificates + (year.certificates + 1) * 24);
    },
    120_000,
  );

  test.each([true, false])(
    '6 days (ARI: %s) a CA that fails for 0.9 days out of every three does no harm',
    async (ari) => {
      const days = 90;
      const outages = Array.from({ length: days / 3 }, (_, i) => [3 * i + 2.1, 3 * i + 3] as const);
      const year = await yearOf({ lifetimeDays: 6, ari, outages, days, staging: true });
      expect(year.gap).toBe(0);
      expect(year.perHour).toBeLessThanOrEqual(5);
    },
    120_000,
  );

  test('90 days, a CA that calls for a renewal at once gets one, and no more than that', async () => {
    const clock = createManualClock();
    const revokedAt = daysFrom(NOW, 10);
    const plain = letsEncrypt(clock);
    const source = createFakeSource({
      clock,
      askRenewalInfo(from, to, previous) {
        const info = plain(from, to, previous);
        if (clock.now() < revokedAt || from >= revokedAt) return info;
        const window = { start: daysFrom(from, -2), end: daysFrom(from, -1) };
        return { ...info, window, renewAt: window.start, explanationUrl: 'https://ca.test/incident' };
      },
    });
    const lines = await simulate({ directory: directory.path, source, clock, days: 20, lateness: 1 });
    expect(source.ordered).toHaveLength(2);
    const delayMs = source.ordered[1]!.at.getTime() - revokedAt.getTime();
    expect(delayMs).toBeGreaterThanOrEqual(0);
    // Within the time after which the CA is asked again.
    expect(delayMs).toBeLessThanOrEqual(SIX_HOURS_MS + 3_600_000);
    expect(JSON.stringify(lines)).toContain('see https://ca.test/incident');
  });

  test('90 days, a CA that calls for a renewal again and again is not followed without end', async () => {
    const clock = createManualClock();
    const source = createFakeSource({
      clock,
      askRenewalInfo: (from, to, previous) => ({
        ...letsEncrypt(clock)(from, to, previous),
        renewAt: daysFrom(from, -1),
      }),
    });
    await simulate({ directory: directory.path, source, clock, days: 5, lateness: 1 });
    expect(source.ordered.length).toBeLessThanOrEqual(6 * 4);
  });

  test('90 days, a window that begins after the certificate has ended does not keep it from being renewed', async () => {
    const year = await yearOf({
      lifetimeDays: 90,
      ari: false,
      change(source, clock) {
        source.askRenewalInfo = (bundle) => {
          const window = { start: daysFrom(bundle.notAfter, 5), end: daysFrom(bundle.notAfter, 6) };
          const askAgainAt = daysFrom(clock.now(), 1);
          const said = { window, renewAt: window.start, explanationUrl: null, askAgainAt, problem: null, failures: 0 };
          return Promise.resolve({ certificate: bundle.fingerprint, ...said });
        };
      },
    });
    expect(year.gap).toBe(0);
    // At the emergency, five sixths.
    expect(year.orders).toBe(5);
  });
});
