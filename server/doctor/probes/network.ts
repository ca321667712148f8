import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { HostAddress } from '../../health/facts/dns';
import type { Greeting, InnerPort, PortAnswer } from '../../health/facts/network';
import { originOf, type Target } from '../../health/facts/target';
import type { Known } from '../../health/fault';
import { reservedFor } from '../../health/reserved';
import { ask, type Reply } from '../ask';
import type { Context } from '../context';
import { firstWords, knock, letsIn } from '../knock';
import { inTime, orNull } from '../patience';
import { probe, type AnyProbe } from '../probe';
import { answering, isLoopback, jsonOf } from './reached';

const isIPv6 = (address: string): boolean => isIP(address) === 6;
const hostsByAddress = (addresses: readonly HostAddress[]): ReadonlyMap<string, readonly string[]> => {
  const hosts = new Map<string, string[]>();
  for (const { host, address } of addresses) hosts.set(address, [...(hosts.get(address) ?? []), host]);
  return hosts;
};

const ownAddresses = (): ReadonlySet<string> =>
  new Set(
    Object.values(networkInterfaces()).flatMap((found = []) =>
      found.filter(({ internal }) => !internal).map(({ address }) => address),
    ),
  );

const connections = probe({
  fact: 'connections',
  layer: 'network',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['addresses'],
  async gather({ target }, { addresses }, signal): Promise<readonly PortAnswer[]> {
    if (addresses.length === 0) throw new Error('no name has an address');
    const own = ownAddresses();
    const asked = [...hostsByAddress(addresses)].flatMap(([address, hosts]) =>
      [target.httpPort, target.httpsPort].map(async (port) => ({
        address,
        hosts,
        port,
        state: await knock(address, port, signal),
        isOwn: own.has(address),
      })),
    );
    const answers = await Promise.all(asked);
    if (answers.every(({ state }) => state === 'no-route')) throw new Error('this computer has no network');
    return answers;
  },
});

const ipv6 = probe({
  fact: 'ipv6',
  layer: 'network',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['connections'],
  ifKnown: ['zone', 'resolution'],
  // eslint-disable-next-line @typescript-eslint/require-await -- what it knows is there already
  async gather(_context, known) {
    const own = known.connections.filter(({ address }) => isIPv6(address));
    const unseen = own.filter(({ state }) => state === 'no-route').map(({ address }) => address);
    if (unseen.length > 0)
      throw new Error(`this computer has no IPv6: ${[...new Set(unseen)].join(', ')} could not be looked at`);
    if (own.length > 0 && !isIPv6Alive(known)) throw new Error('nothing answers over IPv6 from here');
    return [...new Set(own.map(({ address }) => address))];
  },
});

/** Addresses of IPv6 on a computer are no road: what is silent may be its own provider's fault. */
function isIPv6Alive({ connections: answers, zone, resolution = [] }: Known<'connections'>): boolean {
  const answered = [
    ...answers.filter(({ state }) => state === 'connected' || state === 'refused'),
    ...(zone?.servers ?? []).filter(({ state }) => ['speaks', 'lame', 'refused'].includes(state)),
    // A router at home answers too.
    ...resolution.flatMap(({ resolver, failure }) =>
      failure === null && reservedFor(resolver) === null ? [{ address: resolver }] : [],
    ),
  ];
  return answered.some(({ address }) => isIPv6(address));
}

const POSTGRES_PORT = 5432;
/** SSLRequest of Postgres' protocol: the only two answers are `S` and `N`. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

const innerPorts = probe({
  fact: 'innerPorts',
  layer: 'network',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['connections'],
  async gather({ target }, { connections: answers }, signal): Promise<readonly InnerPort[]> {
    const reached = answers.filter(({ state }) => state === 'connected').map(({ address }) => address);
    const addresses = [...new Set(reached)].filter((address) => !isLoopback(address));
    if (addresses.length === 0) throw new Error('there is no address of it but this computer’s own');
    return Promise.all(addresses.flatMap((address) => [shopAt(address, target, signal), postgresAt(address, signal)]));
  },
});

async function shopAt(address: string, { shopPort: port, hosts }: Target, signal: AbortSignal): Promise<InnerPort> {
  if (!(await letsIn(address, port, signal))) return { address, port, speaks: null };
  const question = { address, port, secure: false, authority: hosts.apex, path: '/healthz' };
  const reply = await orNull(signal, ask(question, signal));
  return { address, port, speaks: reply && jsonOf(reply)['process'] === 'shop' ? 'shop' : null };
}

async function postgresAt(address: string, signal: AbortSignal): Promise<InnerPort> {
  const place = { address, port: POSTGRES_PORT };
  if (!(await letsIn(address, POSTGRES_PORT, signal))) return { ...place, speaks: null };
  const said = await orNull(
    signal,
    inTime(signal, (until) => firstWords(place, SSL_REQUEST, until)),
  );
  const isPostgres = said?.length === 1 && ['S', 'N'].includes(said.toString('latin1'));
  return { ...place, speaks: isPostgres ? 'postgres' : null };
}

const greetings = probe({
  fact: 'greetings',
  layer: 'network',
  view: 'outside',
  deadlineMs: 12_000,
  after: ['addresses', 'connections'],
  gather(context, known, signal): Promise<readonly Greeting[]> {
    return Promise.all(answering(known, context.target.httpsPort).map((one) => greet(context, one, signal)));
  },
});

async function greet(
  { target, clock }: Context,
  { host, address }: HostAddress,
  signal: AbortSignal,
): Promise<Greeting> {
  const { apex, app, www } = target.hosts;
  const healthOf = (name: string, serverName: string): Promise<Reply | null> => {
    const authority = new URL(originOf(target, name)).host;
    const question = { address, port: target.httpsPort, secure: true, authority, serverName, path: '/healthz' };
    return orNull(signal, ask(question, signal));
  };
  // Under www. the edge redirects whatever is asked for.
  const [reply, crossed] = await Promise.all([
    healthOf(host === www ? apex : host, host),
    host === apex ? healthOf(app, apex) : null,
  ]);
  const said = reply ? jsonOf(reply) : {};
  const text = (name: string): string | null => (typeof said[name] === 'string' ? said[name] : null);
  return {
    host,
    address,
    status: reply?.status ?? null,
    process: text('process'),
    release: text('release'),
    between: reply ? betweenOf(reply) : [],
    server: reply?.headers['server'] === undefined ? null : String(reply.headers['server']),
    clockOffsetMs: reply ? offsetOf(reply, clock.now()) : null,
    crossedStatus: crossed?.status ?? null,
  };
}

/** What Cloudflare, CloudFront, Fastly, Akamai, Azure and others write, and no server of ours. */
const BETWEEN = ['cf-ray', 'x-amz-cf-id', 'x-amz-cf-pop', 'x-served-by', 'x-akamai-request-id', 'x-azure-ref', 'via'];

const betweenOf = ({ headers }: Reply): string[] =>
  BETWEEN.flatMap((name) => (headers[name] === undefined ? [] : [`${name}: ${String(headers[name]).slice(0, 60)}`]));

/** A date tells whole seconds, and the answer took its time to come. */
function offsetOf({ headers }: Reply, now: Date): number | null {
  const at = Date.parse(headers.date ?? '');
  return Number.isNaN(at) ? null : at - now.getTime();
}

export const NETWORK_PROBES: readonly AnyProbe[] = [connections, ipv6, innerPorts, greetings];
