import type { Executor } from '../db/pool';
import type { Alarm, StandingAlarm } from './model';
import { STANDING } from './standing';

/** One look at a time, also with several jobs processes: the second sees what the first has noted. Until the commit. */
export async function takeTurn(db: Executor): Promise<void> {
  await db.query(`select pg_advisory_xact_lock(hashtext('alarms'))`);
}

export async function selectAlarms(db: Executor): Promise<Alarm[]> {
  const { rows } = await db.query<Alarm & Record<string, unknown>>(
    `select kind, cause, said, last_at as "lastAt", free_bytes as "freeBytes", total_bytes as "totalBytes", since,
       looked_at as "lookedAt", began_at as "beganAt", absent_since as "absentSince", told_at as "toldAt",
       mail_id as "mailId", finding
     from alarms order by kind`,
  );
  return rows;
}

export async function saveAlarm(db: Executor, alarm: Alarm): Promise<void> {
  await db.query(
    `insert into alarms (kind, cause, said, last_at, free_bytes, total_bytes, since, looked_at, began_at, absent_since,
       told_at, mail_id, finding)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (kind) do update set cause = excluded.cause, said = excluded.said, last_at = excluded.last_at,
       free_bytes = excluded.free_bytes, total_bytes = excluded.total_bytes, since = excluded.since,
       looked_at = excluded.looked_at, began_at = excluded.began_at, absent_since = excluded.absent_since,
       told_at = excluded.told_at, mail_id = excluded.mail_id,
       finding = excluded.finding`,
    [
      ...[alarm.kind, alarm.cause, alarm.said, alarm.lastAt, alarm.freeBytes, alarm.totalBytes, alarm.since],
      ...[alarm.lookedAt, alarm.beganAt, alarm.absentSince, alarm.toldAt, alarm.mailId, alarm.finding],
    ],
  );
}

export async function forgetOtherAlarms(db: Executor, kept: readonly string[]): Promise<void> {
  await db.query('delete from alarms where kind <> all ($1::text[])', [kept]);
}

export async function selectStanding(db: Executor): Promise<StandingAlarm[]> {
  const { rows } = await db.query<StandingAlarm & Record<string, unknown>>(STANDING);
  return rows;
}
