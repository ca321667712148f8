import fc from 'fast-check';
import {
  beginAttempt,
  endAttempt,
  interruptAttempts,
  mergeAttempts,
  pullBack,
  type Attempt,
} from '../../../server/certificates/attempts';
import { nextAttempt, type Circumstances } from '../../../server/certificates/backoff';

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const START = new Date('2027-01-01T00:00:00Z');
const at = (minutes: number): Date => new Date(START.getTime() + minutes * MINUTE_MS);
const CALM: Circumstances = { urgent: false, rehearses: false };
const REHEARSING: Circumstances = { urgent: false, rehearses: true };

const attempt = (changes: Partial<Attempt> & { startedAt: Date }): Attempt => ({
  id: changes.startedAt.toISOString(),
  directory: 'production',
  endedAt: changes.startedAt,
  outcome: 'failed',
  ordered: true,
  issued: false,
  reason: 'refused',
  notBefore: null,
  reached: null,
  slowDns: false,
  ...changes,
});

/** Tries as soon as it may, `count` times, with what `outcomeOf` says. */
function tryAsSoonAsAllowed(
  count: number,
  circumstances: Circumstances,
  outcomeOf: (directory: Attempt['directory'], i: number) => Partial<Attempt> = () => ({}),
): Attempt[] {
  const attempts: Attempt[] = [];
  for (let i = 0; i < count; i += 1) {
    const next = nextAttempt(attempts, circumstances);
    const startedAt = new Date(Math.max(next.at.getTime(), attempts.at(-1)?.startedAt.getTime() ?? START.getTime()));
    attempts.push(attempt({ startedAt, directory: next.directory, ...outcomeOf(next.directory, i) }));
  }
  return attempts;
}

const minutesOf = (attempts: readonly Attempt[]): number[] =>
  attempts.map(({ startedAt }) => (startedAt.getTime() - START.getTime()) / MINUTE_MS);

const gapsOf = (attempts: readonly Attempt[]): number[] =>
  minutesOf(attempts).flatMap((minute, i, all) => (i === 0 ? [] : [minute - (all[i - 1] ?? 0)]));

describe('when a failed order is tried again', () => {
  test('after 1, 2, 2 and 5 minutes, then ever later, up to six hours', () => {
    const gaps = gapsOf(tryAsSoonAsAllowed(21, CALM));
    // The fifth failure fills the hour; what follows is the schedule again.
    expect(gaps).toEqual([1, 2, 2, 5, 50, 20, 30, 60, 120, 180, 240, ...Array.from({ length: 9 }, () => 360)]);
  });

  test('by the schedule itself where the hour has room: 10, 20, 30 minutes after the fifth, sixth and seventh', () => {
    const failures = (count: number): Attempt[] =>
      // As if each had taken its time.
      Array.from({ length: count }, (_, i) => attempt({ startedAt: at(i * 100), endedAt: at(i * 100 + 70) }));
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((count) => {
      const last = failures(count).at(-1)!;
      return (nextAttempt(failures(count), CALM).at.getTime() - last.endedAt!.getTime()) / MINUTE_MS;
    });
    expect(waits).toEqual([1, 2, 2, 5, 10, 20, 30, 60, 120, 180, 240, 360, 360]);
  });

  test('never more than five times within an hour, whatever comes of each, at both directories together', () => {
    const outcome = fc.record({
      outcome: fc.constantFrom('passed', 'failed', 'interrupted'),
      ordered: fc.boolean(),
    });
    const circumstances = fc.record({ urgent: fc.boolean(), rehearses: fc.boolean() });
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 30, maxLength: 30 }), circumstances, (outcomes, given) => {
        const minutes = minutesOf(tryAsSoonAsAllowed(30, given, (_, i) => outcomes[i] as Partial<Attempt>));
        for (const from of minutes) {
          expect(minutes.filter((minute) => minute >= from && minute < from + 60).length).toBeLessThanOrEqual(5);
        }
      }),
    );
  });

  test('hourly when the certificate in use is about to end', () => {
    expect(Math.max(...gapsOf(tryAsSoonAsAllowed(20, { ...CALM, urgent: true })).slice(6))).toBe(60);
  });

  test('not before the CA allows it, also when a rehearsal has passed since', () => {
    const notBefore = at(24 * 60);
    const limited = attempt({ startedAt: START, notBefore });
    expect(nextAttempt([limited], { urgent: true, rehearses: true }).at).toEqual(notBefore);
    const rehearsed = attempt({ startedAt: at(5), directory: 'staging', outcome: 'passed' });
    expect(nextAttempt([limited, rehearsed], REHEARSING)).toEqual({ at: notBefore, directory: 'production' });
  });

  test('at once when nothing has failed', () => {
    expect(nextAttempt([], CALM).at.getTime()).toBe(0);
  });

  test.each(['passed', 'failed'] as const)(
    'four certificates in a day are enough for a store that loses them, or a clock that finds them of no use: %s',
    (outcome) => {
      const passed = tryAsSoonAsAllowed(5, CALM, () => ({ outcome, issued: true }));
      expect(passed[4]!.startedAt.getTime() - passed[0]!.startedAt.getTime()).toBeGreaterThanOrEqual(DAY_MS);
    },
  );
});

describe('while the names lead elsewhere', () => {
  const unreached = (_: Attempt['directory'], i: number): Partial<Attempt> => (i < 8 ? { reached: false } : {});

  test('the hour is not used up: two orders stay for the moment when they lead here', () => {
    const minutes = minutesOf(tryAsSoonAsAllowed(6, { urgent: true, rehearses: true }, unreached));
    expect(minutes).toEqual([0, 1, 21, 41, 61, 81]);
  });

  test('and then, at once, it begins anew: a rehearsal, and the order', () => {
    const failed = tryAsSoonAsAllowed(3, { urgent: true, rehearses: true }, unreached);
    const next = nextAttempt(failed, { urgent: true, rehearses: true, reached: true });
    expect(next).toEqual({ at: at(21), directory: 'staging' });
    const rehearsed = attempt({ startedAt: at(30), directory: 'staging', outcome: 'passed' });
    expect(nextAttempt([...failed, rehearsed], REHEARSING)).toEqual({ at: new Date(0), directory: 'production' });
    const failedAgain = attempt({ startedAt: at(30), directory: 'staging', reached: true });
    expect(nextAttempt([...failed, failedAgain], REHEARSING).at).toEqual(at(31));
  });

  test('but not more often than the hour allows, nor before the CA does', () => {
    const failed = [0, 1, 2, 3, 4].map((minute) => attempt({ startedAt: at(minute), reached: false }));
    expect(nextAttempt(failed, { ...CALM, reached: true }).at).toEqual(at(60));
    const limited = attempt({ startedAt: START, reached: false, notBefore: at(600) });
    expect(nextAttempt([limited], { ...CALM, reached: true }).at).toEqual(at(600));
  });

  test('an order that never came about had nothing to do with names', () => {
    const minutes = minutesOf(tryAsSoonAsAllowed(4, CALM, () => ({ ordered: false, reached: false })));
    expect(minutes).toEqual([0, 1, 3, 5]);
  });
});

describe('where a failed order is tried again', () => {
  const PASSED = { outcome: 'passed' } as const;
  const UNORDERED = { ordered: false };

  test.each<[string, readonly Partial<Attempt>[], string]>([
    ['at staging, until one passes there, then at production', [{}, {}, {}, PASSED], 'p s s s p'],
    ['at staging again when production fails again', [{}, PASSED, {}, PASSED], 'p s p s p'],
    ['at production where no order came of it: no reason to rehearse', [UNORDERED, UNORDERED], 'p p p'],
  ])('%s', (_where, outcomes, initials) => {
    const attempts = tryAsSoonAsAllowed(outcomes.length + 1, REHEARSING, (_, i) => outcomes[i] ?? {});
    expect(attempts.map(({ directory }) => directory[0]).join(' ')).toBe(initials);
  });

  test('at production at once after a rehearsal that passed, but not more often than the hour allows', () => {
    const failed = [0, 1, 3].map((minute) => attempt({ startedAt: at(minute), directory: 'staging' }));
    const passed = attempt({ startedAt: at(5), directory: 'staging', outcome: 'passed' });
    expect(nextAttempt([...failed, passed], REHEARSING).at.getTime()).toBeLessThanOrEqual(at(5).getTime());
    const first = attempt({ startedAt: at(-1) });
    expect(nextAttempt([first, ...failed, passed], REHEARSING).at).toEqual(at(59));
  });

  test('failures at both count for the schedule', () => {
    const both = tryAsSoonAsAllowed(5, REHEARSING);
    expect(both.map(({ directory }) => directory)).toEqual(['production', 'staging', 'staging', 'staging', 'staging']);
    expect(gapsOf(both)).toEqual([1, 2, 2, 5]);
  });

  test('at production where the CA has no staging directory', () => {
    expect(nextAttempt([attempt({ startedAt: START })], CALM).directory).toBe('production');
  });

  test('an order that was cut short decides nothing: the one before it does', () => {
    const cut = attempt({ startedAt: at(2), directory: 'staging', outcome: 'interrupted', ordered: false });
    expect(nextAttempt([attempt({ startedAt: START }), cut], REHEARSING).directory).toBe('staging');
    expect(nextAttempt([cut], REHEARSING).directory).toBe('production');
  });

  test('with no time to lose, a staging directory that is down does not stand in the way', () => {
    const failed = attempt({ startedAt: START });
    const down = attempt({ startedAt: at(1), directory: 'staging', ordered: false });
    expect(nextAttempt([failed, down], REHEARSING).directory).toBe('staging');
    expect(nextAttempt([failed, down], { urgent: true, rehearses: true }).directory).toBe('production');
  });
});

describe('the record of attempts', () => {
  test('one that was begun counts as cut short when its process is gone', () => {
    const begun = beginAttempt([], 'production', START);
    expect(begun[0]).toMatchObject({ outcome: 'running', endedAt: null });
    expect(interruptAttempts(begun)[0]).toMatchObject({ outcome: 'interrupted', endedAt: START });
    const ended = endAttempt(begun, { outcome: 'failed', endedAt: at(1), reason: 'no' });
    expect(interruptAttempts(ended)).toEqual(ended);
  });

  test('of two notes of the same attempt the one with its end counts', () => {
    const begun = beginAttempt([attempt({ startedAt: at(-9) })], 'production', START);
    const ended = endAttempt(begun, { outcome: 'failed', endedAt: at(1), reason: 'no' });
    expect(mergeAttempts(begun, ended)).toEqual(ended);
    expect(mergeAttempts(ended, begun)).toEqual(ended);
    expect(mergeAttempts(ended, [])).toEqual(ended);
  });

  test('what was noted while the clock was a year ahead counts as of now, limits and all', () => {
    const future = at(365 * 24 * 60);
    const notBefore = new Date(future.getTime() + 10 * MINUTE_MS);
    const attempts = pullBack([attempt({ startedAt: future, notBefore }), attempt({ startedAt: at(-5) })], START);
    expect(attempts[0]).toMatchObject({ startedAt: START, endedAt: START, notBefore: at(10) });
    expect(attempts[1]!.startedAt).toEqual(at(-5));
    expect(mergeAttempts(attempts, [attempt({ startedAt: future, notBefore })])).toHaveLength(2);
  });

  test('it does not grow without end', () => {
    let attempts: Attempt[] = [];
    for (let i = 0; i < 200; i += 1) {
      attempts = endAttempt(beginAttempt(attempts, 'production', at(i)), { outcome: 'failed', endedAt: at(i) });
    }
    expect(attempts.length).toBeLessThan(100);
    expect(attempts.at(-1)!.startedAt).toEqual(at(199));
  });
});
