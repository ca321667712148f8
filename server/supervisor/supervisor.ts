/** `npm start`: brings everything up in order, shows each step, and takes it down in the reverse order. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { authorityCertificateFile } from '../certificates/local';
import type { Config, Environment } from '../config/env';
import { projectPaths } from '../config/paths';
import { migrate } from '../db/migrate';
import { createPool, type Pool } from '../db/pool';
import { createPictureStore } from '../pictures/store';
import { startEmbeddedPostgres } from '../postgres/embedded';
import { DATABASE_NAME } from '../postgres/running';
import { createLogger } from '../process/logger';
import { readRelease, releaseName } from '../process/release';
import type { Steps } from '../process/steps';
import { demoSignIn, type DemoSignIn, fitsStill, houses, seedDemo } from '../seed';
import { edgeWords, sourceWords, type Said } from './certificate-words';
import { createChild, type Child } from './child';
import { watchDatabase } from './database-watch';
import { checkPorts, lockDataDirectory, prepareDataDirectory } from './preflight';
import { summaryLines } from './summary';

/** Above the longest drain of a child, which cuts itself off before. */
const CHILD_STOP_TIMEOUT_MS = 15_000;

/** Takes back one thing that was started; run from the last to the first. */
export type Undo = () => Promise<void>;

export interface SupervisorOptions {
  readonly environment: Environment;
  readonly steps: Steps;
  /** A process died too often: the whole of it should end. */
  readonly onGiveUp: (reason: string) => void;
}

export async function startEverything(options: SupervisorOptions, undo: Undo[]): Promise<void> {
  const { environment, steps } = options;
  const { config } = environment;
  steps.note(`Essence Aura ${releaseName(readRelease())} · ${config.mode}`);
  steps.note();
  await prepareDataDirectory(config.dataDir);
  const lock = await lockDataDirectory(config.dataDir);
  undo.push(() => lock.release());
  await checkPorts(config);
  const databaseUrl = environment.secrets.databaseUrl ?? (await startDatabase(options, undo));
  const demo = await prepareDatabase(options, databaseUrl);
  await startChildren(options, undo, databaseUrl);
  for (const line of await summaryLines({ ...summaryPaths(environment), config, demo })) steps.note(line);
}

function summaryPaths({ config, secrets }: Environment) {
  const mail = new URL(secrets.mailUrl);
  return {
    caFile: config.certificates === 'local' ? authorityCertificateFile(config.dataDir) : null,
    outboxDirectory: mail.protocol === 'file:' ? decodeURIComponent(mail.pathname) : null,
    logDirectory: path.join(config.dataDir, 'logs'),
  };
}

async function startDatabase(options: SupervisorOptions, undo: Undo[]): Promise<string> {
  const { environment, steps } = options;
  const { dataDir } = environment.config;
  const postgres = await steps.run(
    'Postgres',
    () => startEmbeddedPostgres({ dataDir, databaseName: DATABASE_NAME, durable: true }),
    ({ databaseUrl }) => `127.0.0.1:${new URL(databaseUrl).port}, data in ${path.join(dataDir, 'postgres')}`,
  );
  const log = path.join(dataDir, 'postgres.log');
  const endWatch = watchDatabase(postgres, (how, again) => noteDeath(options, { who: 'Postgres', how, again, log }));
  undo.push(async () => {
    await endWatch();
    await postgres.stop();
  });
  return postgres.databaseUrl;
}

async function prepareDatabase({ environment, steps }: SupervisorOptions, databaseUrl: string) {
  const logger = createLogger({ level: 'silent', process: 'start' });
  const pool = createPool({ databaseUrl, applicationName: 'start', maxConnections: 2, logger });
  try {
    await steps.run(
      'migrations',
      () => migrate(pool, projectPaths().migrations),
      (applied) => (applied.length === 0 ? 'up to date' : `${applied.length} applied`),
    );
    return environment.config.mode === 'production' ? null : await seed(pool, environment, steps);
  } finally {
    await pool.end();
  }
}

async function seed(pool: Pool, { config }: Environment, steps: Steps): Promise<DemoSignIn | null> {
  const store = createPictureStore({ directory: path.join(config.dataDir, 'pictures') });
  const signIn = await demoSignIn(config.dataDir);
  const perfumes = houses.reduce((sum, house) => sum + house.perfumes.length, 0);
  await steps.run(
    'catalogue',
    () => seedDemo(pool, store, signIn, new Date()),
    (fresh) => (fresh ? `${perfumes} perfumes of ${houses.length} houses, pictures drawn` : 'kept as it is'),
  );
  return (await fitsStill(pool, signIn)) ? signIn : null;
}

interface Death {
  readonly who: string;
  readonly how: string;
  readonly again: boolean;
  readonly log: string;
}

function noteDeath({ steps, onGiveUp }: SupervisorOptions, { who, how, again, log }: Death): void {
  steps.note(`  ! ${who} ended (${how})${again ? ', starting it again' : ''}; see ${log}`);
  if (!again) onGiveUp(`${who} keeps ending`);
}

/** In the order in which they are stopped again from the end: the edge first, so that no request meets a stopping shop. */
const CHILDREN: readonly { readonly name: string; readonly says: (config: Config) => Said | Promise<Said> }[] = [
  { name: 'certificates', says: sourceWords },
  { name: 'jobs', says: () => 'mails and deadlines' },
  { name: 'shop', says: (config) => `127.0.0.1:${config.shopPort}` },
  { name: 'edge', says: edgeWords },
];

async function startChildren(options: SupervisorOptions, undo: Undo[], databaseUrl: string): Promise<void> {
  const { environment, steps } = options;
  const logDirectory = path.join(environment.config.dataDir, 'logs');
  await mkdir(logDirectory, { recursive: true });
  for (const { name, says } of CHILDREN) {
    const child: Child = createChild({
      name,
      script: path.join(projectPaths().root, 'dist', 'server', 'bin', `${name}.js`),
      env: { ...environment.inherited, DATABASE_URL: databaseUrl },
      logDirectory,
      stopTimeoutMs: CHILD_STOP_TIMEOUT_MS,
      onDeath: (who, how, again) => noteDeath(options, { who, how, again, log: path.join(logDirectory, `${who}.log`) }),
    });
    undo.push(() => child.stop());
    await steps.run(
      name,
      async () => {
        await child.start();
        return says(environment.config);
      },
      (said) => said,
    );
  }
}
