/**
 * CERTIFICATES=files: the owner's own key and chain, put into DATA_DIR/certificates/files. They are checked, copied into
 * the store, and looked at again every few seconds, so that a replaced file is served without a restart.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { hostsOf } from '../hosts';
import { isMissing } from '../process/error-code';
import type { Logger } from '../process/logger';
import { BundleError, formatBundle, namesNotCovered, parseBundle, type Bundle } from './bundle';
import { certificatePaths } from './paths';
import type { CertificateSource } from './source';
import { SourceError } from './source-error';

const ORIGIN = 'files';
const CHECK_EVERY_MS = 10_000;

export function createFilesSource(options: {
  readonly dataDir: string;
  readonly domain: string;
  readonly logger: Logger;
}): CertificateSource {
  const directory = certificatePaths(options.dataDir).files;
  const keyFile = path.join(directory, 'key.pem');
  const chainFile = path.join(directory, 'chain.pem');
  const names = hostsOf(options.domain).all.map((host) => host.name);

  /** @throws SourceError with what the owner has to do */
  async function load(): Promise<Bundle> {
    try {
      const [key, chain] = await Promise.all([readFile(keyFile, 'utf8'), readFile(chainFile, 'utf8')]);
      return parseBundle(formatBundle(ORIGIN, { key, chain }));
    } catch (error) {
      if (isMissing(error)) {
        throw new SourceError(`CERTIFICATES=files needs the private key in ${keyFile} and the chain in ${chainFile}`);
      }
      if (error instanceof BundleError) {
        throw new SourceError(`${keyFile} and ${chainFile} can not be used: ${error.message}`, { cause: error });
      }
      throw error;
    }
  }

  return {
    name: 'files',
    immediate: true,
    stagingDirectoryUrl: null,
    checkEveryMs: CHECK_EVERY_MS,
    async needsNew(inUse) {
      const given = await load();
      const same = inUse?.origin === ORIGIN && inUse.fingerprint === given.fingerprint;
      return same ? null : { reason: 'the files hold another certificate than the one in use', urgent: true };
    },
    async obtain() {
      const given = await load();
      const missing = namesNotCovered(given, names);
      if (missing.length > 0) options.logger.error({ missing }, 'the certificate in the files lacks names of the shop');
      return { origin: ORIGIN, pair: given };
    },
  };
}
