/** CERTIFICATES=acme: one certificate for every name of the shop, ordered from an ACME CA such as Let's Encrypt. */
import path from 'node:path';
import type * as acme from 'acme-client';
import { evidenceOf, inWords } from '../health/fault';
import { CLOCK_OFF } from '../health/faults/host';
import { hostsOf } from '../hosts';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { createAcmeAccount, type AcmeAccount } from './acme-account';
import { acmeOrigin, isFrom } from './acme-directory';
import { orderCertificate } from './acme-order';
import { assertProfileOffered } from './acme-profiles';
import { AcmeProblem, withAcmeTransport, type AcmeTransport } from './acme-transport';
import type { Bundle } from './bundle';
import type { ChallengeSolver } from './challenge-solver';
import { createClockCheck } from './clock-check';
import type { KeyAndCertificate } from './issue';
import { createPendingOrders, type PendingOrders } from './pending-order';
import { needOf } from './renewal';
import { askRenewalInfo, certificateIdOf, renewalInfoUrl } from './renewal-info';
import { TakenOverError, type AccountReplaced, type CertificateSource, type ObtainOptions } from './source';
import { SourceError } from './source-error';

const HOUR_MS = 60 * 60 * 1000;

interface Side {
  readonly directoryUrl: string;
  readonly account: AcmeAccount;
  readonly pending: PendingOrders;
}

export interface AcmeSourceOptions {
  readonly accountsDirectory: string;
  readonly domain: string;
  readonly solver: ChallengeSolver;
  /** Which of the directory's kinds of certificate; null: the directory's choice. */
  readonly profile: string | null;
  readonly directoryUrl: string;
  readonly stagingDirectoryUrl: string | null;
  readonly email: string | null;
  readonly caFile: string | null;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly logger: Logger;
}

/** The manager must know whether it was the order that failed: then it is rehearsed before it is tried again. */
function asFailure(error: unknown, ordered: boolean): unknown {
  if (!(error instanceof Error) || error instanceof TakenOverError) return error;
  const options = error instanceof SourceError ? error.options : {};
  return new SourceError(error.message, { ...options, cause: error, ordered });
}

/** RFC 9773, 5: only a CA that offers renewal information knows what to do with it, and only for its own. */
async function predecessorOf(
  inUse: Bundle | null,
  transport: AcmeTransport,
  directoryUrl: string,
): Promise<string | null> {
  if (!inUse || !isFrom(inUse.origin, directoryUrl)) return null;
  return (await renewalInfoUrl(transport, directoryUrl)) === null ? null : certificateIdOf(inUse.chain);
}

export function createAcmeSource(options: AcmeSourceOptions): CertificateSource {
  const { accountsDirectory, domain, solver, profile, directoryUrl, stagingDirectoryUrl } = options;
  const { email, caFile, clock, random, logger } = options;
  const origin = acmeOrigin(directoryUrl, profile);
  const names = hostsOf(domain).all.map((host) => host.name);
  const clockCheck = createClockCheck(clock);
  let accountReplaced: AccountReplaced | null = null;

  function createSide(url: string): Side {
    const onReplaced = (reason: string): void => void (accountReplaced = { at: clock.now(), reason });
    const shared = { accountsDirectory, email, logger, onReplaced };
    const account = createAcmeAccount({ ...shared, directoryUrl: url });
    const pending = createPendingOrders(path.join(account.directory, 'order.json'), clock);
    return { directoryUrl: url, account, pending };
  }

  const production = createSide(directoryUrl);
  const staging = stagingDirectoryUrl === null ? null : createSide(stagingDirectoryUrl);

  /** By a clock that is far off every certificate would be due, again and again; the CA's first answer tells. */
  async function assertDirectory(url: string, transport: AcmeTransport): Promise<void> {
    const before = clockCheck.latest();
    const { body } = await transport.getJson(url);
    const latest = clockCheck.latest();
    // One of before says nothing about a clock that may have been set since.
    const clocks = latest && latest !== before ? [latest] : [];
    const off = evidenceOf(CLOCK_OFF, { now: clock.now(), clocks });
    if (off?.isFar) throw new SourceError(`nothing is ordered. ${inWords(CLOCK_OFF.expert, off)}`);
    assertProfileOffered(profile, url, body);
  }

  async function orderAt(side: Side, transport: AcmeTransport, obtaining: ObtainOptions): Promise<KeyAndCertificate> {
    const { account, pending } = side;
    let ordered = false;
    const onOrdered = (): void => void (ordered = true);
    try {
      await assertDirectory(side.directoryUrl, transport);
      await solver.removeLeftOvers(obtaining.signal);
      const replaces = side === production ? await predecessorOf(obtaining.inUse, transport, directoryUrl) : null;
      const order = (client: acme.Client): Promise<KeyAndCertificate> => {
        const { signal, assertSole } = obtaining;
        const shared = { transport, names, replaces, profile, solver, pending, clock, logger, signal };
        return orderCertificate({ ...shared, client, assertSole, onOrdered });
      };
      const client = await account.client();
      try {
        return await order(client);
      } catch (error) {
        if (!(error instanceof AcmeProblem) || !(await account.isLost(client, error))) throw error;
        return await order(await account.client());
      }
    } catch (error) {
      throw asFailure(error, ordered);
    }
  }

  return {
    name: 'acme',
    immediate: false,
    checkEveryMs: HOUR_MS,
    stagingDirectoryUrl,

    needsNew: (inUse, now, info) => Promise.resolve(needOf(inUse, { origin, names, now, info: info ?? null })),

    async obtain(obtaining) {
      const { signal, say, begin } = obtaining;
      const side = (obtaining.directory === 'staging' ? staging : null) ?? production;
      await solver.prepare({ say, signal });
      await begin();
      logger.info(
        { directoryUrl: side.directoryUrl, names, challenge: solver.type, profile },
        'ordering a certificate',
      );
      const pair = await withAcmeTransport({ caFile, clock, clockCheck, signal }, (transport) =>
        orderAt(side, transport, obtaining),
      );
      return { origin: acmeOrigin(side.directoryUrl, profile), pair, settled: () => side.pending.clear() };
    },

    askRenewalInfo: (bundle, previous, signal) =>
      withAcmeTransport({ caFile, clock, clockCheck, signal }, (transport) =>
        askRenewalInfo({ transport, directoryUrl, bundle, previous, clock, random }),
      ),

    lookForNames: (signal) => solver.lookForNames(signal),

    comparedClock: () => clockCheck.latest(),
    accountReplaced: () => accountReplaced,
  };
}
