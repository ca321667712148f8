import { STANDING, type StandingJson, standingOf } from '../../alarms';
import type { Executor } from '../../db/pool';
import { diagnosisOf, type StoredDiagnosis } from '../../doctor/kept/model';
import { DIAGNOSIS } from '../../doctor/kept/queries';
import { SEALED, SHOWN_SERVER } from '../../store/mail/model';
import type { Linked } from '../../store/orders';
import type { DatabaseFacts, FailedJob, JobRun, Mail, MailLine, MailPart } from './model';

type Stored = Omit<DatabaseFacts, 'migration' | 'jobsFailed' | 'runs' | 'alarms' | 'diagnosis'> & {
  readonly migration: Omit<DatabaseFacts['migration'], 'at'> & { readonly at: string };
  readonly jobsFailed: readonly FailedJob[] | null;
  readonly runs: readonly StoredRun[] | null;
  readonly alarms: readonly StandingJson[] | null;
  readonly diagnosis: StoredDiagnosis;
};

type StoredRun = Pick<JobRun, 'task' | 'error'> & { readonly startedAt: string; readonly finishedAt: string | null };

/** Everything at once. A job of the timetable that failed is told by its run; it isn't waited for any more. */
export async function selectFacts(db: Executor, limit: number): Promise<DatabaseFacts> {
  const { rows } = await db.query<Stored>(
    `select current_setting('server_version') as postgres, pg_database_size(current_database()) as "sizeBytes",
       (select json_build_object('number', number, 'name', name, 'at', applied_at)
        from migrations order by number desc limit 1) as migration,
       (select count(*) from outbox where status = 'queued')::integer as "mailsQueued",
       (select count(*) from outbox where status = 'failed')::integer as "mailsFailed",
       (select count(*) from graphile_worker.jobs where attempts < max_attempts)::integer as "jobsWaiting",
       (select json_agg(json_build_object('task', task_identifier, 'attempts', attempts, 'error', last_error))
        from (select task_identifier, attempts, last_error from graphile_worker.jobs
              where last_error is not null order by updated_at desc limit $1) failed) as "jobsFailed",
       (select json_agg(json_build_object('task', task, 'startedAt', started_at, 'finishedAt', finished_at,
          'error', error) order by task) from job_runs) as runs,
       (select json_agg(standing) from (${STANDING}) standing) as alarms,
       (${DIAGNOSIS}) as diagnosis,
       (select count(*) from sessions where expire > now())::integer as "shopperSessions",
       (select count(*) from desk_sessions where expire > now())::integer as "deskSessions",
       ${SHOWN_SERVER} as "mailServer"`,
    [limit],
  );
  const row = rows[0];
  if (!row) throw new Error('the facts are always one row');
  return {
    ...row,
    migration: { ...row.migration, at: new Date(row.migration.at) },
    jobsFailed: row.jobsFailed ?? [],
    alarms: (row.alarms ?? []).map(standingOf),
    diagnosis: diagnosisOf(row.diagnosis),
    runs: (row.runs ?? []).map(({ startedAt, finishedAt, ...run }): JobRun => ({
      ...run,
      startedAt: new Date(startedAt),
      finishedAt: finishedAt === null ? null : new Date(finishedAt),
    })),
  };
}

const MAIL = `id, kind, recipient, subject, status, attempts, last_error as "lastError",
  next_attempt_at as "nextAttemptAt", created_at as "createdAt", sent_at as "sentAt",
  position('${SEALED}' in body_text) > 0 and order_id is null as "isSealed"`;

export async function selectMails(
  db: Executor,
  { part, before, limit }: { readonly part: MailPart; readonly before: number | null; readonly limit: number },
): Promise<MailLine[]> {
  const { rows } = await db.query<MailLine>(
    `select ${MAIL} from outbox where status = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
    [part, before, limit],
  );
  return rows;
}

export async function selectMail(db: Executor, id: number): Promise<Mail | null> {
  const { rows } = await db.query<Mail>(`select ${MAIL}, body_text as body from outbox where id = $1`, [id]);
  return rows[0] ?? null;
}

/** Given up, and with a link to an order in it, which can be made again. @param id null for every one of them */
export async function lockFailedWithLink(db: Executor, id: number | null): Promise<(Linked & { mailId: number })[]> {
  const { rows } = await db.query<Linked & { mailId: number }>(
    `select m.id as "mailId", o.number, o.link_nonce as "linkNonce" from outbox m join orders o on o.id = m.order_id
     where m.status = 'failed' and ($1::bigint is null or m.id = $1) and position('${SEALED}' in m.body_text) > 0
     for update of m`,
    [id],
  );
  return rows;
}

/** @param id null for all @param anew what was sealed in them, sealed anew; the others that held something stay */
export async function requeueFailed(
  db: Executor,
  id: number | null,
  anew: readonly { readonly mailId: number; readonly sealed: Buffer }[],
  now: Date,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `with anew as (
       select * from unnest($3::bigint[], $4::bytea[]) as anew (id, sealed)
     ), again as (
       update outbox set status = 'queued', attempts = 0, next_attempt_at = $2,
         sealed = (select sealed from anew where anew.id = outbox.id)
       where status = 'failed' and ($1::bigint is null or id = $1)
         and (position('${SEALED}' in body_text) = 0 or id in (select id from anew))
       returning id
     )
     select id, graphile_worker.add_job('send-mail', json_build_object('id', id), job_key => 'mail-' || id,
       max_attempts => 100) from again order by id`,
    [id, now, anew.map(({ mailId }) => mailId), anew.map(({ sealed }) => sealed)],
  );
  return rows.map((row) => row.id);
}
