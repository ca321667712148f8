/** The doctor's surroundings, as the environment tells them: of its own shop, or of another one's name. */
import { getServers } from 'node:dns';
import { authorityCertificateFile } from '../certificates/local';
import type { Config } from '../config/env';
import { hostsOf } from '../hosts';
import type { Clock } from '../process/clock';
import { exists, readOrNull } from '../process/read-file';
import type { Context, Inside } from './context';

/** Asked beside the system's own, whose answers can be older. */
const PUBLIC_RESOLVERS: readonly string[] = ['1.1.1.1', '8.8.8.8'];
const RDAP_BOOTSTRAP_URL = 'https://data.iana.org/rdap/dns.json';
/** RFC 6761, RFC 6762 and what ICANN has set aside: no registry has them. */
const PRIVATE = /\.(localhost|test|invalid|example|local|internal)$/;

const SHOP_PORT = 3001;

export async function createContext(options: {
  /** null: there is no environment that could be used, and the shop is another one's. */
  readonly config: Config | null;
  /** null: the shop's own. */
  readonly domain: string | null;
  readonly databaseUrl: string | null;
  readonly mailUrl: string | null;
  /** What root was told for it. */
  readonly told?: Pick<Inside, 'ruleset'>;
  readonly clock: Clock;
  readonly extraRoots?: readonly string[];
}): Promise<Context> {
  const { config, databaseUrl, mailUrl, told, clock, extraRoots = [] } = options;
  const domain = options.domain ?? config?.domain;
  if (domain === undefined) throw new Error('which shop? Nobody named a domain');
  const own = domain === config?.domain ? config : null;
  const isPublic = !PRIVATE.test(domain);
  // A resolver may lead it to this computer itself, whose faults would be told as another shop's.
  if (!own && !isPublic) {
    const ours = config ? `, which is ${config.domain}` : '';
    throw new Error(`${domain} is a private name, and not the one of this environment${ours}`);
  }
  return {
    target: {
      hosts: hostsOf(domain),
      httpPort: own?.mode === 'development' ? own.httpPort : 80,
      httpsPort: own?.publicHttpsPort ?? 443,
      shopPort: config?.shopPort ?? SHOP_PORT,
      isPublic,
    },
    clock,
    reach: {
      resolvers: [...getServers(), ...PUBLIC_RESOLVERS],
      extraRoots: [...extraRoots, ...(own ? await ownRoots(own) : [])],
      rdapBootstrapUrl: RDAP_BOOTSTRAP_URL,
    },
    inside: own && (await exists(own.dataDir)) ? { config: own, databaseUrl, mailUrl, ...told } : null,
    cloud: null,
  };
}

/** Of the development authority, or of the private one that certificates are ordered at. */
async function ownRoots({ certificates, dataDir, acme }: Config): Promise<readonly string[]> {
  const file = certificates === 'local' ? authorityCertificateFile(dataDir) : acme.caFile;
  const root = file && (await readOrNull(file));
  return root ? [root] : [];
}
