/** What the steps of an activation do on a real host. */
import { realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { Environment } from '../config/env';
import { projectPaths } from '../config/paths';
import { migrate, readMigrations } from '../db/migrate';
import { createPool } from '../db/pool';
import type { Logger } from '../process/logger';
import { readRelease, releaseName } from '../process/release';
import type { ActivationActions } from './activation';
import { tryCanary } from './canary';
import { createGate } from './gate';
import type { Installation } from './installation';
import { refuseNarrowing } from './migration-check';
import { createPm2 } from './pm2';
import { waitForDaemon } from './pm2-daemon';
import { releasesToRemove } from './prune';
import { runProgram } from './run-program';
import { bringOver, directoryOfProcess, PATIENCE, untilUp, type WorkersOptions } from './workers';

export interface TakeoverOptions {
  readonly environment: Environment;
  readonly installation: Installation;
  readonly id: string;
  /** false for a release that comes back: the database knows more than it, and that is well. */
  readonly migrates: boolean;
  readonly logger: Logger;
}

/** The shop before the edge, which asks it; what nobody waits for first. */
const ORDER: readonly string[] = ['certificates', 'jobs', 'shop', 'edge'];
const LEFTOVER_AGE_MS = 24 * 60 * 60 * 1000;

const ecosystemSchema = z.object({ apps: z.array(z.object({ name: z.string() })) });

export async function createTakeover(options: TakeoverOptions): Promise<ActivationActions> {
  const { environment, installation, id } = options;
  const { config } = environment;
  const env = { ...environment.inherited, RELEASE_DIR: installation.currentLink };
  const pm2 = createPm2({
    run: runProgram,
    base: installation.base,
    ecosystemFile: path.join(installation.currentLink, 'ecosystem.config.js'),
    env,
    daemon: () => waitForDaemon(environment.inherited['PM2_HOME'] ?? path.join(homedir(), '.pm2')),
  });
  const gate = createGate({ pm2, config });
  const nameOf = (release: string): string =>
    releaseName(readRelease(projectPaths(installation.directoryOf(release)).release));
  const certificate = await gate.hasCertificate();
  /** What pm2 runs from `current` and is not named here. What else it may run on this machine is not ours. */
  const runningBeyond = async (named: readonly string[]): Promise<readonly string[]> => {
    const ours = (await pm2.workers()).filter(({ directory }) => directory === installation.currentLink);
    return [...new Set(ours.map(({ app }) => app))].filter((app) => !named.includes(app));
  };
  const apps = (release: string): readonly string[] => appsOf(installation.directoryOf(release));
  const watching: WorkersOptions = { pm2, patience: PATIENCE, directoryOfProcess };
  let startedFromNothing: string | null = null;

  return {
    preparations: [
      {
        name: 'pm2',
        run: async () => {
          const { length } = await pm2.workers();
          return `${length} ${length === 1 ? 'process runs' : 'processes run'}; to come: ${apps(id).join(', ')}`;
        },
      },
      ...(options.migrates ? [{ name: 'migrations', run: () => widenDatabase(options) }] : []),
      {
        name: 'canary',
        run: () =>
          tryCanary({
            directory: installation.directoryOf(id),
            releaseName: nameOf(id),
            config,
            env: environment.inherited,
          }),
      },
    ],
    switchTo: (to) => installation.switchTo(to),
    async withdraw() {
      for (const app of inOrder(await runningBeyond([])).toReversed()) await pm2.remove(app);
      await installation.removeCurrent();
    },
    appsOf: apps,
    async bringOver(app, to) {
      const directory = await realpath(installation.directoryOf(to));
      if ((await pm2.workers()).length === 0) {
        await pm2.startAll();
        startedFromNothing = to;
      }
      const come = startedFromNothing === to ? untilUp : bringOver;
      const workers = await come(watching, app, directory);
      return `process ${workers.map(({ pid }) => pid).join(', ')}`;
    },
    appsBeyond: (of) => runningBeyond(apps(of)),
    remove: (app) => pm2.remove(app),
    gate: (of) => gate.pass({ releaseName: nameOf(of), certificate }),
    markLive: (which) => installation.markLive(which, new Date()),
    async prune(current) {
      const old = releasesToRemove(await installation.list(), current);
      for (const release of old) await installation.remove(release);
      await installation.removeLeftovers(new Date(Date.now() - LEFTOVER_AGE_MS));
      const kept = (await installation.list()).length;
      return `${kept} ${kept === 1 ? 'release' : 'releases'} kept, ${old.length} removed`;
    },
  };
}

function appsOf(directory: string): readonly string[] {
  const file = path.join(directory, 'ecosystem.config.js');
  const { apps } = ecosystemSchema.parse(createRequire(file)(file));
  return inOrder(apps.map(({ name }) => name));
}

function inOrder(apps: readonly string[]): readonly string[] {
  const place = (name: string): number => Math.max(ORDER.indexOf(name), 0);
  return apps.toSorted((one, other) => place(one) - place(other));
}

async function widenDatabase({ environment, installation, id, logger }: TakeoverOptions): Promise<string> {
  const { databaseUrl } = environment.secrets;
  if (!databaseUrl) throw new Error('DATABASE_URL is not set: on a host the database is the host’s own');
  const { migrations: directory } = projectPaths(installation.directoryOf(id));
  refuseNarrowing(await readMigrations(directory));
  const pool = createPool({ databaseUrl, applicationName: 'deploy', maxConnections: 2, logger });
  try {
    const applied = await migrate(pool, directory);
    return applied.length === 0 ? 'none to apply' : `applied ${applied.map(({ name }) => name).join(', ')}`;
  } finally {
    await pool.end();
  }
}
