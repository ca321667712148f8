/** The servers that speak for a zone. Each is asked itself, as a CA's resolver would, and not one that remembers. */
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { errorCode } from '../process/error-code';
import type { Logger } from '../process/logger';
import { withoutDot, type TxtRecord } from './route53';
import { SourceError } from './source-error';

export interface DnsOptions {
  /** Whom to ask where a zone's servers are, with a port; null: whom the system asks. */
  readonly resolver: string | null;
  /** Where they listen: 53 but in tests. */
  readonly port: number;
}

export interface NameServer {
  readonly name: string;
  readonly address: string;
}

const QUERY = { timeout: 2_000, tries: 2 };
const POLL_MS = 1_000;
/** Secondaries fetch a change within seconds; Route 53's have it when it says so. */
const DEADLINE_MS = 5 * 60 * 1000;
/** One that says nothing so often is down: a CA asks another, and so it must not be waited for. */
const SILENT_QUESTIONS = 5;

const NO_SUCH_RECORD: ReadonlySet<string> = new Set(['ENODATA', 'ENOTFOUND']);
/** Also of one that answers and knows nothing of the zone, as a lame one does. */
const SILENCE: ReadonlySet<string> = new Set([
  ...['ETIMEOUT', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ESERVFAIL', 'EREFUSED'],
]);

function resolverOf(server: string | null): Resolver {
  const resolver = new Resolver(QUERY);
  if (server !== null) resolver.setServers([server]);
  return resolver;
}

/** @returns nothing where the world knows of none */
async function found<T>(asking: Promise<T[]>): Promise<T[]> {
  try {
    return await asking;
  } catch (error) {
    if (NO_SUCH_RECORD.has(errorCode(error))) return [];
    throw error;
  }
}

/** Which servers the world is sent to for a zone. @throws Error where that can't be told */
export async function delegatedTo(zone: string, { resolver }: DnsOptions): Promise<readonly string[]> {
  return (await found(resolverOf(resolver).resolveNs(zone))).map(withoutDot).sort();
}

/** Every address of every server, of both families. */
export async function addressesOf(names: readonly string[], { resolver }: DnsOptions): Promise<readonly NameServer[]> {
  const asked = resolverOf(resolver);
  const servers = await Promise.all(
    names.map(async (name) => {
      const addresses = await Promise.all([found(asked.resolve4(name)), found(asked.resolve6(name))]);
      return addresses.flat().map((address) => ({ name, address }));
    }),
  );
  return servers.flat();
}

/** Whether this machine has any way there: one without IPv6 can't ask what only has that. */
export function hasRoute(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    // A datagram's: nothing is sent. With a failure it calls back too, other than its types say.
    socket.connect(port, address, (error?: Error) => {
      socket.close();
      resolve(!error);
    });
    socket.once('error', () => resolve(false));
  });
}

type Sight = 'all' | 'missing' | 'silent';

async function look(server: NameServer, records: readonly TxtRecord[], port: number): Promise<Sight> {
  const { address } = server;
  const resolver = resolverOf(isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`);
  const seen = await Promise.all(
    records.map(async ({ name, value }): Promise<Sight> => {
      try {
        const texts = await resolver.resolveTxt(name);
        return texts.some((parts) => parts.join('') === value) ? 'all' : 'missing';
      } catch (error) {
        return SILENCE.has(errorCode(error)) ? 'silent' : 'missing';
      }
    }),
  );
  if (seen.includes('missing')) return 'missing';
  return seen.includes('silent') ? 'silent' : 'all';
}

const listed = (servers: readonly NameServer[]): string =>
  servers.map(({ name, address }) => `${name} (${address})`).join(', ');

export interface WaitOptions {
  readonly servers: readonly NameServer[];
  readonly records: readonly TxtRecord[];
  readonly port: number;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly deadlineMs?: number;
}

interface Watched {
  readonly server: NameServer;
  sight: Sight;
  silences: number;
}

/** Resolves once every server that can be asked has every record. @throws SourceError with those that don't */
export async function waitUntilServed(options: WaitOptions): Promise<void> {
  const { servers, records, port, logger, signal, deadlineMs = DEADLINE_MS } = options;
  const reachable = await Promise.all(servers.map(({ address }) => hasRoute(address, port)));
  const watched = servers
    .filter((_, i) => reachable[i])
    .map((server): Watched => ({ server, sight: 'missing', silences: 0 }));
  const of = (sight: Sight): NameServer[] => watched.filter((one) => one.sight === sight).map(({ server }) => server);
  const areDown = (): boolean => watched.every((one) => one.sight !== 'silent' || one.silences >= SILENT_QUESTIONS);
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    await Promise.all(watched.filter(({ sight }) => sight !== 'all').map((one) => lookAgain(one, records, port)));
    signal.throwIfAborted();
    if (of('missing').length === 0 && of('all').length > 0 && areDown()) break;
    if (performance.now() > deadline) throw notServed(of('missing'), of('silent'), servers.length);
    await sleepFor(POLL_MS, undefined, { signal });
  }
  const unasked = servers.filter((_, i) => !reachable[i]);
  if (unasked.length > 0) logger.info(`not asked, for there is no way to them: ${listed(unasked)}`);
  if (of('silent').length > 0) logger.warn(`name servers that don't answer: ${listed(of('silent'))}`);
}

async function lookAgain(one: Watched, records: readonly TxtRecord[], port: number): Promise<void> {
  one.sight = await look(one.server, records, port);
  if (one.sight === 'silent') one.silences += 1;
}

function notServed(missing: readonly NameServer[], silent: readonly NameServer[], all: number): SourceError {
  const parts = [
    ...(missing.length > 0 ? [`${listed(missing)} did not show the records of the proof`] : []),
    ...(silent.length > 0 ? [`${listed(silent)} did not answer`] : []),
    ...(missing.length + silent.length === 0 ? ['this machine has no way to any of them'] : []),
  ];
  return new SourceError(`of ${all} addresses of name servers ${parts.join(', and ')}: the CA was not asked`);
}
