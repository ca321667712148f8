/** Puts a certificate that was obtained in the store, if it is of use. */
import type { Logger } from '../process/logger';
import { BundleError, formatBundle, readBundle } from './bundle';
import type { CertificateSource, Obtained } from './source';
import { SourceError } from './source-error';
import type { CertificateStore } from './store';

interface Flaw {
  readonly reason: string;
  readonly canBeServed: boolean;
}

async function flawOf({ origin, pair }: Obtained, source: Installing['source'], now: Date): Promise<Flaw | null> {
  try {
    const need = await source.needsNew(await readBundle(formatBundle(origin, pair)), now, null);
    return need && { reason: need.reason, canBeServed: true };
  } catch (error) {
    if (error instanceof BundleError) return { reason: error.message, canBeServed: false };
    throw error;
  }
}

export interface Installing {
  readonly source: Pick<CertificateSource, 'needsNew'>;
  readonly store: Pick<CertificateStore, 'load' | 'install'>;
  readonly now: Date;
  readonly logger: Logger;
}

/** @throws SourceError for one with a flaw, which is stored all the same if it is better than what there is */
export async function install(obtained: Obtained, { source, store, now, logger }: Installing): Promise<void> {
  const { origin, pair, settled } = obtained;
  const flaw = await flawOf(obtained, source, now);
  const previous = (await store.load(now))?.bundle;
  // One with a flaw is still better than none, and than one that has expired.
  if (!flaw || (flaw.canBeServed && (!previous || previous.notAfter <= now))) {
    const { names, notBefore, notAfter, fingerprint, issuer } = await store.install(origin, pair, now);
    logger.info({ origin, names, notBefore, notAfter, fingerprint, issuer }, 'certificate stored');
  }
  await settled?.();
  // A CA that hands out what has to be replaced at once must not be asked again at once.
  if (flaw) throw new SourceError(`the new certificate is of no use: ${flaw.reason}`, { ordered: true, issued: true });
}
