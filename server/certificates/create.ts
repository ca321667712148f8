/** The manager as the configuration asks for it. */
import type { Config } from '../config/env';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { acmeOrigin, createAcmeSource } from './acme';
import { createFilesSource } from './files';
import { createLocalSource } from './local';
import { createCertificateManager, type CertificateManager } from './manager';
import type { CertificateSource } from './source';
import { createCertificateStore, type CertificateStore } from './store';

export type CertificatesConfig = Pick<Config, 'dataDir' | 'domain' | 'httpPort' | 'certificates' | 'acme'>;

interface Dependencies {
  readonly config: CertificatesConfig;
  readonly clock: Clock;
  readonly logger: Logger;
}

function createSource({ config, clock, logger }: Dependencies, store: CertificateStore): CertificateSource {
  const { dataDir, domain, httpPort } = config;
  switch (config.certificates) {
    case 'local':
      return createLocalSource({ dataDir, domain, clock });
    case 'files':
      return createFilesSource({ dataDir, domain, logger });
    case 'acme':
      return createAcmeSource({ store, domain, httpPort, ...config.acme, clock, logger });
  }
}

export function createCertificates(dependencies: Dependencies): CertificateManager {
  const { config, clock, logger } = dependencies;
  const store = createCertificateStore(config.dataDir);
  const about = config.certificates === 'acme' ? acmeOrigin(config.acme.directoryUrl) : config.certificates;
  return createCertificateManager({ source: createSource(dependencies, store), store, about, clock, logger });
}
