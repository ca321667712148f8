import fc from 'fast-check';
import { jitterOf, planRenewal, withinLifetime } from '../../../server/certificates/renewal';
import type { RenewalInfo } from '../../../server/certificates/renewal-info';

const DAY_MS = 24 * 60 * 60 * 1000;
const START = new Date('2027-01-01T00:00:00Z');
const after = (days: number): Date => new Date(START.getTime() + days * DAY_MS);
const certificate = (days: number, fingerprint = '00000000') => ({
  notBefore: START,
  notAfter: after(days),
  fingerprint,
});

const info = (renewAt: Date, about = '00000000'): RenewalInfo => ({
  certificate: about,
  window: { start: renewAt, end: new Date(renewAt.getTime() + DAY_MS) },
  renewAt,
  explanationUrl: null,
  askAgainAt: START,
  problem: null,
  failures: 0,
});

test.each([
  [90, 60],
  [64, 42.667],
  [45, 30],
  [6, 4],
])('%i days of life, and a CA that says nothing: renewed after %d days', (lifetime, dueAfter) => {
  const plan = planRenewal(certificate(lifetime), null);
  expect(plan.by).toBe('lifetime');
  expect(Math.abs(plan.dueAt.getTime() - after(dueAfter).getTime())).toBeLessThan(0.001 * DAY_MS);
});

test('jitter only brings it forward, and by little', () => {
  const { dueAt } = planRenewal(certificate(90, 'ffffffff'), null);
  expect(dueAt.getTime()).toBeGreaterThan(after(58).getTime());
  expect(dueAt.getTime()).toBeLessThan(after(60).getTime());
});

test('the last sixth is an emergency', () => {
  expect(planRenewal(certificate(90), null).emergencyAt).toEqual(after(75));
});

test('it is renewed at the time the CA asks for, be it earlier or later than two thirds', () => {
  for (const day of [-3, 10, 70]) {
    expect(planRenewal(certificate(90), info(after(day)))).toMatchObject({ by: 'renewal-info', dueAt: after(day) });
  }
});

test('but never later than the emergency begins, whatever the CA says', () => {
  expect(planRenewal(certificate(90), info(after(89)))).toMatchObject({ by: 'emergency', dueAt: after(75) });
  expect(planRenewal(certificate(6), info(after(1000)))).toMatchObject({ by: 'emergency', dueAt: after(5) });
});

test('what the CA said about another certificate counts for nothing', () => {
  expect(planRenewal(certificate(90), info(after(1), 'other')).by).toBe('lifetime');
});

test('a certificate is never due in its first half unless its CA says so, whatever its lifetime and jitter', () => {
  const fingerprint = fc.integer({ min: 0, max: 0xffffffff }).map((n) => n.toString(16).padStart(8, '0'));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fingerprint, (days, print) => {
      const plan = planRenewal(certificate(days, print), null);
      expect(plan.dueAt.getTime()).toBeGreaterThan(after(days / 2).getTime());
      expect(plan.dueAt < plan.emergencyAt).toBe(true);
    }),
  );
});

test('a fingerprint always gives the same jitter, below one', () => {
  expect(jitterOf('ffffffffaa')).toBeLessThan(1);
  expect(jitterOf('00000000aa')).toBe(0);
  expect(jitterOf('80000000aa')).toBe(0.5);
});

test('a CA that asks for a week of patience gets no more than half of what is left of the certificate in use', () => {
  const inUse = { notAfter: after(6) };
  expect(withinLifetime(after(11), inUse, after(4))).toEqual(after(5));
  expect(withinLifetime(after(4.1), inUse, after(4))).toEqual(after(4.1));
  // A quarter of it is less than is worth asking: an hour it is at least.
  expect(withinLifetime(after(11), inUse, after(6 - 1 / 24))).toEqual(after(6));
  expect(withinLifetime(after(68), { notAfter: after(90) }, after(60))).toEqual(after(68));
  for (const none of [null, { notAfter: after(1) }])
    expect(withinLifetime(after(11), none, after(4))).toEqual(after(11));
  expect(withinLifetime(null, inUse, after(4))).toBeNull();
});
