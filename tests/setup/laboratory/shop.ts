/** The shop on its machine: the four processes from `dist/`, as they run in production, on 80, 443 and 3001. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { KeyAndCertificate } from '../../../server/certificates/issue';
import { createCertificateStore, type CertificateStore } from '../../../server/certificates/store';
import { createPool } from '../../../server/db/pool';
import { createPictureStore } from '../../../server/pictures/store';
import { createLogger } from '../../../server/process/logger';
import { houses, notes } from '../../../server/seed/catalogue';
import { seedCatalogue } from '../../../server/seed/seed-catalogue';
import { scriptOf } from '../commands';
import type { Pebble } from '../pebble';
import { exec, type Machine, type Undo } from './namespaces';
import { DOMAIN, MAIL_HOST, SHOP_PORT } from './places';
import type { Postgres } from './postgres';
import { createProgram, until, type Program } from './programs';
import { servedBy } from './visits';

export type ProcessName = 'certificates' | 'jobs' | 'shop' | 'edge';

export interface Shop {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly processes: Readonly<Record<ProcessName, Program>>;
  readonly store: CertificateStore;
  /** In the store and served, with nobody there who would see to another one. */
  readonly serve: (pair: KeyAndCertificate) => Promise<Undo>;
  /** The edge sees another store where it looks for this one. */
  readonly misleadEdge: (store: CertificateStore) => Promise<Undo>;
}

interface ShopOptions {
  readonly machine: Machine;
  readonly postgres: Postgres;
  readonly pebble: Pebble;
  readonly dataDir: string;
  readonly logDirectory: string;
  /** Variables of a program that is to know the laboratory's roots as those of public authorities. */
  readonly trusting: Readonly<Record<string, string>>;
}

export async function startShop(options: ShopOptions): Promise<Shop> {
  const { machine, postgres, pebble, dataDir, trusting, logDirectory } = options;
  await mkdir(dataDir, { recursive: true });
  const env = {
    PATH: String(process.env['PATH']),
    NODE_ENV: 'production',
    DOMAIN,
    DATA_DIR: dataDir,
    DATABASE_URL: postgres.url,
    CERTIFICATES: 'acme',
    ACME_DIRECTORY_URL: pebble.directoryUrl,
    ACME_CA_FILE: pebble.caFile,
    OWNER_EMAIL: `owner@${DOMAIN}`,
    MAIL_URL: `smtp://shop:laboratory@${MAIL_HOST}:587`,
    HSTS_MAX_AGE: '31536000',
    SHOP_PORT: String(SHOP_PORT),
  };
  await exec(
    machine.inside([
      'env',
      ...Object.entries(env).map((pair) => pair.join('=')),
      process.execPath,
      scriptOf('migrate'),
    ]),
  );
  await seed(postgres.socketUrl, dataDir);
  const program = (name: ProcessName): Program => {
    const command = machine.inside([process.execPath, '--enable-source-maps', scriptOf(name)]);
    return createProgram({ name, command, env: name === 'edge' ? { ...env, ...trusting } : env, logDirectory });
  };
  const processes = {
    certificates: program('certificates'),
    jobs: program('jobs'),
    shop: program('shop'),
    edge: program('edge'),
  };
  await Promise.all([processes.shop.start(), processes.edge.start()]);
  await Promise.all([processes.jobs.start(), processes.certificates.start()]);
  const store = createCertificateStore(dataDir);
  async function misleadEdge({ paths }: CertificateStore): Promise<Undo> {
    const mounted = `mount --bind ${paths.root} ${store.paths.root} && exec "$@"`;
    const command = [process.execPath, '--enable-source-maps', scriptOf('edge')];
    const misled = createProgram({
      name: 'misled-edge',
      command: machine.inside(['unshare', '--mount', '--', 'sh', '-c', mounted, 'edge', ...command]),
      env: { ...env, ...trusting },
      logDirectory,
    });
    const again = await processes.edge.down();
    await misled.start();
    return async () => {
      await misled.stop();
      await again();
    };
  }
  return { dataDir, env, processes, store, misleadEdge, serve: serveBy(store, processes) };
}

function serveBy(store: CertificateStore, { certificates }: Shop['processes']) {
  return async (pair: KeyAndCertificate): Promise<Undo> => {
    const { bundle: before } = (await store.load(new Date()))!;
    const again = await certificates.down('SIGTERM');
    const bundle = await store.install('laboratory', pair, new Date());
    await until(async () => (await servedBy(DOMAIN)) === bundle.fingerprint, 'the edge serves what is in the store');
    return async () => {
      await store.install(before.origin, before, new Date());
      await until(async () => (await servedBy(DOMAIN)) === before.fingerprint, 'the edge serves what it did before');
      await again();
    };
  };
}

async function seed(databaseUrl: string, dataDir: string): Promise<void> {
  const logger = createLogger({ level: 'silent', process: 'laboratory' });
  const pool = createPool({ databaseUrl, applicationName: 'laboratory', maxConnections: 2, logger });
  const pictures = createPictureStore({ directory: path.join(dataDir, 'pictures') });
  // One house is a shop.
  const [house] = houses;
  const perfumes = house!.perfumes.slice(0, 3);
  await seedCatalogue(pool, pictures, { notes, houses: [{ ...house!, perfumes }] }, new Date());
  await pool.end();
}
