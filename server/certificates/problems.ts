/** What about the certificate in use needs somebody's attention, a sentence each. */
import type { Intermediate } from '../health/facts/certificate';
import {
  CERTIFICATE_DAMAGED,
  CERTIFICATE_ENDED,
  CERTIFICATE_NOT_YET_VALID,
  INTERMEDIATE_NOT_VALID,
  RENEWAL_OVERDUE,
} from '../health/faults/certificate';
import { CLOCK_OFF } from '../health/faults/host';
import { sentencesOf } from '../health/judge';
import { certificatesOf, type Bundle } from './bundle';
import type { ClockComparison } from './clock-check';
import type { RenewalPlan } from './renewal';
import { inUseOf } from './status';

export interface Situation {
  readonly now: Date;
  readonly bundle: Bundle | null;
  readonly damaged: readonly string[];
  readonly plan: RenewalPlan | null;
  readonly clock: ClockComparison | null;
}

const TOLD = [
  ...[CERTIFICATE_DAMAGED, CERTIFICATE_NOT_YET_VALID, CERTIFICATE_ENDED, RENEWAL_OVERDUE],
  ...[INTERMEDIATE_NOT_VALID, CLOCK_OFF],
];

/** Without the root, which browsers have a copy of. */
export function intermediatesOf({ chain }: Pick<Bundle, 'chain'>): Intermediate[] {
  const [, ...above] = certificatesOf(chain);
  return above
    .filter(({ subject, issuer }) => subject !== issuer)
    .map(({ subject, validFrom, validTo }) => ({
      name: subject.replaceAll('\n', ', '),
      notBefore: new Date(validFrom),
      notAfter: new Date(validTo),
    }));
}

export function problemsOf({ now, bundle, damaged, plan, clock }: Situation): string[] {
  const facts = {
    now,
    certificateInUse: inUseOf(bundle, plan),
    intermediates: bundle ? intermediatesOf(bundle) : [],
    damagedBundles: damaged,
    clocks: clock ? [clock] : [],
  };
  return sentencesOf(facts, TOLD);
}
