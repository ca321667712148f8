/**
 * The shop's names, as the world finds them: Route 53's API before two name servers, of which the second one has every
 * change some seconds later, and a resolver that the CA and the machine ask.
 */
import { getServers, promises } from 'node:dns';
import { isIP, isIPv6 } from 'node:net';
import { startKnot } from '../../tests/setup/knot';
import { createHostedZone, isSameSet, type HostedZoneService, type RecordSet, type RecordStore } from './aws/route53';
import { type Network } from './machine';
import { startResolver } from './resolver';

export interface Names {
  readonly zone: HostedZoneService;
  /** Of every name server, in order. */
  readonly servers: readonly string[];
  /** Where the names lead from now on, at both servers; without the second, nowhere over IPv6. */
  lead(ipv4: string, ipv6?: string): Promise<void>;
  /** Names that have a TXT record at the server that has them first. */
  txtNames(): Promise<readonly string[]>;
  /** Whether the other one shows a TXT record of this name. */
  isShownLate(name: string): Promise<boolean>;
  stop(): Promise<void>;
}

export interface NamesOptions {
  readonly domain: string;
  readonly zoneId: string;
  /** What the program asks for; the addresses are those of the machine here. */
  readonly records: readonly Omit<RecordSet, 'values'>[];
}

/** Long enough to be seen by whoever asks both each second. */
const LAG_MS = 6_000;
const PORT = 53;
const ADDRESS_TYPES: readonly string[] = ['A', 'AAAA'];

export async function startNames(network: Network, { domain, zoneId, records }: NamesOptions): Promise<Names> {
  const { primary, secondaries } = network.nameServers;
  const knot = await startKnot(domain, { primary, secondaries, port: PORT });
  const late = new Set<NodeJS.Timeout>();
  async function stopServers(): Promise<void> {
    for (const timer of late) clearTimeout(timer);
    await knot.stop();
  }
  const lagging: RecordStore = {
    all: () => knot.records.all(),
    async change(removed, put) {
      await knot.records.change(removed, put);
      const timer = setTimeout(() => {
        late.delete(timer);
        // What it misses now it has with the next change, and a rehearsal that waits for it says so.
        void knot.catchUp().catch(() => undefined);
      }, LAG_MS);
      late.add(timer);
    },
  };
  async function lead(ipv4: string, ipv6?: string): Promise<void> {
    const addresses: Readonly<Record<string, string | undefined>> = { A: ipv4, AAAA: ipv6 };
    const own = records.filter(({ type }) => ADDRESS_TYPES.includes(type));
    const before = (await knot.records.all()).filter((set) => own.some(isSameSet(set)));
    const after = own.flatMap((one): RecordSet[] => {
      const address = addresses[one.type];
      return address === undefined ? [] : [{ ...one, values: [address] }];
    });
    await knot.records.change(before, after);
    await knot.catchUp();
  }
  try {
    await lead(network.address, network.address6);
    const resolver = await startResolver({
      address: network.resolver,
      network: `${network.resolver}/24`,
      zone: domain,
      servers: [primary, ...secondaries],
      others: getServers().map(withPort),
    });
    const second = new promises.Resolver({ timeout: 1_000, tries: 1 });
    second.setServers([knot.secondary]);
    return {
      zone: createHostedZone(zoneId, lagging),
      servers: [primary, ...secondaries].map(asWritten),
      lead,
      txtNames: async () => (await knot.records.all()).filter(({ type }) => type === 'TXT').map(({ name }) => name),
      isShownLate: (name) =>
        second.resolveTxt(name).then(
          () => true,
          () => false,
        ),
      async stop() {
        await resolver.stop();
        await stopServers();
      },
    };
  } catch (error) {
    await stopServers();
    throw error;
  }
}

/** As unbound wants it. */
const withPort = (server: string): string =>
  isIP(server) === 0 ? server.replace(/^\[?(.*?)\]?:(\d+)$/, '$1@$2') : server;

/** Of several spellings of an address over IPv6 the one that resolvers give. */
const asWritten = (address: string): string =>
  isIPv6(address) ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : address;
