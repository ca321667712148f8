/** Names proven by TXT records below `_acme-challenge.` (RFC 8555, 8.4), in the shop's hosted zone at Route 53. */
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { messageOf } from '../process/thrown';
import type { ChallengeAnswer, ChallengeSolver, Reach } from './challenge-solver';
import { readDnsCredentials } from './dns-credentials';
import { addressesOf, delegatedTo, waitUntilServed, type DnsOptions, type NameServer } from './name-servers';
import { createRoute53, type HostedZone, type TxtRecord } from './route53';
import { SourceError } from './source-error';

/** The world, as it is outside of tests. */
export const THE_WORLD: Dns01Places = { resolver: null, port: 53, route53: null };

export interface Dns01Places extends DnsOptions {
  /** Where Route 53 is asked; null: at AWS. */
  readonly route53: string | null;
}

export interface Dns01Options {
  readonly names: readonly string[];
  readonly credentialsFile: string;
  readonly dns: Dns01Places;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** As for a CA that asks (challenge-check.ts). */
const SLOW_DNS_MS = 2_000;
/** A process that is stopped has ten seconds. */
const REMOVAL_DEADLINE_MS = 8_000;

const challengeName = (name: string): string => `_acme-challenge.${name}`;
const recordOf = ({ name, keyAuthorization }: ChallengeAnswer): TxtRecord => ({
  name: challengeName(name),
  value: keyAuthorization,
});

export function createDns01({ names, credentialsFile, dns, clock, logger }: Dns01Options): ChallengeSolver {
  const route53 = createRoute53(dns.route53, () => readDnsCredentials(credentialsFile, clock));

  async function addressesToAsk({ name, nameServers }: HostedZone): Promise<readonly NameServer[]> {
    try {
      return await addressesOf(nameServers, dns);
    } catch (error) {
      throw new SourceError(`the addresses of the name servers of ${name} could not be had: ${messageOf(error)}`);
    }
  }

  /** Of a zone that the world isn't sent to no CA sees the records. What a resolver remembers may be of yesterday. */
  async function lookAtDelegation(zone: HostedZone): Promise<boolean> {
    const servers = await delegatedTo(zone.name, dns);
    if (servers.length > 0 && servers.every((server) => zone.nameServers.includes(server))) return true;
    const delegation = { zone: zone.name, delegatedTo: servers, hostedZone: zone.id, nameServers: zone.nameServers };
    logger.warn(delegation, 'the world is not sent to the hosted zone, as far as this machine sees');
    return false;
  }

  async function lookForNames(signal: AbortSignal): Promise<Reach> {
    const zone = await route53.hostedZone(signal);
    const startedAt = performance.now();
    const reached = await lookAtDelegation(zone);
    return { reached, slowDns: performance.now() - startedAt > SLOW_DNS_MS };
  }

  return {
    type: 'dns-01',
    // What is missing is an attempt's failure, with its reason: nothing of it comes within seconds.
    prepare: () => Promise.resolve(),
    async removeLeftOvers(signal) {
      const removed = await route53.removeTxt(names.map(challengeName), signal);
      if (removed.length > 0) logger.info({ removed }, 'removed the records of an order that was cut short');
    },
    async present(answers, signal) {
      const zone = await route53.hostedZone(signal);
      await lookAtDelegation(zone).catch((error: unknown) => {
        logger.warn(
          { zone: zone.name, reason: messageOf(error) },
          'where the world is sent for the zone could not be asked',
        );
      });
      const records = answers.map(recordOf);
      await route53.putTxt(records, signal);
      const servers = await addressesToAsk(zone);
      logger.info({ servers }, 'waiting until every name server shows the records of the proof');
      await waitUntilServed({ servers, records, port: dns.port, logger, signal });
    },
    async remove(answers) {
      try {
        const removed = answers.map(({ name }) => challengeName(name));
        await route53.removeTxt(removed, AbortSignal.timeout(REMOVAL_DEADLINE_MS));
      } catch (error) {
        logger.warn({ reason: messageOf(error) }, 'the records of a proof stay until the next order');
      }
    },
    async lookForNames(signal) {
      try {
        return await lookForNames(signal);
      } catch {
        signal.throwIfAborted();
        return { reached: null, slowDns: false };
      }
    },
  };
}
