/** Asks each server of the zone itself, by each of its addresses. */
import { randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lookup, ServerView, Zone } from '../../health/facts/dns';
import type { Delegation } from '../../health/facts/registrar';
import { ask, serverAddressOf, type Question, type Reply, type ServerAddress } from './client';
import { ADDRESS_TYPES, lookupOf } from './lookup';
import { namesIn, recordsOf } from './records';
import { reachableOf, type Asker } from './resolver';

/** A secondary fetches what has just been changed within this, where it is told of changes. */
const TRANSFER_MS = 2_000;

export interface Authoritative {
  readonly name: string;
  readonly server: ServerAddress;
}

/** @throws Error where nobody is delegated to */
export async function lookForZone(asker: Asker, delegation: Delegation, hosts: readonly string[]): Promise<Zone> {
  const { zone, nameServers } = delegation;
  if (zone === null) throw new Error(`nobody speaks for ${delegation.domain}`);
  const all = nameServers.flatMap(({ name, addresses }) => addresses.map((address) => ({ name, address })));
  const look = (): Promise<readonly ServerView[]> =>
    Promise.all(all.map((one) => lookAtServer(asker, one, zone, hosts)));
  const lookAgain = async (one: ServerView): Promise<ServerView> =>
    one.state === 'silent' ? lookAtServer(asker, one, zone, hosts) : one;
  let servers = withDoubt(await look());
  if (!doAgree(servers)) {
    await sleep(TRANSFER_MS, undefined, { signal: asker.signal });
    servers = withDoubt(await look());
  }
  // A busy network loses more than one question; a server that is down stays so.
  servers = await Promise.all(servers.map(lookAgain));
  const [first] = speakingOf(asker, servers);
  const missing = hosts.filter((host) => servers.every((server) => !hasAddress(server, host)));
  const [wildcard, ...doubled] = first
    ? await Promise.all(
        [`doctor-${randomBytes(6).toString('hex')}.${zone}`, ...missing.map((host) => `${host}.${zone}`)].map(
          async (name) => lookupOf(name, 'A', await askServer(asker, first.server, { name, type: 'A' })),
        ),
      )
    : [];
  const isWild = (wildcard?.addresses.length ?? 0) > 0;
  return {
    name: zone,
    servers,
    wildcard: wildcard?.addresses ?? [],
    doubled: isWild ? [] : doubled.filter(({ addresses }) => addresses.length > 0).map(({ host }) => host),
  };
}

const askServer = ({ signal }: Asker, server: ServerAddress, question: Question): Promise<Reply> =>
  ask(server, question, { signal });

export function speakingOf({ nameServerPort }: Asker, servers: readonly ServerView[]): readonly Authoritative[] {
  return servers
    .filter(({ state }) => state === 'speaks')
    .map(({ name, address }) => ({ name, server: serverAddressOf(address, nameServerPort) }));
}

async function lookAtServer(
  asker: Asker,
  { name, address }: { readonly name: string; readonly address: string },
  zone: string,
  hosts: readonly string[],
): Promise<ServerView> {
  const unseen = { tcpFailure: null, serial: null, nameServers: [], lookups: [], outcome: '' };
  const [server] = await reachableOf(asker, [address]);
  if (!server) return { name, address, state: 'unreachable', ...unseen };
  const reply = await askServer(asker, server, { name: zone, type: 'SOA' });
  if (reply.failure !== null) return { name, address, state: reply.failure, ...unseen };
  const soa = recordsOf(reply.answers, 'SOA').find((record) => record.name === zone);
  if (!soa || !reply.isAuthoritative) {
    const outcome = reply.rcode === 'NOERROR' ? 'no authoritative answer' : reply.rcode;
    return { name, address, state: 'lame', ...unseen, outcome };
  }
  const [overTcp, listed, ...lookups] = await Promise.all([
    ask(server, { name: zone, type: 'SOA' }, { signal: asker.signal, overTcp: true }),
    askServer(asker, server, { name: zone, type: 'NS' }),
    ...hosts.flatMap((host) =>
      ADDRESS_TYPES.map(async (type): Promise<Lookup> =>
        lookupOf(host, type, await askServer(asker, server, { name: host, type })),
      ),
    ),
  ]);
  return {
    ...{ name, address, state: 'speaks', outcome: reply.rcode, tcpFailure: overTcp.failure, lookups },
    serial: soa.data.serial ?? null,
    nameServers: listed.failure === null ? namesIn(recordsOf(listed.answers, 'NS')) : [],
  };
}

const hasAddress = ({ lookups }: ServerView, name: string): boolean =>
  lookups.some(({ host, addresses, alias }) => host === name && (addresses.length > 0 || alias !== null));

const doAgree = (servers: readonly ServerView[]): boolean =>
  new Set(servers.filter(({ state }) => state === 'speaks').map(({ serial, lookups }) => saidBy(serial, lookups)))
    .size <= 1;

const saidBy = (serial: number | null, lookups: readonly Lookup[]): string =>
  JSON.stringify([serial, lookups.map(({ host, type, outcome, addresses }) => [host, type, outcome, addresses])]);

/** Where nobody answers over IPv6, and somebody over IPv4, it is as likely the way from here: nothing is said of them. */
function withDoubt(servers: readonly ServerView[]): readonly ServerView[] {
  const answers = servers.filter(({ state }) => state === 'speaks' || state === 'lame');
  const isDoubted = answers.length > 0 && !answers.some(({ address }) => isIPv6(address));
  return servers.map((one) => (isDoubted && isIPv6(one.address) ? { ...one, state: 'unreachable' as const } : one));
}
