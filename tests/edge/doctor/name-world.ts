/**
 * A small internet of names on loopback: a top-level domain with domains of every kind below it, their servers (Debian's
 * knot), a resolver that checks signatures (unbound), and the registry's RDAP server.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Context } from '../../../server/doctor/context';
import { ask } from '../../../server/doctor/dns/client';
import { hostsOf } from '../../../server/hosts';
import { systemClock } from '../../../server/process/clock';
import { control, end, type Server } from '../../setup/knot';
import { freePort } from '../../setup/ports';
import { closeLater, createTestAuthority, newDirectory, startSecureServer } from '../support/edge';

const run = promisify(execFile);
const DAY_MS = 24 * 60 * 60 * 1000;

/** Where the servers of the domains are: one process at the first two, another at the third. */
const OURS = ['127.0.0.1', '127.0.0.2'];
const OTHER = '127.0.0.3';
export const REGISTRY = '127.0.0.4';
/** Where a test may listen itself. */
export const ODD = '127.0.0.5';
/** Where nobody listens. */
export const NOBODY = '127.0.0.9';

export interface Domain {
  readonly name: string;
  /** Lines of the zone file, beside SOA and NS. */
  readonly records: readonly string[];
  /** What the other server has in their place. */
  readonly otherRecords?: readonly string[];
  /** Addresses that the registry gives for ns1, ns2…; none: it isn't delegated. */
  readonly servers?: readonly string[];
  readonly signing?: 'right' | 'wrong key at the registry';
  /** In RDAP's words; absent: those of a domain in order. */
  readonly statuses?: readonly string[];
}

type Change = (domain: string, owner: string, type: string, value: string) => Promise<void>;

export interface NameWorld {
  readonly port: number;
  readonly context: (domain: string) => Context;
  /** Changes of a domain's records, as an owner makes them. */
  readonly put: Change;
  readonly remove: Change;
  readonly askResolver: (name: string, type: 'A') => Promise<unknown>;
}

const serversOf = ({ servers = OURS }: Domain): readonly string[] => servers;

/** The zone names those servers that the registry does. */
const zoneText = (domain: Domain, records: readonly string[], serial: number): string =>
  [
    `$ORIGIN ${domain.name}.`,
    '$TTL 300',
    `@ SOA ns1 hostmaster ${serial} 86400 7200 864000 60`,
    ...serversOf(domain).flatMap((address, i) => [`@ NS ns${i + 1}`, `ns${i + 1} A ${address}`]),
    ...records,
    '',
  ].join('\n');

export async function startNameWorld(domains: readonly Domain[]): Promise<NameWorld> {
  const directory = await newDirectory();
  const port = await freePort();
  const signed = domains.filter(({ signing }) => signing).map(({ name }) => name);
  const ours = domains.map((one) => ({ name: one.name, text: zoneText(one, one.records, 7) }));
  const others = domains.flatMap((one) =>
    one.otherRecords ? [{ name: one.name, text: zoneText(one, one.otherRecords, 6) }] : [],
  );
  const main = await startServer(path.join(directory, 'ours'), { listen: OURS, port, zones: ours, signed });
  await startServer(path.join(directory, 'other'), { listen: [OTHER], port, zones: others, signed: [] });
  const signers = new Map(await Promise.all(signed.map(async (name) => [name, await signersOf(main, name)] as const)));
  const test = { name: 'test', text: registryZone(domains, signers) };
  await startServer(path.join(directory, 'registry'), { listen: [REGISTRY], port, zones: [test], signed: [] });
  const resolver = await startResolver(directory, { domains, port, signers });
  const registry = await startRegistry(directory, domains);
  const signal = new AbortController().signal;
  const server = { address: '127.0.0.1', port: resolver };
  async function change(domain: string, command: readonly string[]): Promise<void> {
    for (const args of [['zone-begin', domain], command, ['zone-commit', domain]]) await control(main, args, directory);
  }
  return {
    port,
    context: (domain) => ({
      target: { hosts: hostsOf(domain), httpPort: 80, httpsPort: 443, shopPort: 3001, isPublic: true },
      clock: systemClock,
      reach: { resolvers: [`127.0.0.1:${resolver}`], nameServerPort: port, ...registry },
      inside: null,
      cloud: null,
    }),
    put: (domain, owner, type, value) => change(domain, ['zone-set', domain, `${owner}.`, '300', type, value]),
    remove: (domain, owner, type, value) => change(domain, ['zone-unset', domain, `${owner}.`, type, value]),
    askResolver: (name, type) => ask(server, { name, type }, { signal, recursion: true, timeoutMs: 5_000 }),
  };
}

interface Running extends Server {
  readonly configuration: string;
}

interface ServerOptions {
  readonly listen: readonly string[];
  readonly port: number;
  readonly zones: readonly { readonly name: string; readonly text: string }[];
  readonly signed: readonly string[];
}

async function startServer(home: string, { listen, port, zones, signed }: ServerOptions): Promise<Running> {
  await mkdir(home);
  const configuration = path.join(home, 'knot.conf');
  const socket = path.join(home, 'control.sock');
  for (const { name, text } of zones) await writeFile(path.join(home, `${name}.zone`), text);
  const lines = zones.flatMap(({ name }) => [
    `  - domain: ${name}`,
    ...[
      `    storage: ${home}`,
      `    file: ${name}.zone`,
      '    zonefile-sync: -1',
      '    zonefile-load: difference-no-serial',
    ],
    ...['    journal-content: all', `    dnssec-signing: ${signed.includes(name) ? 'on' : 'off'}`],
  ]);
  const text = `server:
  rundir: ${home}
  listen: [ ${listen.map((address) => `${address}@${port}`).join(', ')} ]
database:
  storage: ${home}
control:
  listen: ${socket}
zone:
${lines.join('\n')}
`;
  await writeFile(configuration, text);
  const child = spawn('knotd', ['-c', configuration], { stdio: 'ignore' });
  closeLater(() => end(child));
  const server = { control: socket, child, configuration };
  for (const { name } of zones) await untilLoaded(server, name, home);
  return server;
}

/** A zone has a serial once it is loaded, and signed where it is to be. */
async function untilLoaded(server: Server, zone: string, home: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const status = await control(server, ['zone-status', zone, '+serial'], home);
    if (/serial: \d/.test(status)) return;
    await sleep(50);
  }
  throw new Error(`knot did not load ${zone}`);
}

/** The DS records that the registry should have. */
async function signersOf({ configuration }: Running, zone: string): Promise<readonly string[]> {
  const { stdout } = await run('keymgr', ['-c', configuration, zone, 'ds']);
  // ZONE. DS TAG ALGORITHM TYPE DIGEST; one digest is enough.
  return [...stdout.matchAll(/ DS (\d+ \d+ 2 \w+)$/gm)].map(([, record = '']) => record);
}

type Signers = ReadonlyMap<string, readonly string[]>;

/** What the registry was told: a digest with another beginning, where it was told wrongly. */
function delegationSigners({ name, signing }: Domain, signers: Signers): readonly string[] {
  const right = signers.get(name) ?? [];
  return signing === 'right' ? right : right.map((record) => record.replace(/ 2 .{8}/, ' 2 00000000'));
}

const registryZone = (domains: readonly Domain[], signers: Signers): string =>
  [
    ...['$ORIGIN test.', '$TTL 3600', '@ SOA ns hostmaster 1 86400 7200 864000 60', '@ NS ns', `ns A ${REGISTRY}`],
    ...domains.flatMap((one) => {
      const delegated = serversOf(one).flatMap((address, i) => [
        `${one.name}. NS ns${i + 1}.${one.name}.`,
        `ns${i + 1}.${one.name}. A ${address}`,
      ]);
      return [...delegated, ...delegationSigners(one, signers).map((record) => `${one.name}. DS ${record}`)];
    }),
    '',
  ].join('\n');

async function startResolver(
  directory: string,
  { domains, port, signers }: { readonly domains: readonly Domain[]; readonly port: number; readonly signers: Signers },
): Promise<number> {
  const ownPort = await freePort();
  const file = path.join(directory, 'unbound.conf');
  const anchors = domains.flatMap((one) =>
    delegationSigners(one, signers).map((record) => `  trust-anchor: "${one.name}. DS ${record}"`),
  );
  // Servers are never asked at another port than 53 unless one is told where they are.
  const stubs = [{ name: 'test', servers: [REGISTRY] }, ...domains].flatMap((one) =>
    one.servers?.length === 0
      ? []
      : [
          'stub-zone:',
          `  name: "${one.name}"`,
          ...(one.servers ?? OURS).map((address) => `  stub-addr: ${address}@${port}`),
        ],
  );
  const text = `server:
  interface: 127.0.0.1
  port: ${ownPort}
  do-daemonize: no
  chroot: ""
  username: ""
  directory: "${directory}"
  pidfile: "${directory}/unbound.pid"
  use-syslog: no
  do-not-query-localhost: no
  ede: yes
  local-zone: "test." nodefault
${anchors.join('\n')}
remote-control:
  control-enable: no
${stubs.join('\n')}
`;
  await writeFile(file, text);
  const child: ChildProcess = spawn('unbound', ['-c', file], { stdio: 'ignore' });
  closeLater(() => end(child));
  const server = { address: '127.0.0.1', port: ownPort };
  for (let tries = 0; tries < 100; tries++) {
    const reply = await ask(
      server,
      { name: 'test', type: 'NS' },
      { signal: new AbortController().signal, recursion: true },
    );
    if (reply.failure === null && reply.rcode === 'NOERROR') return ownPort;
    await sleep(100);
  }
  throw new Error('unbound did not start');
}

async function startRegistry(
  directory: string,
  domains: readonly Domain[],
): Promise<Pick<Context['reach'], 'extraRoots' | 'rdapBootstrapUrl'>> {
  const authority = await createTestAuthority();
  const answer: RequestListener = ({ url = '' }, response) => {
    const json = (value: unknown): unknown => response.end(JSON.stringify(value));
    if (url === '/dns.json') return json({ services: [[['test'], [`https://${host}/rdap`]]] });
    // Registries send on to each other.
    if (url.startsWith('/rdap/')) return response.writeHead(302, { Location: url.replace('rdap', 'v1') }).end();
    const known = domains.find(({ name }) => url === `/v1/domain/${name}`);
    return known ? json(rdapOf(known)) : response.writeHead(404).end('{}');
  };
  const origin = await startSecureServer(answer, path.join(directory, 'registry.pem'), authority);
  const { host } = new URL(origin);
  return { extraRoots: [authority.pem], rdapBootstrapUrl: `${origin}/dns.json` };
}

const rdapOf = (domain: Domain): unknown => ({
  objectClassName: 'domain',
  ldhName: domain.name.toUpperCase(),
  status: domain.statuses ?? ['client transfer prohibited'],
  events: [{ eventAction: 'expiration', eventDate: new Date(Date.now() + 300 * DAY_MS).toISOString() }],
  nameservers: [
    ...serversOf(domain).map((_, i) => ({ objectClassName: 'nameserver', ldhName: `NS${i + 1}.${domain.name}` })),
    // Some registries tell no name of those that lie within the domain.
    { objectClassName: 'nameserver', unicodeName: `ns9.${domain.name}` },
  ],
  entities: [
    {
      roles: ['registrar'],
      vcardArray: [
        'vcard',
        [
          ['version', {}, 'text', '4.0'],
          ['fn', {}, 'text', 'A Registrar'],
        ],
      ],
    },
  ],
});
