/** The whole site as it runs in production: the four real processes from `dist/`, on a database and ports of its own. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { authorityCertificateFile } from '../../server/certificates/local';
import { projectPaths } from '../../server/config/paths';
import { createPictureStore } from '../../server/pictures/store';
import { demoSignIn, seedDemo } from '../../server/seed/demo';
import { createChild, type Child } from '../../server/supervisor/child';
import { scriptOf } from './commands';
import { createTestDatabase, type TestDatabase } from './database';
import { lend } from './lend';
import { freePorts } from './ports';

const run = promisify(execFile);

const PROCESSES = ['certificates', 'jobs', 'shop', 'edge'] as const;
type ProcessName = (typeof PROCESSES)[number];

export type Site = Awaited<ReturnType<typeof startSite>>;

export interface SiteOptions {
  readonly domain: string;
  /** Added to, and winning over, what the site sets itself. */
  readonly env?: Readonly<Record<string, string>>;
  /** Chosen by the caller when a certificate authority must know it before. */
  readonly httpPort?: number;
  readonly catalogue?: boolean;
  /** Another checkout, whose `dist/` runs on a database with its own migrations and catalogue: a benchmark compares two. */
  readonly root?: string;
}

export async function startSite(options: SiteOptions) {
  const [httpsPort = 0, shopPort = 0, anyPort = 0] = await freePorts(3);
  const httpPort = options.httpPort ?? anyPort;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'essence-site-'));
  const logDirectory = path.join(dataDir, 'logs');
  mkdirSync(logDirectory);
  const { root = projectPaths().root } = options;
  const database = await createTestDatabase({ empty: options.root !== undefined });
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
  const children = new Map(PROCESSES.map((name) => [name, createProcess(name, { env, logDirectory, root })]));
  const stop = async (): Promise<void> => {
    for (const child of [...children.values()].toReversed()) await child.stop();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    if (options.root !== undefined) await seedAs(root, { ...env, NODE_ENV: 'development' });
    else if (options.catalogue ?? true) await seedSite(database, dataDir);
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
    env: env as Readonly<NodeJS.ProcessEnv>,
    database,
    caPem: () => readFileSync(authorityCertificateFile(dataDir), 'utf8'),
    process: (name: ProcessName) => children.get(name)!,
    logOf: (name: ProcessName) => readFileSync(path.join(logDirectory, `${name}.log`), 'utf8'),
    stop,
  };
}

/** For the tests of a file. */
export const withSite = (options: SiteOptions): Site =>
  lend({ open: () => startSite(options), close: (site) => site.stop() });

function createProcess(
  name: ProcessName,
  { env, logDirectory, root }: { env: NodeJS.ProcessEnv; logDirectory: string; root: string },
): Child {
  return createChild({
    name,
    script: scriptOf(name, root),
    env,
    logDirectory,
    stopTimeoutMs: 15_000,
    onDeath: () => undefined,
  });
}

async function seedAs(root: string, env: NodeJS.ProcessEnv): Promise<void> {
  for (const command of ['migrate', 'seed']) await run(process.execPath, [scriptOf(command, root)], { env });
}

async function seedSite(database: TestDatabase, dataDir: string): Promise<void> {
  const store = createPictureStore({ directory: path.join(dataDir, 'pictures') });
  await seedDemo(database.pool, store, await demoSignIn(dataDir), new Date());
}
