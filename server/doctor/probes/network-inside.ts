import { lookup } from 'node:dns/promises';
import { readFile, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { Config } from '../../config/env';
import type { Facts } from '../../health/facts';
import type { MachineResolver, Ports } from '../../health/facts/network-inside';
import { errorCode } from '../../process/error-code';
import { insideOf } from '../context';
import { closedPorts } from '../inside/firewall';
import { publicIpv4 } from '../inside/metadata';
import { ask } from '../inside/program';
import { readListeners } from '../inside/sockets';
import { probe, type AnyProbe } from '../probe';
import { visit } from '../visit';

const common = { layer: 'network', view: 'inside', after: [] } as const;
const POSTGRES_PORT = 5432;

/** null: another machine's, or a socket's alone. */
function postgresPortOf(databaseUrl: string | null): number | null {
  if (databaseUrl === null) return null;
  const { hostname, port } = new URL(databaseUrl);
  return /^(|localhost|127\..*|\[::1\])$/.test(hostname) ? Number(port) || POSTGRES_PORT : null;
}

/** Root may open every port. */
async function unprivilegedFrom(dataDir: string): Promise<number | null> {
  if ((await stat(dataDir)).uid === 0) return null;
  const text = await readFile('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8').catch(() => '');
  return text.trim() === '' ? null : Number(text);
}

const ports = probe({
  ...common,
  fact: 'ownPorts',
  deadlineMs: 5_000,
  async gather(context): Promise<Ports> {
    const { config, databaseUrl } = insideOf(context);
    const { edgeAddress, httpPort, httpsPort, shopPort, dataDir } = config;
    return {
      ...{ edgeAddress, httpPort, httpsPort, shopPort },
      listeners: await readListeners([httpPort, httpsPort]),
      hasIpv6: (await readFile('/proc/net/if_inet6', 'utf8').catch(() => '')) !== '',
      postgresPort: postgresPortOf(databaseUrl),
      unprivilegedFrom: await unprivilegedFrom(dataDir),
    };
  },
});

const isRoot = (): boolean => process.getuid?.() === 0;

const firewall = probe({
  ...common,
  fact: 'firewall',
  deadlineMs: 5_000,
  async gather(context, _, signal) {
    const { config, ruleset = await askRuleset(signal) } = insideOf(context);
    return { closed: closedPorts(ruleset, [config.httpPort, config.httpsPort]) };
  },
});

async function askRuleset(signal: AbortSignal): Promise<string> {
  if (!isRoot()) throw new Error('only root may read the firewall');
  const args = ['-j', 'list', 'ruleset'];
  // Debian keeps it where only root's own PATH looks.
  const { said, exitCode } = await ask('nft', args, { signal }).catch(() => ask('/usr/sbin/nft', args, { signal }));
  if (exitCode !== 0) throw new Error('nft tells no rules here');
  return said;
}

/** null: nobody asks a CA here. */
const directoryOf = ({ certificates, acme }: Config): string | null =>
  certificates === 'acme' ? acme.directoryUrl : null;

const outbound = probe({
  ...common,
  fact: 'outbound',
  deadlineMs: 7_000,
  async gather(context, _, signal) {
    const directoryUrl = directoryOf(insideOf(context).config);
    if (directoryUrl === null) throw new Error('no CA is asked here');
    return visit(directoryUrl, { clock: context.clock, roots: context.reach.extraRoots, signal });
  },
});

/** Of whoever was asked for something else: nobody is asked twice. */
const clocks = probe({
  ...common,
  fact: 'clocks',
  layer: 'host',
  deadlineMs: 1_000,
  ifKnown: ['outbound', 'registryServer'],
  gather(_context, { outbound: authority, registryServer }: Partial<Facts>) {
    const compared = [authority, registryServer].flatMap((one) => one?.clock ?? []);
    if (compared.length === 0) return Promise.reject(new Error('nobody told the time'));
    return Promise.resolve(compared);
  },
});

const LOOKUP_MS = 3_000;

const machineResolver = probe({
  ...common,
  fact: 'machineResolver',
  layer: 'dns',
  deadlineMs: 2 * LOOKUP_MS + 1_000,
  onlyPublic: true,
  async gather(context): Promise<MachineResolver> {
    const { config } = insideOf(context);
    const directoryUrl = directoryOf(config);
    const asked = [config.domain, ...(directoryUrl === null ? [] : [new URL(directoryUrl).hostname])];
    const names = asked.filter((name) => isIP(name.replace(/^\[|\]$/g, '')) === 0);
    const text = await readFile('/etc/resolv.conf', 'utf8').catch(() => '');
    return {
      names: await Promise.all(names.map(async (name) => ({ name, code: await lookUpTwice(name) }))),
      nameServers: [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].map(([, server = '']) => server),
    };
  },
});

async function lookUpTwice(name: string): Promise<string | null> {
  const lookUp = (): Promise<string | null> =>
    Promise.race([
      lookup(name).then(
        () => null,
        (error: unknown) => errorCode(error) || 'ERROR',
      ),
      new Promise<string>((resolve) => {
        setTimeout(() => resolve('ETIMEDOUT'), LOOKUP_MS).unref();
      }),
    ]);
  return (await lookUp()) && (await lookUp());
}

const UP = 0x1;

/** @param ipv4 text of /proc/net/route @param ipv6 of /proc/net/ipv6_route */
export function hasDefaultRoute(ipv4: string, ipv6: string): boolean {
  const lines = (text: string): string[][] => text.split('\n').map((line) => line.trim().split(/\s+/));
  const byIpv4 = lines(ipv4).some(
    ([name, to, , flags, , , , mask]) =>
      name !== 'Iface' && to === '00000000' && mask === '00000000' && (Number.parseInt(flags ?? '0', 16) & UP) !== 0,
  );
  // The kernel keeps one on `lo` for what has no way.
  return byIpv4 || lines(ipv6).some((one) => one[0] === '0'.repeat(32) && one[1] === '00' && one.at(-1) !== 'lo');
}

const defaultRoute = probe({
  ...common,
  fact: 'defaultRoute',
  deadlineMs: 5_000,
  gather: async () =>
    hasDefaultRoute(
      await readFile('/proc/net/route', 'utf8'),
      await readFile('/proc/net/ipv6_route', 'utf8').catch(() => ''),
    ),
});

const METADATA = 'http://169.254.169.254';

const publicAddress = probe({
  ...common,
  fact: 'publicAddress',
  deadlineMs: 5_000,
  onlyPublic: true,
  async gather(context, _, signal) {
    const { metadataUrl = METADATA, config } = insideOf(context);
    if (!isRoot()) throw new Error('only root may ask AWS’ metadata service');
    if (config.mode !== 'production') throw new Error('this is no machine at AWS');
    return { ipv4: await publicIpv4(metadataUrl, signal) };
  },
});

export const NETWORK_INSIDE_PROBES: readonly AnyProbe[] = [
  ...[ports, firewall, outbound, clocks, machineResolver, defaultRoute, publicAddress],
];
