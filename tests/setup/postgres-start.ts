/** One Postgres for the whole run, with a migrated template database that each test file copies. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectPaths } from '../../server/config/paths';
import { migrate } from '../../server/db/migrate';
import { createPool } from '../../server/db/pool';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../server/postgres/embedded';
import { createLogger } from '../../server/process/logger';

export const TEMPLATE = 'template_shop';

interface RunningPostgres {
  readonly postgres: EmbeddedPostgres;
  readonly directory: string;
}

declare global {
  var runningPostgres: RunningPostgres | undefined;
}

export default async function startPostgres(): Promise<void> {
  if (globalThis.runningPostgres) return;
  const directory = await mkdtemp(path.join(tmpdir(), 'essence-postgres-'));
  const postgres = await startEmbeddedPostgres({ dataDir: directory, databaseName: TEMPLATE, durable: false });
  const logger = createLogger({ level: 'silent', process: 'tests' });
  const pool = createPool({
    databaseUrl: postgres.databaseUrl,
    applicationName: 'template',
    maxConnections: 2,
    logger,
  });
  await migrate(pool, projectPaths().migrations);
  await pool.end();
  globalThis.runningPostgres = { postgres, directory };
  // Read by tests/setup/database.ts in the worker processes, which inherit it.
  process.env['TEST_TEMPLATE_URL'] = postgres.databaseUrl;
}
