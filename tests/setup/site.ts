/** The whole site as it runs in production: the four real processes from `dist/`, on a database and ports of its own. */
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { authorityCertificateFile } from '../../server/certificates/local';
import { projectPaths } from '../../server/config/paths';
import { createPictureStore } from '../../server/pictures/store';
import { demoSignIn, seedDemo } from '../../server/seed/demo';
import { createChild, type Child } from '../../server/supervisor/child';
import { createTestDatabase, type TestDatabase } from './database';
import { freePorts } from './ports';

const PROCESSES = ['certificates', 'jobs', 'shop', 'edge'] as const;
type ProcessName = (typeof PROCESSES)[number];

export interface Site {
  readonly domain: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly shopPort: number;
  readonly dataDir: string;
  /** Of its processes, for commands that are typed on its host. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly database: TestDatabase;
  /** PEM of the development CA (`CERTIFICATES=local`). */
  readonly caPem: () => string;
  readonly process: (name: ProcessName) => Child;
  /** What a process wrote, one JSON line each. */
  readonly logOf: (name: ProcessName) => string;
  stop(): Promise<void>;
}

interface SiteOptions {
  readonly domain: string;
  /** Added to, and winning over, what the site sets itself. */
  readonly env?: Readonly<Record<string, string>>;
  /** Chosen by the caller when a certificate authority must know it before. */
  readonly httpPort?: number;
  readonly catalogue?: boolean;
  /** The checkout whose `dist/` runs; this one unless a benchmark compares two. */
  readonly root?: string;
}

export async function startSite(options: SiteOptions): Promise<Site> {
  const [httpsPort = 0, shopPort = 0, anyPort = 0] = await freePorts(3);
  const httpPort = options.httpPort ?? anyPort;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'essence-site-'));
  const logDirectory = path.join(dataDir, 'logs');
  mkdirSync(logDirectory);
  const database = await createTestDatabase();
  if (options.catalogue ?? true) await seedSite(database, dataDir);
  const env = {
    PATH: process.env['PATH'],
    DOMAIN: options.domain,
    HTTP_PORT: String(httpPort),
    HTTPS_PORT: String(httpsPort),
    PUBLIC_HTTPS_PORT: '443',
    SHOP_PORT: String(shopPort),
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    CERTIFICATES: 'local',
    OWNER_EMAIL: `owner@${options.domain}`,
    ...options.env,
  };
  const children = new Map(
    PROCESSES.map((name) => [
      name,
      createProcess(name, { env, logDirectory, root: options.root ?? projectPaths().root }),
    ]),
  );
  const stop = async (): Promise<void> => {
    for (const child of [...children.values()].toReversed()) await child.stop();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    for (const child of children.values()) await child.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    domain: options.domain,
    httpPort,
    httpsPort,
    shopPort,
    dataDir,
    env,
    database,
    caPem: () => readFileSync(authorityCertificateFile(dataDir), 'utf8'),
    process: (name) => children.get(name)!,
    logOf: (name) => readFileSync(path.join(logDirectory, `${name}.log`), 'utf8'),
    stop,
  };
}

function createProcess(
  name: ProcessName,
  { env, logDirectory, root }: { env: NodeJS.ProcessEnv; logDirectory: string; root: string },
): Child {
  return createChild({
    name,
    script: path.join(root, 'dist', 'server', 'bin', `${name}.js`),
    env,
    logDirectory,
    stopTimeoutMs: 15_000,
    onDeath: () => undefined,
  });
}

async function seedSite(database: TestDatabase, dataDir: string): Promise<void> {
  const store = createPictureStore({ directory: path.join(dataDir, 'pictures') });
  await seedDemo(database.pool, store, await demoSignIn(dataDir), new Date());
}
