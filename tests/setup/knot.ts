/**
 * Two authoritative servers of one zone (Debian's `knot`), a primary and a secondary that isn't told of changes: it has
 * them when a test says so. Both on one port, at addresses of loopback, with all they need in a temporary directory.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type RecordSet, type RecordStore } from '../../deploy/rehearsal/aws/route53';
import { freePort } from './ports';

export interface Knot {
  readonly port: number;
  /** The primary's, as a resolver is named: it speaks for the zone, and here for its servers' addresses too. */
  readonly primary: string;
  readonly secondary: string;
  /** What the primary has, and how it is changed. */
  readonly records: RecordStore;
  /** Has the secondary fetch what the primary has by now. */
  catchUp(): Promise<void>;
  stop(): Promise<void>;
}

const PRIMARY = '127.0.0.1';
/** The lagging one, by both families. */
const SECONDARIES = ['127.0.0.2', '::1'];
const START_TIMEOUT_MS = 15_000;
const run = promisify(execFile);

const zoneFile = (zone: string): string => `$TTL 3600
@ SOA ns1.${zone}. hostmaster.${zone}. 1 86400 7200 864000 60
@ NS ns1.${zone}.
@ NS ns2.${zone}.
ns1 A ${PRIMARY}
ns2 A ${SECONDARIES[0]}
ns2 AAAA ${SECONDARIES[1]}
@ A ${PRIMARY}
`;

export interface Server {
  readonly control: string;
  readonly child: ChildProcess;
}

export async function startKnot(zone: string): Promise<Knot> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'knot-'));
  const port = await freePort();
  const servers: Server[] = [];

  async function start(name: string, listen: readonly string[], zoneLines: string): Promise<Server> {
    const home = path.join(directory, name);
    await mkdir(home);
    const control = path.join(home, 'control.sock');
    const configuration = `server:
  rundir: ${home}
  listen: [ ${listen.map((address) => `${address}@${port}`).join(', ')} ]
log:
  - target: stderr
    any: info
database:
  storage: ${home}
control:
  listen: ${control}
remote:
  - id: primary
    address: ${PRIMARY}@${port}
acl:
  - id: transfer
    address: [ 127.0.0.0/8, ::1 ]
    action: transfer
zone:
  - domain: ${zone}
    storage: ${home}
    file: zone
${zoneLines}
`;
    await writeFile(path.join(home, 'knot.conf'), configuration);
    const child = spawn('knotd', ['-c', path.join(home, 'knot.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.pipe(createWriteStream(path.join(directory, `${name}.log`)));
    child.once('error', () => undefined);
    const server = { control, child };
    servers.push(server);
    return server;
  }

  const kill = (): void => {
    for (const { child } of servers) child.kill('SIGKILL');
  };
  process.once('exit', kill);
  async function stop(): Promise<void> {
    process.removeListener('exit', kill);
    await Promise.all(servers.map(({ child }) => end(child)));
    await rm(directory, { recursive: true, force: true });
  }

  try {
    await mkdir(path.join(directory, 'zone'));
    const primary = await start('primary', [PRIMARY], '    acl: transfer\n    zonefile-sync: -1');
    await writeFile(path.join(directory, 'primary', 'zone'), zoneFile(zone));
    await control(primary, ['zone-reload', zone], directory);
    await untilServed(`${PRIMARY}:${port}`, zone, directory);
    const secondary = await start('secondary', SECONDARIES, '    master: primary');
    await untilServed(`${SECONDARIES[0]}:${port}`, zone, directory);
    return {
      port,
      primary: `${PRIMARY}:${port}`,
      secondary: `${SECONDARIES[0]}:${port}`,
      records: recordsOf(primary, zone, directory),
      async catchUp() {
        await control(secondary, ['-b', 'zone-refresh', zone], directory);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await closed;
}

/** Tried until the server listens. */
export async function control(server: Server, args: readonly string[], directory: string): Promise<string> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      return (await run('knotc', ['-s', server.control, ...args])).stdout;
    } catch (error) {
      if (Date.now() > deadline || server.child.exitCode !== null) throw await explained(error, directory);
      await sleep(50);
    }
  }
}

async function untilServed(server: string, zone: string, directory: string): Promise<void> {
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  resolver.setServers([server]);
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await resolver.resolveSoa(zone);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw await explained(error, directory);
      await sleep(50);
    }
  }
}

async function explained(error: unknown, directory: string): Promise<Error> {
  const log = (name: string): Promise<string> => readFile(path.join(directory, `${name}.log`), 'utf8').catch(() => '');
  return new Error(`knot did not start: ${String(error)}\n${await log('primary')}${await log('secondary')}`);
}

function recordsOf(primary: Server, zone: string, directory: string): RecordStore {
  const ask = (...args: string[]): Promise<string> => control(primary, args, directory);
  return {
    async all() {
      const sets = new Map<string, RecordSet>();
      // [zone.] name. ttl type data
      for (const [, name = '', ttl, type = '', value = ''] of (await ask('zone-read', zone)).matchAll(
        /^\[[^\]]+\] (\S+)\. (\d+) (\w+) (.*)$/gm,
      )) {
        const values = [...(sets.get(`${name} ${type}`)?.values ?? []), value];
        sets.set(`${name} ${type}`, { name, type, ttl: Number(ttl), values });
      }
      return [...sets.values()];
    },
    async change(removed, put) {
      await ask('zone-begin', zone);
      for (const { name, type } of removed) await ask('zone-unset', zone, `${name}.`, type);
      for (const { name, type, ttl, values } of put)
        for (const value of values) await ask('zone-set', zone, `${name}.`, String(ttl), type, value);
      await ask('zone-commit', zone);
    },
  };
}
