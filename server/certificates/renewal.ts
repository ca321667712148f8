/** Pure: whether and when a certificate must be replaced: as its CA says (ARI), else in fractions of its lifetime. */
import { namesNotCovered, type Bundle } from './bundle';
import type { RenewalInfo } from './renewal-info';

/** certmagic's and Let's Encrypt's advice: the last third is for renewing. */
const RENEW_AT = 2 / 3;
/** Certificates of the same hour don't all renew in the same second; a fiftieth of 90 days is 43 hours. */
const JITTER = 1 / 50;
/** Below a sixth of the lifetime something has been failing for long: louder, more often, and whatever the CA says. */
const EMERGENCY_AT = 5 / 6;

export interface RenewalPlan {
  /** `renewal-info`: the CA asked for this time. `emergency`: the CA asked for a later one than is safe. */
  readonly by: 'lifetime' | 'renewal-info' | 'emergency';
  readonly dueAt: Date;
  /** From here on time is running out: an owner should hear of it. */
  readonly emergencyAt: Date;
}

type Renewable = Pick<Bundle, 'notBefore' | 'notAfter' | 'fingerprint'>;

export function planRenewal(certificate: Renewable, info: RenewalInfo | null): RenewalPlan {
  const startMs = certificate.notBefore.getTime();
  const lifetimeMs = certificate.notAfter.getTime() - startMs;
  const emergencyAt = new Date(startMs + lifetimeMs * EMERGENCY_AT);
  const asked = info?.certificate === certificate.fingerprint ? info.renewAt : null;
  if (!asked) {
    const jitter = jitterOf(certificate.fingerprint);
    return { by: 'lifetime', dueAt: new Date(startMs + lifetimeMs * (RENEW_AT - JITTER * jitter)), emergencyAt };
  }
  return asked <= emergencyAt
    ? { by: 'renewal-info', dueAt: asked, emergencyAt }
    : { by: 'emergency', dueAt: emergencyAt, emergencyAt };
}

/** A number from 0 up to 1 that belongs to the certificate, so that the answer doesn't waver. */
export function jitterOf(fingerprint: string): number {
  return Number.parseInt(fingerprint.slice(0, 8), 16) / 2 ** 32;
}

const HOUR_MS = 60 * 60 * 1000;

/** A CA may ask for a week of patience; of what is left of a certificate in use, half is kept back, whatever its lifetime. */
export function withinLifetime(notBefore: Date | null, inUse: Pick<Bundle, 'notAfter'> | null, now: Date): Date | null {
  const leftMs = inUse ? inUse.notAfter.getTime() - now.getTime() : 0;
  if (notBefore === null || leftMs <= 0) return notBefore;
  return new Date(Math.min(notBefore.getTime(), now.getTime() + Math.max(leftMs / 2, HOUR_MS)));
}

export interface Need {
  readonly reason: string;
  readonly urgent: boolean;
}

interface Wanted {
  readonly origin: string;
  readonly names: readonly string[];
  readonly now: Date;
  readonly info?: RenewalInfo | null;
}

/** What every source but `files` asks of the bundle in use. */
export function needOf(inUse: Bundle | null, { origin, names, now, info = null }: Wanted): Need | null {
  if (!inUse) return { reason: 'there is none yet', urgent: true };
  if (inUse.origin !== origin) {
    return { reason: `the one in use comes from ${inUse.origin}, not from ${origin}`, urgent: true };
  }
  const missing = namesNotCovered(inUse, names);
  if (missing.length > 0) return { reason: `the one in use lacks ${missing.join(', ')}`, urgent: true };
  const plan = planRenewal(inUse, info);
  if (now < plan.dueAt) return null;
  const urgent = now >= plan.emergencyAt;
  if (plan.by !== 'renewal-info' || !info?.window) {
    return { reason: `the one in use ends on ${inUse.notAfter.toISOString()}`, urgent };
  }
  const { start, end } = info.window;
  const why = info.explanationUrl === null ? '' : `, see ${info.explanationUrl}`;
  return {
    reason: `its CA wants the one in use renewed between ${start.toISOString()} and ${end.toISOString()}${why}`,
    // A window that has ended may mean that it will be revoked.
    urgent: urgent || now >= end,
  };
}
