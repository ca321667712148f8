/** CERTIFICATES=acme: one certificate for every name of the shop, ordered from an ACME CA such as Let's Encrypt. */
import type * as acme from 'acme-client';
import { hostsOf } from '../hosts';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { createAcmeAccount } from './acme-account';
import { orderCertificate } from './acme-order';
import { AcmeProblem, withAcmeTransport } from './acme-transport';
import { waitUntilChallengesAreAnswered } from './challenge-check';
import type { KeyAndCertificate } from './issue';
import { needOf, type CertificateSource } from './source';
import type { CertificateStore } from './store';

const HOUR_MS = 60 * 60 * 1000;

export function acmeOrigin(directoryUrl: string): string {
  return `acme ${directoryUrl}`;
}

export function createAcmeSource(options: {
  readonly store: CertificateStore;
  readonly domain: string;
  /** Where the edge answers http-01 challenges on this machine. */
  readonly httpPort: number;
  readonly directoryUrl: string;
  readonly email: string | null;
  readonly caFile: string | null;
  readonly clock: Clock;
  readonly logger: Logger;
}): CertificateSource {
  const { store, domain, httpPort, directoryUrl, email, caFile, clock, logger } = options;
  const origin = acmeOrigin(directoryUrl);
  const names = hostsOf(domain).all.map((host) => host.name);
  const account = createAcmeAccount({ accountsDirectory: store.paths.acme, directoryUrl, email });

  return {
    name: 'acme',
    immediate: false,
    checkEveryMs: HOUR_MS,

    needsNew: (inUse, now) => Promise.resolve(needOf(inUse, { origin, names, now })),

    obtain: ({ signal, assertSole }) =>
      withAcmeTransport({ caFile, clock, signal }, async (transport) => {
        await store.removeChallenges();
        const order = (client: acme.Client): Promise<KeyAndCertificate> =>
          orderCertificate({ client, transport, names, challenges: store, signal, assertSole });
        try {
          const client = await account.client();
          await waitUntilChallengesAreAnswered({ challenges: store, httpPort, host: domain, logger, signal });
          logger.info({ directoryUrl, names }, 'ordering a certificate');
          return { origin, pair: await order(client) };
        } catch (error) {
          if (!(error instanceof AcmeProblem) || error.type !== 'accountDoesNotExist') throw error;
          logger.warn({ directoryUrl }, 'the CA does not know the stored account: registering it again');
          await account.forget();
          return { origin, pair: await order(await account.client()) };
        }
      }),
  };
}
