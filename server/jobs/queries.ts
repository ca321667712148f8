import type { Executor } from '../db/pool';

/** One try, for the next minute comes anyway; one at most, for its key is its name. */
export async function addTimedJob(db: Executor, task: string): Promise<void> {
  await db.query('select graphile_worker.add_job($1, max_attempts => 1, job_key => $1)', [task]);
}

/** The queue forgets a job that is done; this is what remains. */
export async function noteRunStarted(db: Executor, task: string, now: Date): Promise<void> {
  await db.query(
    `insert into job_runs (task, started_at) values ($1, $2)
     on conflict (task) do update set started_at = excluded.started_at, finished_at = null, error = null`,
    [task, now],
  );
}

export async function noteRunEnded(db: Executor, task: string, error: string | null, now: Date): Promise<void> {
  await db.query('update job_runs set finished_at = $2, error = $3 where task = $1', [task, now, error]);
}

export async function selectOpenBackfills(db: Executor): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>('select name from backfills where done_at is null order by name');
  return rows.map(({ name }) => name);
}

export async function runBackfillBatch(db: Executor, name: string): Promise<number> {
  const { rows } = await db.query<{ changed: number }>('select backfill_batch($1) as changed', [name]);
  return rows[0]?.changed ?? 0;
}

export async function deleteExpiredSessions(db: Executor, now: Date): Promise<void> {
  await db.query('delete from sessions where expire < $1', [now]);
  await db.query('delete from desk_sessions where expire < $1', [now]);
}

/** Work that was given up is told of for that long; without an error it was cut off, and is begun anew by the clock. */
export async function deleteDeadJobs(db: Executor, before: Date): Promise<void> {
  await db.query(
    `delete from graphile_worker._private_jobs
     where attempts >= max_attempts and locked_at is null and (last_error is null or updated_at < $1)`,
    [before],
  );
}

export async function deleteOldSentForms(db: Executor, before: Date): Promise<void> {
  await db.query('delete from sent_forms where begun_at < $1', [before]);
}

export async function deleteExpiredRateLimits(db: Executor, now: Date): Promise<void> {
  await db.query('delete from rate_limits where expire < $1', [now.getTime()]);
}

export async function deleteClosedResets(db: Executor, closedBefore: Date): Promise<void> {
  await db.query('delete from password_resets where coalesce(used_at, expires_at) < $1', [closedBefore]);
}
