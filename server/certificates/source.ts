/** Where certificates come from. The manager decides when; a source knows whether and how. */
import type { CertificateSourceName } from '../config/env';
import type { AcmeDirectory } from './attempts';
import type { Bundle } from './bundle';
import type { Reach } from './challenge-solver';
import type { ClockComparison } from './clock-check';
import type { KeyAndCertificate } from './issue';
import type { Need } from './renewal';
import type { RenewalInfo } from './renewal-info';

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
  readonly say: (doing: string) => Promise<void>;
  /** Called before a CA is asked for anything: from here on it is an attempt, also when the process is killed. */
  readonly begin: () => Promise<void>;
}

export interface CertificateSource {
  readonly name: CertificateSourceName;
  /** True: it needs nobody else, so the process is not ready, and fails to start, without a certificate. */
  readonly immediate: boolean;
  readonly checkEveryMs: number;
  readonly stagingDirectoryUrl: string | null;
  /** @param info what its CA says about the bundle in use @returns null while that is right */
  needsNew(inUse: Bundle | null, now: Date, info?: RenewalInfo | null): Promise<Need | null>;
  obtain(options: ObtainOptions): Promise<Obtained>;
  /** Asks when the bundle is to be renewed, where there is somebody to ask. Rejects only when `signal` is aborted. */
  askRenewalInfo?(inUse: Bundle, previous: RenewalInfo | null, signal: AbortSignal): Promise<RenewalInfo>;
  /** One behind a router may never reach itself. Rejects only when `signal` is aborted. */
  lookForNames?(signal: AbortSignal): Promise<Reach>;
  comparedClock?(): ClockComparison | null;
  accountReplaced?(): AccountReplaced | null;
}

export interface AccountReplaced {
  readonly at: Date;
  readonly reason: string;
}

/** Another process has the lock now; what this one was doing is its business. */
export class TakenOverError extends Error {
  override name = 'TakenOverError';
}
