/** Applies `migrations/NNNN_name.sql` in order, on a connection with rules of its own (migration-lane.ts). */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Logger as QueueLogger, runMigrations as runQueueMigrations } from 'graphile-worker';
import { applyInTransaction, applyOutside, inLane, isOutside, type Migration } from './migration-lane';
import type { Executor, Pool } from './pool';

export type { Migration };

/** What all of them make; written by `npm run schema`. */
export const SCHEMA_FILE = 'schema.sql';

export async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.sql') && name !== SCHEMA_FILE).sort();
  return Promise.all(
    files.map(async (file, index) => {
      const match = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file);
      if (!match?.[1] || !match[2] || Number(match[1]) !== index + 1) {
        throw new Error(`migrations/${file} should be numbered ${String(index + 1).padStart(4, '0')}`);
      }
      return { number: index + 1, name: match[2], sql: await readFile(path.join(directory, file), 'utf8') };
    }),
  );
}

/**
 * With the job queue's own tables, which take a connection beside the lane's.
 * @param pool of two connections at least
 * @returns what was applied now
 * @throws when the database is newer than the code
 */
export async function migrate(pool: Pool, directory: string): Promise<Migration[]> {
  const migrations = await readMigrations(directory);
  return inLane(pool, async (db) => {
    await db.query(`create table if not exists migrations (
      number integer primary key, name text not null, applied_at timestamptz not null default now())`);
    const newest = await selectNewest(db);
    if (newest > migrations.length) {
      throw new Error(
        `the database is at migration ${newest}, this release knows ${migrations.length}: deploy a newer release`,
      );
    }
    const due = migrations.slice(newest);
    for (const migration of due) {
      await (isOutside(migration.sql) ? applyOutside : applyInTransaction)(db, migration);
    }
    // In the lane too: the queue's own begin with a schema that two processes can't make at once.
    await runQueueMigrations({ pgPool: pool, logger: silentQueueLogger() });
    return due;
  });
}

async function selectNewest(db: Executor): Promise<number> {
  const { rows } = await db.query<{ newest: number | null }>('select max(number) as newest from migrations');
  return rows[0]?.newest ?? 0;
}

const silentQueueLogger = (): QueueLogger => new QueueLogger(() => () => undefined);
