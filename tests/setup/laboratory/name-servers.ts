/** Debian's knot as authoritative servers, and its unbound as recursive ones, as programs of the laboratory. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exec } from './namespaces';
import { createProgram, type Program } from './programs';

export interface Zone {
  readonly name: string;
  /** In the format of zone files, for who is its primary; else the address that it is fetched from. */
  readonly records: string | { readonly from: string };
}

export interface NameServer {
  readonly program: Program;
  readonly control: (...args: readonly string[]) => Promise<string>;
  /** Of a zone that is signed here: what its parent has to say of its key. */
  readonly delegationSigner: (zone: string) => Promise<string>;
}

export interface RecursiveServer {
  readonly program: Program;
  readonly forget: () => Promise<void>;
}

interface Places {
  readonly address: string;
  readonly directory: string;
  readonly logDirectory: string;
}

export async function startNameServer(name: string, zones: readonly Zone[], places: Places): Promise<NameServer> {
  const home = path.join(places.directory, name);
  const socket = path.join(home, 'control.sock');
  const file = path.join(home, 'knot.conf');
  await mkdir(home, { recursive: true });
  for (const zone of zones)
    if (typeof zone.records === 'string') await writeFile(path.join(home, `${zone.name}zone`), zone.records);
  await writeFile(file, configurationOf(zones, { ...places, home, socket }));
  const control = (...args: readonly string[]): Promise<string> => exec(['knotc', '-b', '-s', socket, ...args]);
  const program = createProgram({
    name,
    command: ['knotd', '-c', file],
    logDirectory: places.logDirectory,
    async isReady() {
      for (const zone of zones) await control('zone-read', zone.name, '@', 'SOA');
      return true;
    },
  });
  await program.start();
  return {
    program,
    control,
    async delegationSigner(zone) {
      const [line = ''] = (await exec(['keymgr', '-c', file, zone, 'ds']))
        .split('\n')
        .filter((one) => / \d+ 2 /.test(one));
      return line.replace(/^.* DS /, '');
    },
  };
}

function configurationOf(
  zones: readonly Zone[],
  { address, home, socket }: { readonly address: string; readonly home: string; readonly socket: string },
): string {
  const remotes = zones.flatMap(({ records }) => (typeof records === 'string' ? [] : [records.from]));
  const zoneOf = ({ name, records }: Zone): string =>
    typeof records === 'string'
      ? `  - domain: ${name}
    file: ${name}zone
    zonefile-sync: -1
    dnssec-signing: on
    dnssec-policy: laboratory
    acl: transfer`
      : `  - domain: ${name}
    master: primary`;
  return `server:
  rundir: ${home}
  listen: ${address}@53
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
log:
  - target: stderr
    any: info
database:
  storage: ${home}
control:
  listen: ${socket}
policy:
  - id: laboratory
    algorithm: ecdsap256sha256
    single-type-signing: on
${remotes.length === 0 ? '' : `remote:\n  - id: primary\n    address: ${remotes[0]}@53\n`}acl:
  - id: transfer
    address: 0.0.0.0/0
    action: transfer
template:
  - id: default
    storage: ${home}
zone:
${zones.map(zoneOf).join('\n')}
`;
}

/** @param trusts the DS of the root's key */
export async function startRecursiveServer(
  name: string,
  { root, trusts }: { readonly root: string; readonly trusts: string },
  { address, directory, logDirectory }: Places,
): Promise<RecursiveServer> {
  const home = path.join(directory, name);
  const file = path.join(home, 'unbound.conf');
  await mkdir(home, { recursive: true });
  await writeFile(
    path.join(home, 'hints'),
    `. 3600 IN NS a.root-servers.net.\na.root-servers.net. 3600 IN A ${root}\n`,
  );
  await writeFile(
    file,
    `server:
  directory: "${home}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  num-threads: 1
  interface: ${address}
  access-control: 0.0.0.0/0 allow
  do-ip6: no
  root-hints: "${home}/hints"
  trust-anchor: ". IN DS ${trusts}"
remote-control:
  control-enable: yes
  control-interface: "${home}/control.sock"
  control-use-cert: no
`,
  );
  const control = (...args: readonly string[]) => exec(['unbound-control', '-c', file, ...args]);
  const program = createProgram({
    name,
    command: ['unbound', '-c', file],
    logDirectory,
    isReady: async () => (await control('status')).includes('is running'),
  });
  await program.start();
  return {
    program,
    async forget() {
      // All of it: what a parent proves not to be there is kept under its neighbours' names.
      await control('flush_zone', '.');
      await control('flush_infra', 'all');
    },
  };
}
