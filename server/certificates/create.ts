import type { Config } from '../config/env';
import { addressToAsk } from '../config/origins';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { createAcmeSource } from './acme';
import { acmeOrigin, stagingDirectoryOf } from './acme-directory';
import { createFilesSource } from './files';
import { createLocalSource } from './local';
import { createCertificateManager, type CertificateManager, type CertificateManagerOptions } from './manager';
import type { CertificateSource } from './source';
import { createCertificateStore, type CertificateStore } from './store';

export type CertificatesConfig = Pick<
  Config,
  'dataDir' | 'domain' | 'httpPort' | 'edgeAddress' | 'certificates' | 'acme'
>;

export interface CertificatesDependencies extends Pick<CertificateManagerOptions, 'sleep'> {
  readonly config: CertificatesConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  /** From 0 up to 1: draws the moment within the time that a CA suggests for a renewal. */
  readonly random?: () => number;
  readonly stagingOf?: (directoryUrl: string) => string | null;
}

function createSource(dependencies: CertificatesDependencies, store: CertificateStore): CertificateSource {
  const { config, clock, logger, random = Math.random, stagingOf = stagingDirectoryOf } = dependencies;
  const { dataDir, domain, httpPort, acme } = config;
  const edgeAddress = addressToAsk(config.edgeAddress);
  switch (config.certificates) {
    case 'local':
      return createLocalSource({ dataDir, domain, clock });
    case 'files':
      return createFilesSource({ dataDir, domain, logger });
    case 'acme': {
      const stagingDirectoryUrl = stagingOf(acme.directoryUrl);
      const edge = { httpPort, edgeAddress };
      return createAcmeSource({ store, domain, ...edge, ...acme, stagingDirectoryUrl, clock, random, logger });
    }
  }
}

export function createCertificates(dependencies: CertificatesDependencies): CertificateManager {
  const { config, clock, logger, sleep } = dependencies;
  const store = createCertificateStore(config.dataDir);
  const about = config.certificates === 'acme' ? acmeOrigin(config.acme.directoryUrl) : config.certificates;
  const source = createSource(dependencies, store);
  return createCertificateManager({ source, store, about, clock, logger, ...(sleep ? { sleep } : {}) });
}
