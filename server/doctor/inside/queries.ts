/** What one connection sees of the database; as whoever the shop is there. */
import type { QueryResultRow } from 'pg';
import { createPool, type Executor } from '../../db/pool';
import type { DatabaseReach, DatabaseState, JobQueue, OutboxState } from '../../health/facts/database';
import type { JobRun } from '../../health/facts/processes';
import { errorCode } from '../../process/error-code';
import { asError, messageOf } from '../../process/thrown';
import { insideOf, type Context } from '../context';

/** What happens to a connection is told by the statement that it fails. */
const silent = { warn: () => undefined };

/** @throws Error where the database is not told, or this user may not sign in at it */
export async function withDatabase<T>(context: Context, use: (db: Executor) => Promise<T>): Promise<T> {
  const { databaseUrl } = insideOf(context);
  if (databaseUrl === null) throw new Error('DATABASE_URL is not set');
  const pool = createPool({ databaseUrl, applicationName: 'doctor', maxConnections: 1, logger: silent });
  try {
    return await use(pool);
  } finally {
    await pool.end();
  }
}

/** Peer authentication is by the system's user, and root is none of Postgres'. A password that is wrong is another code. */
const isOurOwnRefusal = (error: unknown): boolean => process.getuid?.() === 0 && errorCode(error) === '28000';

/** pg has no code for it. */
const isTooLate = (error: unknown): boolean => messageOf(error).includes('timeout expired');

export async function reachDatabase(context: Context): Promise<DatabaseReach> {
  if (insideOf(context).databaseUrl === null) throw new Error('DATABASE_URL is not set');
  const look = () => withDatabase(context, (db) => db.query('select 1'));
  try {
    // A busy machine may be slow once.
    await look().catch((error: unknown) => (isTooLate(error) ? look() : Promise.reject(asError(error))));
    return { error: null };
  } catch (error) {
    if (isOurOwnRefusal(error)) throw error;
    return { error: messageOf(error) || errorCode(error), code: errorCode(error) || null };
  }
}

async function row<R extends QueryResultRow>(db: Executor, text: string): Promise<R> {
  const { rows } = await db.query<R>(text);
  if (!rows[0]) throw new Error('Postgres answered nothing');
  return rows[0];
}

const STATE = `
  select
    (select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid())::integer
      as connections,
    current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
      as "maxConnections",
    coalesce((select max(extract(epoch from clock_timestamp() - state_change)) from pg_stat_activity
      where state like 'idle in transaction%' and datname = current_database()), 0)::float8
      as "idleInTransactionSeconds",
    coalesce((select max(extract(epoch from clock_timestamp() - l.waitstart)) from pg_locks l
      join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()), 0)::float8
      as "lockWaitSeconds",
    pg_database_size(current_database())::float8 as "sizeBytes",
    array(select name from unnest(array['sessions', 'desk_sessions', 'migrations']) name
      where to_regclass(name) is null) as "missingTables",
    current_setting('archive_mode') <> 'off' as archives, last_archived_time as "lastArchivedAt",
    last_failed_time as "lastFailedAt", failed_count::integer as failures
  from pg_stat_archiver`;

type Stored = Omit<DatabaseState, 'appliedMigration' | 'archiver'> &
  NonNullable<DatabaseState['archiver']> & { readonly archives: boolean };

export async function stateOf(db: Executor): Promise<DatabaseState> {
  const { archives, lastArchivedAt, lastFailedAt, failures, ...state } = await row<Stored>(db, STATE);
  const { applied } = state.missingTables.includes('migrations')
    ? { applied: 0 }
    : await row<{ applied: number }>(db, 'select coalesce(max(number), 0)::integer as applied from migrations');
  return {
    ...state,
    appliedMigration: applied,
    archiver: archives ? { lastArchivedAt, lastFailedAt, failures } : null,
  };
}

/** Of whoever a mail was for nothing is told. */
const withoutAddresses = (text: string | null): string | null =>
  text &&
  text
    .split(/\s+/)
    .map((word) => (word.includes('@') ? '…@…' : word))
    .join(' ')
    .slice(0, 200);

/** One that is tried again, hours later at last, waits too where nothing has left for an hour. */
const OUTBOX = `
  with waiting as (select * from outbox where status = 'queued')
  select (select count(*) from outbox where status = 'failed')::integer as failed,
    greatest(
      (select max(extract(epoch from now() - greatest(next_attempt_at, created_at))) from waiting
       where next_attempt_at < now()),
      (select max(extract(epoch from now() - created_at)) from waiting
       where attempts > 0 and created_at < now() - interval '1 hour'
         and not exists (select from outbox where sent_at > now() - interval '1 hour')),
      0)::float8 as "waitingSeconds",
    (select last_error from outbox where status <> 'sent' and last_error is not null order by id desc limit 1)
      as "lastError"`;

export async function outboxOf(db: Executor): Promise<OutboxState> {
  const { lastError, ...state } = await row<OutboxState>(db, OUTBOX);
  return { ...state, lastError: withoutAddresses(lastError) };
}

/** What runs counts as tried already. Of work by the clock, which is begun anew each time, job_runs tells. */
const QUEUE = `
  select array(select distinct task_identifier from graphile_worker.jobs
      where attempts >= max_attempts and locked_at is null and last_error is not null
        and task_identifier not in (select task from job_runs) order by 1) as dead,
    coalesce((select max(extract(epoch from now() - run_at)) from graphile_worker.jobs
      where attempts < max_attempts and locked_at is null and run_at < now()), 0)::float8 as "waitingSeconds"`;

export const jobQueueOf = (db: Executor): Promise<JobQueue> => row<JobQueue>(db, QUEUE);

export async function jobRunsOf(db: Executor): Promise<readonly JobRun[]> {
  const { rows } = await db.query<JobRun & Record<string, unknown>>(
    'select task, started_at as "startedAt", error from job_runs order by task',
  );
  return rows.map((run) => ({ ...run, error: withoutAddresses(run.error) }));
}
