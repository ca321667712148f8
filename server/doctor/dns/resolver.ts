/** What the resolvers of this machine say, to find the servers that speak for a zone. */
import { hasRoute } from '../../certificates/name-servers';
import type { Context } from '../context';
import { ask, serverAddressOf, type Message, type Question, type ServerAddress } from './client';
import { namesIn, parentOf, recordsOf } from './records';

/** They may have to ask several servers themselves. */
const RESOLVER_TIMEOUT_MS = 3_000;

export interface Asker {
  readonly resolvers: readonly string[];
  readonly signal: AbortSignal;
  /** 53 but in tests. */
  readonly nameServerPort: number;
}

export const askerOf = ({ reach }: Context, signal: AbortSignal): Asker => ({
  resolvers: reach.resolvers,
  signal,
  nameServerPort: reach.nameServerPort ?? 53,
});

export const askResolver = (
  { signal }: Asker,
  resolver: string,
  question: Question,
  options: { readonly checkingDisabled?: boolean } = {},
): ReturnType<typeof ask> =>
  ask(serverAddressOf(resolver), question, { signal, recursion: true, timeoutMs: RESOLVER_TIMEOUT_MS, ...options });

/** The first that knows. Signatures don't matter here: who to ask has to be known to see what is wrong with them. */
export async function resolve(asker: Asker, question: Question): Promise<Message> {
  let last = 'there is no resolver to ask';
  for (const resolver of asker.resolvers) {
    const reply = await askResolver(asker, resolver, question, { checkingDisabled: true });
    if (reply.failure === null && (reply.rcode === 'NOERROR' || reply.rcode === 'NXDOMAIN')) return reply;
    last = `${resolver}: ${reply.failure ?? reply.rcode}`;
  }
  throw new Error(`no resolver could tell ${question.type} of ${question.name || 'the root'} (${last})`);
}

export async function addressesOf(asker: Asker, name: string): Promise<readonly string[]> {
  const one = async (type: 'A' | 'AAAA'): Promise<readonly string[]> => {
    const { answers } = await resolve(asker, { name, type });
    return recordsOf(answers, type).map(({ data }) => data);
  };
  return (await Promise.all([one('A'), one('AAAA').catch(() => [])])).flat();
}

export interface FoundZone {
  readonly zone: string;
  readonly nameServers: readonly string[];
}

/** The zone that a name lies in, as the resolvers know it. */
export async function enclosingZone(asker: Asker, name: string): Promise<FoundZone> {
  for (let zone = name; ; zone = parentOf(zone)) {
    const { answers } = await resolve(asker, { name: zone, type: 'NS' });
    const nameServers = namesIn(recordsOf(answers, 'NS').filter((record) => record.name === zone));
    if (nameServers.length > 0) return { zone, nameServers };
    if (zone === '') throw new Error('the resolvers know no server of the root');
  }
}

/** Those to which there is a way from here, IPv4 first. */
export async function reachableOf(asker: Asker, addresses: readonly string[]): Promise<readonly ServerAddress[]> {
  const servers = addresses.map((address) => serverAddressOf(address, asker.nameServerPort));
  const reachable = await Promise.all(servers.map(({ address, port }) => hasRoute(address, port)));
  return servers
    .filter((_, i) => reachable[i])
    .sort((one, other) => Number(one.address.includes(':')) - Number(other.address.includes(':')));
}
