/** Where certificates come from. The manager decides when; a source knows whether and how. */
import type { CertificateSourceName } from '../config/env';
import { namesNotCovered, type Bundle } from './bundle';
import type { KeyAndCertificate } from './issue';
import { jitterOf, needsRenewal } from './renewal';

export interface Need {
  /** For the log: why a new certificate is needed. */
  readonly reason: string;
  /** Time is running out for the one in use, or there is none. */
  readonly urgent: boolean;
}

export interface Obtained {
  readonly origin: string;
  readonly pair: KeyAndCertificate;
}

export interface ObtainOptions {
  readonly signal: AbortSignal;
  /** Throws when another process took over; asked before what can't be undone. */
  readonly assertSole: () => Promise<void>;
}

export interface CertificateSource {
  readonly name: CertificateSourceName;
  /** True: it needs nobody else, so the process is not ready, and fails to start, without a certificate. */
  readonly immediate: boolean;
  readonly checkEveryMs: number;
  /** @returns null while the bundle in use is right */
  needsNew(inUse: Bundle | null, now: Date): Promise<Need | null>;
  obtain(options: ObtainOptions): Promise<Obtained>;
}

/** A failure with a sentence for the owner, and the time before which it is no use to try again. */
export class SourceError extends Error {
  override name = 'SourceError';

  constructor(
    message: string,
    readonly options: { readonly cause?: unknown; readonly notBefore?: Date } = {},
  ) {
    super(message, { cause: options.cause });
  }
}

/** What every source but `files` asks of the bundle in use. */
export function needOf(
  inUse: Bundle | null,
  wanted: { readonly origin: string; readonly names: readonly string[]; readonly now: Date },
): Need | null {
  if (!inUse) return { reason: 'there is none yet', urgent: true };
  if (inUse.origin !== wanted.origin) {
    return { reason: `the one in use comes from ${inUse.origin}, not from ${wanted.origin}`, urgent: true };
  }
  const missing = namesNotCovered(inUse, wanted.names);
  if (missing.length > 0) return { reason: `the one in use lacks ${missing.join(', ')}`, urgent: true };
  const verdict = needsRenewal(inUse.notBefore, inUse.notAfter, wanted.now, jitterOf(inUse.fingerprint));
  if (!verdict.due) return null;
  return { reason: `the one in use ends on ${inUse.notAfter.toISOString()}`, urgent: verdict.emergency };
}
