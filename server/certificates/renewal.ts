/** Pure: when a certificate must be replaced. In fractions of its lifetime, so that 90, 64, 45 and 6 days all work. */

/** certmagic's and Let's Encrypt's advice: the last third is for renewing. */
const RENEW_AT = 2 / 3;
/** Certificates of the same hour don't all renew in the same second; a fiftieth of 90 days is 43 hours. */
const JITTER = 1 / 50;
/** Below a sixth of the lifetime something has been failing for long: louder, and more often. */
const EMERGENCY_AT = 5 / 6;

export interface RenewalVerdict {
  readonly due: boolean;
  /** Time is running out: an owner should hear of it. */
  readonly emergency: boolean;
  readonly dueAt: Date;
}

/** @param jitter from 0 up to 1, fixed for one certificate, so that the answer doesn't waver */
export function needsRenewal(notBefore: Date, notAfter: Date, now: Date, jitter: number): RenewalVerdict {
  const startMs = notBefore.getTime();
  const lifetimeMs = notAfter.getTime() - startMs;
  const dueAt = new Date(startMs + lifetimeMs * (RENEW_AT - JITTER * jitter));
  return {
    due: now >= dueAt,
    emergency: now.getTime() >= startMs + lifetimeMs * EMERGENCY_AT,
    dueAt,
  };
}

/** A number from 0 up to 1 that belongs to the certificate. */
export function jitterOf(fingerprint: string): number {
  return Number.parseInt(fingerprint.slice(0, 8), 16) / 2 ** 32;
}
