/** Pure: what about the certificate in use needs somebody's attention, a sentence each. */
import { certificatesOf, type Bundle } from './bundle';
import { clockProblem, type ClockComparison } from './clock-check';
import type { RenewalPlan } from './renewal';

export interface Situation {
  readonly now: Date;
  readonly bundle: Bundle | null;
  readonly damaged: readonly string[];
  readonly plan: RenewalPlan | null;
  readonly clock: ClockComparison | null;
}

function ofDates(bundle: Bundle, plan: RenewalPlan | null, now: Date): string | null {
  const { notBefore, notAfter } = bundle;
  // It is kept: with a clock that is behind, a new certificate is the right one all the same.
  if (now < notBefore) {
    return `by this machine's clock the certificate in use is not valid before ${notBefore.toISOString()}: is the clock right?`;
  }
  if (now > notAfter) return `the certificate in use ended on ${notAfter.toISOString()}`;
  if (plan && now >= plan.emergencyAt) {
    return `the certificate in use ends on ${notAfter.toISOString()}, and no new one could be had so far`;
  }
  return null;
}

/** Served all the same: some browsers know another way to a root. The root itself they don't look at. */
function ofIntermediates(bundle: Bundle, now: Date): string[] {
  const [, ...above] = certificatesOf(bundle.chain);
  return above
    .filter(({ subject, issuer }) => subject !== issuer)
    .flatMap(({ subject, validFrom, validTo }) => {
      const name = subject.replaceAll('\n', ', ');
      const isOver = now > new Date(validTo);
      if (!isOver && now >= new Date(validFrom)) return [];
      const when = isOver
        ? `ended on ${new Date(validTo).toISOString()}`
        : `is not valid before ${new Date(validFrom).toISOString()}`;
      return [`an intermediate of the certificate in use (${name}) ${when}: many can not connect`];
    });
}

export function problemsOf({ now, bundle, damaged, plan, clock }: Situation): string[] {
  const instead = bundle ? 'an earlier one is used' : 'there is no other';
  return [
    ...damaged.map((reason) => `a stored certificate can not be used, ${instead}: ${reason}`),
    bundle && ofDates(bundle, plan, now),
    ...(bundle ? ofIntermediates(bundle, now) : []),
    clockProblem(clock),
  ].filter((problem) => problem !== null);
}
