/** The whole of it: names, registry, authority, mail, and the shop on its machine. Set up once, for all faults. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startSmtpServer } from '../../database/jobs/smtp-server';
import { createPublicAuthority } from '../../edge/support/public-authority';
import { startPebble, type Pebble } from '../pebble';
import { createDoctors, type Doctors } from './doctors';
import { startNames, type Names } from './names';
import { exec, openMachine, type Machine, type Undo } from './namespaces';
import { HOSTS, RDAP_HOST, REVOCATION_LIST, SERVERS } from './places';
import { startPostgres, type Postgres } from './postgres';
import { until } from './programs';
import { createFaultPrograms, type FaultPrograms } from './programs-of-faults';
import { startRegistry, type Registry } from './registry';
import { startShop, type Shop } from './shop';
import { isOpen } from './visits';

export interface World extends FaultPrograms {
  readonly machine: Machine;
  readonly names: Names;
  readonly registry: Registry;
  readonly pebble: Pebble;
  readonly postgres: Postgres;
  readonly shop: Shop;
  readonly doctors: Doctors;
  /** An authority that browsers know, for certificates that this one would not give. */
  readonly authority: Awaited<ReturnType<typeof createPublicAuthority>>;
  /** How its mail server behaves, from now on. */
  readonly mail: { silent?: boolean };
  readonly diskSize: typeof DISK;
  /** The file system that DATA_DIR is on has this much room, in bytes or files. */
  readonly shrinkDisk: (option: 'size' | 'nr_inodes', value: number) => Promise<void>;
  /** Both machines ask that one for names. */
  readonly resolveBy: (address: string) => Promise<Undo>;
  readonly untilOpen: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const DISK = { size: 4 * 1024 ** 3, nr_inodes: 200_000 } as const;
const DAYS_90 = 90 * 24 * 60 * 60;

export async function openWorld(directory: string, tell: (step: string) => void): Promise<World> {
  const logDirectory = path.join(directory, 'logs');
  const disk = path.join(directory, 'disk');
  for (const one of [logDirectory, disk]) await mkdir(one);
  const machine = await openMachine();
  await exec(['mount', '-t', 'tmpfs', '-o', `size=${DISK.size},nr_inodes=${DISK.nr_inodes}`, 'disk', disk]);
  const resolveBy = await bindResolver(directory);
  tell('namespaces');

  const authority = await createPublicAuthority('Test', REVOCATION_LIST);
  const [names, postgres, registry] = await Promise.all([
    startNames(directory, logDirectory),
    startPostgres(machine, path.join(directory, 'postgres'), logDirectory),
    authority.issue([RDAP_HOST]).then(startRegistry),
  ]);
  tell('names, registry and Postgres');
  const mail = { address: SERVERS.mail, port: 587, extensions: ['AUTH PLAIN'], silent: false };
  const mailServer = await startSmtpServer(mail);
  const pebble = await startPebble({
    httpPort: 80,
    address: SERVERS.authority,
    dnsServer: `${SERVERS.resolver}:53`,
    config: { certificateValidityPeriod: DAYS_90 },
  });
  const rootsFile = path.join(directory, 'roots.pem');
  const roots = [await pebble.rootPem(), authority.pem];
  await writeFile(rootsFile, roots.join(''));
  const preload = path.join(__dirname, 'public-roots.js');
  const trusting = { NODE_OPTIONS: `--require ${preload}`, PUBLIC_ROOTS: rootsFile };
  tell('authority and mail');
  const dataDir = path.join(disk, 'data');
  const shop = await startShop({ machine, postgres, pebble, dataDir, logDirectory, trusting });
  await until(isOpen, 'the shop is open');
  tell(`shop at ${HOSTS.apex}`);
  const programs = createFaultPrograms({ machine, pairFile: shop.store.paths.current, directory, logDirectory });
  const doctors = await createDoctors({ machine, shop, registry, postgres, roots, trusting, logDirectory });
  return {
    ...{
      machine,
      names,
      registry,
      pebble,
      postgres,
      shop,
      doctors,
      authority,
      resolveBy,
      mail,
      diskSize: DISK,
      ...programs,
    },
    async shrinkDisk(option, value) {
      await exec(['mount', '-o', `remount,${option}=${value}`, disk]);
    },
    untilOpen: () => until(isOpen, 'the shop is open again'),
    async stop() {
      await doctors.stop();
      for (const one of Object.values(shop.processes)) await one.stop();
      await postgres.program.stop('SIGINT');
      for (const one of [...Object.values(names.servers), ...names.resolvers]) await one.program.stop();
      await Promise.all([mailServer.close(), registry.close(), pebble.stop()]);
      machine.stop();
      await exec(['umount', '-l', disk]);
    },
  };
}

/** One for both machines, as programs ask that know nothing of the laboratory. */
async function bindResolver(directory: string): Promise<World['resolveBy']> {
  const file = path.join(directory, 'resolv.conf');
  const write = (address: string): Promise<void> => writeFile(file, `nameserver ${address}\n`);
  await write(SERVERS.resolver);
  await exec(['mount', '--bind', file, '/etc/resolv.conf']);
  return async (address) => {
    await write(address);
    return () => write(SERVERS.resolver);
  };
}
