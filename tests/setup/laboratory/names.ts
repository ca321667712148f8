/** The tree of names: a root, `com`, the shop's zone on two servers, all signed, and two resolvers that start at the root. */
import { Resolver } from 'node:dns/promises';
import { startNameServer, startRecursiveServer, type NameServer, type RecursiveServer } from './name-servers';
import type { Undo } from './namespaces';
import { DOMAIN, HOSTS, MACHINE, MAIL_HOST, RDAP_HOST, SERVERS } from './places';
import { until } from './programs';

export interface Names {
  readonly servers: Readonly<Record<'root' | 'registry' | 'primary' | 'secondary', NameServer>>;
  readonly resolvers: readonly RecursiveServer[];
  /** All records of that name and type in the shop's zone, at both servers; none: they are taken out. */
  readonly set: (name: string, type: string, values: readonly string[]) => Promise<Undo>;
  /** The same, in `com`. */
  readonly setAtRegistry: (name: string, type: string, values: readonly string[]) => Promise<Undo>;
  /** Whatever is done meanwhile, the secondary server hears of it only afterwards. */
  readonly withLag: (change: () => Promise<Undo>) => Promise<Undo>;
  /** The same, and resolvers answer what they have been told before. */
  readonly keepingAnswers: (change: Undo) => Promise<void>;
  /** Resolvers have asked nothing yet. */
  readonly forget: () => Promise<void>;
}

const ZONE = `${DOMAIN}.`;
const SOA = 'hostmaster.laboratory.com. 1 86400 7200 864000 60';
const NS1 = 'ns1.names-of-shops.com.';
const NS2 = 'ns2.names-of-shops.com.';
/** The second again, under the name that it is going to have. */
export const NS2_LATER = 'ns22.names-of-shops.com.';

const ROOT_ZONE = `$ORIGIN .
$TTL 3600
@ SOA a.root-servers.net. ${SOA}
@ NS a.root-servers.net.
a.root-servers.net. A ${SERVERS.root}
com. NS a.servers-of-com.com.
a.servers-of-com.com. A ${SERVERS.registry}
`;

const COM_ZONE = `$ORIGIN com.
$TTL 3600
@ SOA a.servers-of-com.com. ${SOA}
@ NS a.servers-of-com.com.
a.servers-of-com A ${SERVERS.registry}
${NS1} A ${SERVERS.primary}
${NS2} A ${SERVERS.secondary}
${NS2_LATER} A ${SERVERS.secondary}
${RDAP_HOST}. A ${SERVERS.rdap}
${MAIL_HOST}. A ${SERVERS.mail}
${ZONE} NS ${NS1}
${ZONE} NS ${NS2}
`;

const SHOP_ZONE = `$ORIGIN ${ZONE}
$TTL 300
@ SOA ${NS1} ${SOA}
@ NS ${NS1}
@ NS ${NS2}
@ CAA 0 issue "letsencrypt.org"
@ CAA 0 issuewild ";"
@ CAA 0 iodef "mailto:owner@${DOMAIN}"
@ MX 10 ${MAIL_HOST}.
@ TXT "v=spf1 -all"
bounces MX 10 ${MAIL_HOST}.
bounces TXT "v=spf1 -all"
_dmarc TXT "v=DMARC1; p=quarantine; adkim=r; aspf=r; rua=mailto:owner@${DOMAIN}"
${HOSTS.all.map(({ name }) => `${name}. A ${MACHINE.ipv4}\n${name}. AAAA ${MACHINE.ipv6}`).join('\n')}
`;

export async function startNames(directory: string, logDirectory: string): Promise<Names> {
  const places = (address: string) => ({ address, directory, logDirectory });
  const [root, registry, primary] = await Promise.all([
    startNameServer('root', [{ name: '.', records: ROOT_ZONE }], places(SERVERS.root)),
    startNameServer('registry', [{ name: 'com.', records: COM_ZONE }], places(SERVERS.registry)),
    startNameServer('primary', [{ name: ZONE, records: SHOP_ZONE }], places(SERVERS.primary)),
  ]);
  const secondary = await startNameServer(
    'secondary',
    [{ name: ZONE, records: { from: SERVERS.primary } }],
    places(SERVERS.secondary),
  );
  await change(root, '.', 'com.', 'DS', [await registry.delegationSigner('com.')]);
  await change(registry, 'com.', ZONE, 'DS', [await primary.delegationSigner(ZONE)]);
  const tree = { root: SERVERS.root, trusts: await root.delegationSigner('.') };
  const resolvers = await Promise.all([
    startRecursiveServer('resolver', tree, places(SERVERS.resolver)),
    startRecursiveServer('other-resolver', tree, places(SERVERS.otherResolver)),
  ]);

  let isLagging = false;
  let isForgetting = true;
  const forget = async (): Promise<void> => {
    for (const one of resolvers) await one.forget();
  };
  async function settle(): Promise<void> {
    if (!isLagging) await catchUp(secondary);
    if (isForgetting) await forget();
  }
  const setAt =
    (server: NameServer, zone: string) =>
    async (name: string, type: string, values: readonly string[]): Promise<Undo> => {
      const before = await change(server, zone, name, type, values);
      await settle();
      return async () => {
        await change(server, zone, name, type, before);
        await settle();
      };
    };
  return {
    servers: { root, registry, primary, secondary },
    resolvers,
    set: (name, ...rest) => setAt(primary, ZONE)(`${name}.`, ...rest),
    setAtRegistry: (name, ...rest) => setAt(registry, 'com.')(`${name}.`, ...rest),
    async withLag(work) {
      isLagging = true;
      const undo = await work().finally(() => (isLagging = false));
      return undo;
    },
    async keepingAnswers(work) {
      isForgetting = false;
      try {
        await work();
      } finally {
        isForgetting = true;
      }
    },
    forget,
  };
}

/** @returns what there was */
async function change(
  { control }: NameServer,
  zone: string,
  name: string,
  type: string,
  values: readonly string[],
): Promise<readonly string[]> {
  // [zone.] name. ttl type data
  const lines = (await control('zone-read', zone, name, type).catch(() => '')).matchAll(
    /^\[[^\]]+\] \S+ \d+ \w+ (.*)$/gm,
  );
  const before = [...lines].map(([, value = '']) => value);
  await control('zone-begin', zone);
  if (before.length > 0) await control('zone-unset', zone, name, type);
  for (const value of values) await control('zone-set', zone, name, '60', type, value);
  await control('zone-commit', zone);
  return before;
}

async function catchUp(secondary: NameServer): Promise<void> {
  const [newest] = await serials();
  await secondary.control('zone-refresh', ZONE);
  await until(async () => (await serials())[1] === newest, 'both name servers have the same');
}

const serials = (): Promise<readonly number[]> =>
  Promise.all(
    [SERVERS.primary, SERVERS.secondary].map(async (address) => {
      const resolver = new Resolver({ timeout: 1_000, tries: 2 });
      resolver.setServers([address]);
      return (await resolver.resolveSoa(DOMAIN)).serial;
    }),
  );
