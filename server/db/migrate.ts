/** Applies `migrations/NNNN_name.sql` in order, each in a transaction that records itself first. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Logger as QueueLogger, runMigrations as runQueueMigrations } from 'graphile-worker';
import type { Pool } from './pool';
import { withTransaction } from './transaction';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** One lock for all migrating processes of a database. The number is arbitrary and must never change. */
const LOCK = 4_159_265;

export async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
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
 * Brings the database up to date, the job queue's own tables included.
 * @returns the migrations applied now, none when it was up to date
 * @throws when the database is newer than the code
 */
export async function migrate(pool: Pool, directory: string): Promise<Migration[]> {
  const migrations = await readMigrations(directory);
  await ensureTable(pool);
  const applied: Migration[] = [];
  for (const migration of migrations) {
    if (await applyOnce(pool, migration)) applied.push(migration);
  }
  await refuseNewer(pool, migrations.length);
  await runQueueMigrations({ pgPool: pool, logger: silentQueueLogger() });
  return applied;
}

async function ensureTable(pool: Pool): Promise<void> {
  await withTransaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await tx.query(`create table if not exists migrations (
      number integer primary key, name text not null, applied_at timestamptz not null default now())`);
  });
}

async function applyOnce(pool: Pool, migration: Migration): Promise<boolean> {
  return withTransaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const recorded = await tx.query('insert into migrations (number, name) values ($1, $2) on conflict do nothing', [
      migration.number,
      migration.name,
    ]);
    if (recorded.rowCount === 0) return false;
    await tx.query(migration.sql);
    return true;
  });
}

async function refuseNewer(pool: Pool, known: number): Promise<void> {
  const { rows } = await pool.query<{ newest: number | null }>('select max(number) as newest from migrations');
  const newest = rows[0]?.newest ?? 0;
  if (newest > known) {
    throw new Error(`the database is at migration ${newest}, this release knows ${known}: deploy a newer release`);
  }
}

/** The queue says each of its own steps; ours are the ones that are shown. */
const silentQueueLogger = (): QueueLogger => new QueueLogger(() => () => undefined);
