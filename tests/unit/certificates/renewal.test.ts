import fc from 'fast-check';
import { nextAttemptAt } from '../../../server/certificates/backoff';
import { jitterOf, needsRenewal } from '../../../server/certificates/renewal';

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;
const START = new Date('2027-01-01T00:00:00Z');
const after = (days: number): Date => new Date(START.getTime() + days * DAY_MS);

describe('when a certificate is renewed', () => {
  test.each([
    [90, 60],
    [64, 42.7],
    [45, 30],
    [6, 4],
  ])('%i days of life: after %d days', (lifetime, dueAfter) => {
    expect(needsRenewal(START, after(lifetime), after(dueAfter - 0.1), 0).due).toBe(false);
    expect(needsRenewal(START, after(lifetime), after(dueAfter + 0.1), 0).due).toBe(true);
  });

  test('jitter only brings it forward, and by little', () => {
    const { dueAt } = needsRenewal(START, after(90), START, 0.999);
    expect(dueAt.getTime()).toBeGreaterThan(after(58).getTime());
    expect(dueAt.getTime()).toBeLessThan(after(60).getTime());
  });

  test('the last sixth is an emergency, and what has expired is due', () => {
    expect(needsRenewal(START, after(90), after(74), 0).emergency).toBe(false);
    expect(needsRenewal(START, after(90), after(76), 0).emergency).toBe(true);
    expect(needsRenewal(START, after(90), after(200), 0)).toMatchObject({ due: true, emergency: true });
  });

  test('a certificate is never due in its first half, whatever its lifetime and jitter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (days, jitter) => {
        expect(needsRenewal(START, after(days), after(days / 2), jitter).due).toBe(false);
      }),
    );
  });

  test('a fingerprint always gives the same jitter, below one', () => {
    expect(jitterOf('ffffffffaa')).toBeLessThan(1);
    expect(jitterOf('00000000aa')).toBe(0);
    expect(jitterOf('80000000aa')).toBe(0.5);
  });
});

describe('when a failed order is tried again', () => {
  /** Fails at once whenever it may, and notes the minutes between attempts. */
  function gaps(count: number, urgent = false): number[] {
    const failedAt: Date[] = [START];
    for (let i = 0; i < count; i += 1) failedAt.push(nextAttemptAt({ failedAt, notBefore: null }, urgent));
    return failedAt.slice(1).map((at, i) => (at.getTime() - (failedAt[i]?.getTime() ?? 0)) / MINUTE_MS);
  }

  test('soon at first, then ever later, up to six hours', () => {
    expect(gaps(4)).toEqual([1, 2, 2, 5]);
    expect(gaps(20).at(-1)).toBe(360);
  });

  test('never more than five attempts within an hour', () => {
    const minutes = gaps(30).reduce<number[]>((times, gap) => [...times, (times.at(-1) ?? 0) + gap], [0]);
    for (const from of minutes) {
      expect(minutes.filter((minute) => minute >= from && minute < from + 60).length).toBeLessThanOrEqual(5);
    }
  });

  test('hourly when the certificate in use is about to end', () => {
    expect(Math.max(...gaps(20, true).slice(6))).toBe(60);
  });

  test('not before the CA allows it', () => {
    const notBefore = after(1);
    expect(nextAttemptAt({ failedAt: [START], notBefore }, true)).toEqual(notBefore);
  });

  test('at once when nothing has failed', () => {
    expect(nextAttemptAt({ failedAt: [], notBefore: null }, false).getTime()).toBe(0);
  });
});
