import type { Executor } from '../../db/pool';
import type { DatabaseState, JobQueue, OutboxState } from '../../health/facts/database';
import type { JobRun } from '../../health/facts/processes';

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

/** Whether it answers. */
export async function selectNothing(db: Executor): Promise<void> {
  await db.query('select 1');
}

export async function selectState(db: Executor): Promise<Stored | undefined> {
  const { rows } = await db.query<Stored>(STATE);
  return rows[0];
}

export async function selectAppliedMigration(db: Executor): Promise<number> {
  const { rows } = await db.query<{ number: number | null }>('select max(number)::integer as number from migrations');
  return rows[0]?.number ?? 0;
}

export interface MailOfDesk {
  /** null: none was set up at the desk. */
  readonly server: { readonly host: string; readonly port: number; readonly security: 'tls' | 'starttls' } | null;
  /** Somebody hears of new orders. */
  readonly isTold: boolean;
}

export async function selectMailOfDesk(db: Executor): Promise<MailOfDesk | undefined> {
  const { rows } = await db.query<MailOfDesk & Record<string, unknown>>(
    `select (select json_build_object('host', host, 'port', port, 'security', security) from mail_server) as server,
       exists (select from settings where key = 'mail.newOrders' and value <> '""') as "isTold"`,
  );
  return rows[0];
}

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

export async function selectOutbox(db: Executor): Promise<OutboxState | undefined> {
  const { rows } = await db.query<OutboxState & Record<string, unknown>>(OUTBOX);
  return rows[0];
}

/** What runs counts as tried already. Of work by the clock, which is begun anew each time, job_runs tells. */
const QUEUE = `
  select array(select distinct task_identifier from graphile_worker.jobs
      where attempts >= max_attempts and locked_at is null and last_error is not null
        and task_identifier not in (select task from job_runs) order by 1) as dead,
    coalesce((select max(extract(epoch from now() - run_at)) from graphile_worker.jobs
      where attempts < max_attempts and locked_at is null and run_at < now()), 0)::float8 as "waitingSeconds"`;

export async function selectJobQueue(db: Executor): Promise<JobQueue | undefined> {
  const { rows } = await db.query<JobQueue & Record<string, unknown>>(QUEUE);
  return rows[0];
}

export async function selectJobRuns(db: Executor): Promise<readonly JobRun[]> {
  const { rows } = await db.query<JobRun & Record<string, unknown>>(
    'select task, started_at as "startedAt", error from job_runs order by task',
  );
  return rows;
}
