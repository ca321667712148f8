import type { Config } from '../config/env';
import { addressToAsk } from '../config/origins';
import { hostsOf } from '../hosts';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { createAcmeSource } from './acme';
import { acmeOrigin, stagingDirectoryOf } from './acme-directory';
import type { ChallengeSolver } from './challenge-solver';
import { createDns01, THE_WORLD, type Dns01Places } from './dns-01';
import { createFilesSource } from './files';
import { createHttp01 } from './http-01';
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
  readonly dns?: Dns01Places;
}

function createSolver(dependencies: CertificatesDependencies, store: CertificateStore): ChallengeSolver {
  const { config, clock, logger, dns = THE_WORLD } = dependencies;
  const { challenge, dnsCredentialsFile: credentialsFile } = config.acme;
  const names = hostsOf(config.domain).all.map((host) => host.name);
  if (challenge === 'dns-01') return createDns01({ names, credentialsFile, dns, clock, logger });
  const edge = { httpPort: config.httpPort, edgeAddress: addressToAsk(config.edgeAddress) };
  return createHttp01({ challenges: store, names, ...edge, logger });
}

function createSource(dependencies: CertificatesDependencies, store: CertificateStore): CertificateSource {
  const { config, clock, logger, random = Math.random, stagingOf = stagingDirectoryOf } = dependencies;
  const { dataDir, domain, acme } = config;
  switch (config.certificates) {
    case 'local':
      return createLocalSource({ dataDir, domain, clock });
    case 'files':
      return createFilesSource({ dataDir, domain, logger });
    case 'acme': {
      const stagingDirectoryUrl = stagingOf(acme.directoryUrl);
      const solver = createSolver(dependencies, store);
      const from = { ...acme, accountsDirectory: store.paths.acme, stagingDirectoryUrl };
      return createAcmeSource({ domain, solver, ...from, clock, random, logger });
    }
  }
}

export function createCertificates(dependencies: CertificatesDependencies): CertificateManager {
  const { config, clock, logger, sleep } = dependencies;
  const store = createCertificateStore(config.dataDir);
  const { directoryUrl, profile } = config.acme;
  const about = config.certificates === 'acme' ? acmeOrigin(directoryUrl, profile) : config.certificates;
  const source = createSource(dependencies, store);
  return createCertificateManager({ source, store, about, clock, logger, ...(sleep ? { sleep } : {}) });
}
