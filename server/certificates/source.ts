/** Where certificates come from. The manager decides when; a source knows whether and how. */
import type { CertificateSourceName } from '../config/env';
import type { AcmeDirectory } from './attempts';
import { namesNotCovered, type Bundle } from './bundle';
import type { ClockComparison } from './clock-check';
import type { KeyAndCertificate } from './issue';
import { planRenewal } from './renewal';
import type { RenewalInfo } from './renewal-info';

export interface Need {
  /** For the log: why a new certificate is needed. */
  readonly reason: string;
  /** Time is running out for the one in use, or there is none. */
  readonly urgent: boolean;
}

export interface Obtained {
  readonly origin: string;
  readonly pair: KeyAndCertificate;
  /** Called when the pair is in the store: what would make it again can be forgotten. */
  readonly settled?: () => Promise<void>;
}

export interface ObtainOptions {
  readonly signal: AbortSignal;
  /** Asked before what can't be undone. @throws TakenOverError */
  readonly assertSole: () => Promise<void>;
  /** Where to order; what comes from staging is never used. */
  readonly directory: AcmeDirectory;
  readonly inUse: Bundle | null;
  /** For the operator: what is going on now. */
  readonly say: (doing: string) => Promise<void>;
  /** Called before a CA is asked for anything: from here on it is an attempt, also when the process is killed. */
  readonly begin: () => Promise<void>;
}

export interface CertificateSource {
  readonly name: CertificateSourceName;
  /** True: it needs nobody else, so the process is not ready, and fails to start, without a certificate. */
  readonly immediate: boolean;
  readonly checkEveryMs: number;
  /** Where failed orders are rehearsed; null where there is no such place. */
  readonly stagingDirectoryUrl: string | null;
  /**
   * @param info what its CA says about the bundle in use
   * @returns null while that is right
   */
  needsNew(inUse: Bundle | null, now: Date, info?: RenewalInfo | null): Promise<Need | null>;
  obtain(options: ObtainOptions): Promise<Obtained>;
  /** Asks when the bundle is to be renewed, where there is somebody to ask. Rejects only when `signal` is aborted. */
  askRenewalInfo?(inUse: Bundle, previous: RenewalInfo | null, signal: AbortSignal): Promise<RenewalInfo>;
  /**
   * Whether the names lead to this machine, as far as it can see: one behind a router may never reach itself by them.
   * Rejects only when `signal` is aborted. Missing: nobody has to reach it.
   */
  isReached?(signal: AbortSignal): Promise<boolean>;
  /** How this machine's clock compares with that of whom it talked to last. */
  comparedClock?(): ClockComparison | null;
}

/** Another process has the lock now; what this one was doing is its business. */
export class TakenOverError extends Error {
  override name = 'TakenOverError';
}

/** A failure with a sentence for the owner. */
export class SourceError extends Error {
  override name = 'SourceError';

  constructor(
    message: string,
    readonly options: {
      readonly cause?: unknown;
      /** It is no use to try again before. */
      readonly notBefore?: Date;
      /** It was the order that failed, not the way to the CA. */
      readonly ordered?: boolean;
      /** There is a certificate, but it is of no use. */
      readonly issued?: boolean;
    } = {},
  ) {
    super(message, { cause: options.cause });
  }
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
