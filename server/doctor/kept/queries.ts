import type { Executor } from '../../db/pool';
import type { Report } from '../report';
import type { Changes, StoredDiagnosis } from './model';

/** Longer than any look takes. */
const CUT_OFF = `interval '2 minutes'`;

/** One object, for a page's own statement too. */
export const DIAGNOSIS = `
  select json_build_object('report', d.report, 'changedAt', d.changed_at, 'began', coalesce(d.began, '[]'),
    'ended', coalesce(d.ended, '[]'), 'isUnderWay', coalesce(d.looking_since > now() - ${CUT_OFF}, false)
      or exists (select from graphile_worker.jobs where key = 'doctor' and locked_at is null and attempts < max_attempts))
  from (select) one left join diagnoses d on true`;

export async function selectDiagnosis(db: Executor): Promise<StoredDiagnosis> {
  const { rows } = await db.query<{ diagnosis: StoredDiagnosis }>(`select (${DIAGNOSIS}) as diagnosis`);
  const row = rows[0];
  if (!row) throw new Error('a diagnosis is always one row');
  return row.diagnosis;
}

/** @returns false while one is waited for or under way */
export async function queueLook(db: Executor): Promise<boolean> {
  const { rowCount } = await db.query(
    `select graphile_worker.add_job('doctor', max_attempts => 1, job_key => 'doctor')
     where not ((${DIAGNOSIS}) ->> 'isUnderWay')::boolean`,
  );
  return rowCount === 1;
}

/** @returns false where somebody else is at it */
export async function beginLook(db: Executor): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into diagnoses (looking_since) values (now())
     on conflict (singleton) do update set looking_since = now()
       where diagnoses.looking_since is null or diagnoses.looking_since <= now() - ${CUT_OFF}`,
  );
  return rowCount === 1;
}

export async function saveReport(db: Executor, report: Report, changes: Changes | null): Promise<void> {
  await db.query(
    `update diagnoses set report = $1, changed_at = coalesce($2, changed_at),
       began = case when $2::timestamptz is null then began else $3::jsonb end,
       ended = case when $2::timestamptz is null then ended else $4::jsonb end`,
    [report, changes?.at ?? null, JSON.stringify(changes?.began ?? []), JSON.stringify(changes?.ended ?? [])],
  );
}

export async function endLook(db: Executor): Promise<void> {
  await db.query('update diagnoses set looking_since = null');
}
