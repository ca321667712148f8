import type { Executor } from '../../../db/pool';

export interface OpenSession {
  /** Stands for the session's id, which is a secret. */
  readonly handle: string;
  readonly browser: string;
  readonly signedInAt: Date;
  readonly seenAt: Date;
}

const HANDLE = "encode(sha256(convert_to(sid, 'UTF8')), 'hex')";

export async function selectSessions(db: Executor, staffId: string): Promise<OpenSession[]> {
  const { rows } = await db.query<OpenSession & Record<string, unknown>>(
    `select ${HANDLE} as handle, coalesce(sess ->> 'browser', '') as browser,
       (sess ->> 'signedInAt')::timestamptz as "signedInAt", (sess ->> 'seenAt')::timestamptz as "seenAt"
     from desk_sessions where sess ->> 'staffId' = $1 and expire > now() order by sess ->> 'seenAt' desc limit 50`,
    [staffId],
  );
  return rows;
}

/** @returns false when she has no such session */
export async function deleteSession(db: Executor, staffId: string, handle: string): Promise<boolean> {
  const { rowCount } = await db.query(`delete from desk_sessions where sess ->> 'staffId' = $1 and ${HANDLE} = $2`, [
    staffId,
    handle,
  ]);
  return rowCount === 1;
}
