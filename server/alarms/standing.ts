import type { StandingAlarm } from './model';

/** The troubles that count, the longest first: rows of {@link StandingAlarm}, also within a page's own statement. */
export const STANDING = `
  select a.kind, a.cause, a.said, a.last_at as "lastAt", a.free_bytes as "freeBytes", a.total_bytes as "totalBytes",
    a.since, a.absent_since as "absentSince", a.told_at as "toldAt", a.finding, o.status as "mailStatus"
  from alarms a left join outbox o on o.id = a.mail_id
  where a.began_at is not null order by a.since, a.kind`;

export interface StandingJson extends Omit<StandingAlarm, 'lastAt' | 'since' | 'absentSince' | 'toldAt'> {
  readonly lastAt: string | null;
  readonly since: string;
  readonly absentSince: string | null;
  readonly toldAt: string | null;
}

export function standingOf({ lastAt, since, absentSince, toldAt, ...alarm }: StandingJson): StandingAlarm {
  const moment = (text: string | null): Date | null => (text === null ? null : new Date(text));
  return {
    ...alarm,
    lastAt: moment(lastAt),
    since: new Date(since),
    absentSince: moment(absentSince),
    toldAt: moment(toldAt),
  };
}
