/** CERTIFICATES=files: the owner's key and chain, checked and copied into the store, looked at every few seconds. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { hostsOf } from '../hosts';
import { errorCode, isMissing } from '../process/error-code';
import type { Logger } from '../process/logger';
import { belongTogether, BundleError, formatBundle, namesNotCovered, readBundle, type Bundle } from './bundle';
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

  /** Of the two that don't belong together, which one was not replaced. */
  function mismatch(key: string, chain: string, inUse: Bundle | null): string {
    if (inUse && belongTogether(key, inUse.chain)) {
      return `${keyFile} does not match ${chainFile}: it is still the key of the certificate in use. Put the new one's key there`;
    }
    if (inUse && belongTogether(inUse.key, chain)) {
      return `${chainFile} does not match ${keyFile}: it still holds the certificate in use. Put the one of the new key there`;
    }
    return `${keyFile} and ${chainFile} can not be used: the private key belongs to another certificate`;
  }

  /** @throws SourceError with what the owner has to do */
  async function load(inUse: Bundle | null): Promise<Bundle> {
    const [key, chain] = await Promise.all([readOrSay(keyFile), readOrSay(chainFile)]);
    try {
      return await readBundle(formatBundle(ORIGIN, { key, chain }));
    } catch (error) {
      if (!(error instanceof BundleError)) throw error;
      if (error.part === null) throw new SourceError(mismatch(key, chain, inUse), { cause: error });
      const file = error.part === 'key' ? keyFile : chainFile;
      throw new SourceError(`${file} can not be used: ${error.message}`, { cause: error });
    }
  }

  async function readOrSay(file: string): Promise<string> {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if (!isMissing(error)) throw new SourceError(`${file} can not be read (${errorCode(error)})`, { cause: error });
      throw new SourceError(`CERTIFICATES=files needs the private key in ${keyFile} and the chain in ${chainFile}`);
    }
  }

  return {
    name: 'files',
    immediate: true,
    stagingDirectoryUrl: null,
    checkEveryMs: CHECK_EVERY_MS,
    async needsNew(inUse) {
      const given = await load(inUse);
      // With its intermediates, which may be replaced alone.
      const same = inUse?.origin === ORIGIN && inUse.chain === given.chain;
      return same ? null : { reason: 'the files hold another certificate than the one in use', urgent: true };
    },
    async obtain({ inUse }) {
      const given = await load(inUse);
      const missing = namesNotCovered(given, names);
      if (missing.length > 0) options.logger.error({ missing }, 'the certificate in the files lacks names of the shop');
      return { origin: ORIGIN, pair: given };
    },
  };
}
