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

export async function createContext(options: {
  readonly config: Config;
  /** null: the shop's own. */
  readonly domain: string | null;
  readonly databaseUrl: string | null;
  readonly mailUrl: string;
  /** What root was told for it. */
  readonly told?: Pick<Inside, 'ruleset'>;
  readonly clock: Clock;
  readonly extraRoots?: readonly string[];
}): Promise<Context> {
  const { config, databaseUrl, mailUrl, told, clock, extraRoots = [] } = options;
  const domain = options.domain ?? config.domain;
  const isOwn = domain === config.domain;
  const isPublic = !PRIVATE.test(domain);
  // A resolver may lead it to this computer itself, whose faults would be told as another shop's.
  if (!isOwn && !isPublic) {
    throw new Error(`${domain} is a private name, and not the one of this environment, which is ${config.domain}`);
  }
  const isDevelopment = isOwn && config.mode === 'development';
  return {
    target: {
      hosts: hostsOf(domain),
      httpPort: isDevelopment ? config.httpPort : 80,
      httpsPort: isOwn ? config.publicHttpsPort : 443,
      shopPort: config.shopPort,
      isPublic,
    },
    clock,
    reach: {
      resolvers: [...getServers(), ...PUBLIC_RESOLVERS],
      extraRoots: [...extraRoots, ...(isOwn ? await ownRoots(config) : [])],
      rdapBootstrapUrl: RDAP_BOOTSTRAP_URL,
    },
    inside: isOwn && (await exists(config.dataDir)) ? { config, databaseUrl, mailUrl, ...told } : null,
    cloud: null,
  };
}

/** Of the development authority, or of the private one that certificates are ordered at. */
async function ownRoots({ certificates, dataDir, acme }: Config): Promise<readonly string[]> {
  const file = certificates === 'local' ? authorityCertificateFile(dataDir) : acme.caFile;
  const root = file && (await readOrNull(file));
  return root ? [root] : [];
}
