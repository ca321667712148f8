/** Faults on the machine: processes, database, disk, the certificate's upkeep, mails, backups. */
import { mkdir, rm, writeFile, statfs } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Undo } from '../namespaces';
import { SHOP_PORT } from '../places';
import { until } from '../programs';
import { fault, type LaboratoryFault } from '../table';
import { statusOf } from '../visits';
import type { World } from '../world';

/** A worker that was started so long ago listens by now, and a transaction has gone on for too long, say their rows. */
const LONG_MS = 31_000;
const HOUR_MS = 60 * 60 * 1000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();

const untilNotReady = async (undo: Undo): Promise<Undo> => {
  await until(async () => (await statusOf('/readyz')) === 503, 'the edge says that the shop is not ready');
  return undo;
};

const PROCESSES: readonly LaboratoryFault[] = [
  fault('the edge is dead', 'PROC-20', ({ shop }) => shop.processes.edge.down(), { outside: 'NET-REFUSED' }),
  fault('the worker is dead', 'PROC-06', async ({ shop }) => untilNotReady(await shop.processes.shop.down()), {
    outside: 'PRX-NOBODY',
  }),
  fault(
    'the worker listens elsewhere',
    'PROC-08',
    async ({ shop }) => {
      await shop.processes.shop.again({ SHOP_PORT: String(SHOP_PORT + 1) });
      // Until then it could be about to.
      await sleep(LONG_MS);
      return untilNotReady(() => shop.processes.shop.again());
    },
    { outside: 'PRX-NOBODY' },
  ),
  fault('the worker hangs', 'PRX-04', async ({ shop }) => untilNotReady(shop.processes.shop.hang()), {
    outside: 'PRX-NOBODY',
  }),
  fault('nobody sees to certificates', 'PROC-22', ({ shop }) => shop.processes.certificates.down('SIGTERM'), {
    outside: null,
  }),
  fault('nobody does the jobs', 'PROC-21', ({ shop }) => shop.processes.jobs.down('SIGTERM'), { outside: null }),
];

/** Connections that do nothing but be there. */
async function occupy({ postgres }: World, count: number, statement = 'select 1'): Promise<Undo> {
  const clients: Client[] = [];
  for (let i = 0; i < count; i += 1) {
    const client = new Client({ connectionString: postgres.socketUrl });
    client.on('error', () => undefined);
    const isIn = await client.connect().then(
      () => true,
      () => false,
    );
    // There is no place left: that is what was wanted.
    if (!isIn) break;
    clients.push(client);
    await client.query(statement);
  }
  return async () => void (await Promise.all(clients.map((client) => client.end())));
}

async function longBegun(world: World): Promise<Undo> {
  const undo = await occupy(world, 1, 'begin; lock table settings in access share mode');
  await sleep(LONG_MS);
  return undo;
}

async function renamed({ postgres }: World, table: string): Promise<Undo> {
  await postgres.query(`alter table ${table} rename to ${table}_elsewhere`);
  return async () => void (await postgres.query(`alter table ${table}_elsewhere rename to ${table}`));
}

const DATABASE: readonly LaboratoryFault[] = [
  fault('Postgres is dead', 'DB-03', async ({ postgres }) => untilNotReady(await postgres.program.down('SIGQUIT')), {
    outside: 'PRX-NOT-READY',
  }),
  fault('Postgres has no connection left', 'DB-01', (world) => occupy(world, 60), { outside: null }),
  fault('a transaction that nobody ends', 'DB-02', longBegun, { outside: null }),
  fault('no table of sessions', 'APP-05', (world) => renamed(world, 'sessions'), { outside: null }),
  fault(
    'a migration that didn’t run',
    'DB-05',
    async ({ postgres }) => {
      const [last] = await postgres.query('select * from migrations order by 1 desc limit 1');
      const columns = Object.keys(last!);
      await postgres.query(`delete from migrations where ${columns[0]} = (select max(${columns[0]}) from migrations)`);
      return async () => {
        const values = Object.values(last!).map(
          (value) => `'${value instanceof Date ? value.toISOString() : String(value)}'`,
        );
        await postgres.query(`insert into migrations (${columns.join(', ')}) values (${values.join(', ')})`);
      };
    },
    { outside: null },
  ),
  fault(
    'the log can’t be shipped',
    'DB-20',
    async ({ postgres }) => {
      await postgres.withSettings({ archive_mode: 'on', archive_command: 'false' });
      await postgres.query('create table if not exists shipped (one int); drop table shipped; select pg_switch_wal()');
      await until(
        async () => Number((await postgres.query('select failed_count as n from pg_stat_archiver'))[0]!['n']) > 0,
        'a log was not shipped',
      );
      return () => postgres.withSettings({});
    },
    { outside: null },
  ),
];

const DISK: readonly LaboratoryFault[] = [
  fault('the disk is full', 'HOST-01', async (world) => shrunk(world, 'size'), { outside: null }),
  fault('no file can be made any more', 'HOST-21', async (world) => shrunk(world, 'nr_inodes'), { outside: null }),
];

async function shrunk({ shop, shrinkDisk, diskSize }: World, option: 'size' | 'nr_inodes'): Promise<Undo> {
  const { bsize, blocks, bfree, files, ffree } = await statfs(shop.dataDir);
  await shrinkDisk(option, option === 'size' ? (blocks - bfree) * bsize + 4096 : files - ffree + 2);
  return () => shrinkDisk(option, diskSize[option]);
}

/** What the host's scripts leave behind (deploy/host). */
async function backupStatus({ shop }: World, status: object): Promise<Undo> {
  const directory = path.join(shop.dataDir, 'backups');
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'status.json'), JSON.stringify(status));
  return () => rm(directory, { recursive: true });
}

const GOOD = { at: ago(2), file: 'base.tar', bytes: 1e6, reason: null, problems: {}, verified: { at: ago(24) } };

const BACKUPS: readonly LaboratoryFault[] = [
  fault(
    'the last backup failed',
    'BKP-01',
    (world) => backupStatus(world, { ...GOOD, problems: { backup: 'the bucket refused it: AccessDenied' } }),
    { outside: null },
  ),
  fault('the last backup is days old', 'BKP-02', (world) => backupStatus(world, { ...GOOD, at: ago(80) }), {
    outside: null,
  }),
  fault(
    'no backup was tried out for weeks',
    'BKP-06',
    (world) => backupStatus(world, { ...GOOD, verified: { at: ago(500) } }),
    { outside: null },
  ),
];

const MAIL: readonly LaboratoryFault[] = [
  fault(
    'the mail server is silent',
    'MAIL-01',
    ({ mail }) => {
      mail.silent = true;
      return () => void (mail.silent = false);
    },
    { outside: null },
  ),
];

export const MACHINE_FAULTS: readonly LaboratoryFault[] = [...PROCESSES, ...DATABASE, ...DISK, ...MAIL, ...BACKUPS];
