/** Every statement of sessions, those of the storefront and those of the desk. */
import type { Executor } from '../db/pool';

/** Where they lie, and the field of a session that says whose it is. Both are part of the statements: never from outside. */
export interface SessionTable {
  readonly name: 'sessions' | 'desk_sessions';
  readonly owner: 'accountId' | 'staffId';
}

export interface SessionRow {
  readonly sid: string;
  /** JSON. */
  readonly data: string;
  readonly endsAt: Date;
}

export async function selectSession<T>(
  db: Executor,
  { name }: SessionTable,
  sid: string,
  now: Date,
): Promise<T | null> {
  const { rows } = await db.query<{ sess: T }>(`select sess from ${name} where sid = $1 and expire > $2`, [sid, now]);
  return rows[0]?.sess ?? null;
}

export async function insertSession(db: Executor, { name }: SessionTable, row: SessionRow): Promise<void> {
  await db.query(`insert into ${name} (sid, sess, expire) values ($1, $2::json, $3)`, [row.sid, row.data, row.endsAt]);
}

/** Writes it back where it was found, and nowhere else. @param was the id it was found under */
export async function updateSession(
  db: Executor,
  { name }: SessionTable,
  { was, ...row }: SessionRow & { readonly was: string },
): Promise<void> {
  await db.query(`update ${name} set sid = $2, sess = $3::json, expire = $4 where sid = $1`, [
    was,
    row.sid,
    row.data,
    row.endsAt,
  ]);
}

export interface OpenSession {
  /** Stands for the session's id, which is a secret. */
  readonly handle: string;
  /** `Chrome, Windows`; '' for one that tells nothing. */
  readonly browser: string;
  readonly signedInAt: Date;
  readonly seenAt: Date;
}

const HANDLE = "encode(sha256(convert_to(sid, 'UTF8')), 'hex')";

/** The latest seen first. */
export async function selectOpenSessions(
  db: Executor,
  { name, owner }: SessionTable,
  ownerId: string,
  now: Date,
): Promise<OpenSession[]> {
  const { rows } = await db.query<OpenSession & Record<string, unknown>>(
    `select ${HANDLE} as handle, coalesce(sess ->> 'browser', '') as browser,
       coalesce((sess ->> 'signedInAt')::timestamptz, $2) as "signedInAt",
       coalesce((sess ->> 'seenAt')::timestamptz, $2) as "seenAt"
     from ${name} where sess ->> '${owner}' = $1 and expire > $2
     order by "seenAt" desc, handle limit 50`,
    [ownerId, now],
  );
  return rows;
}

export async function deleteOpenSession(
  db: Executor,
  { name, owner }: SessionTable,
  ownerId: string,
  handle: string,
): Promise<boolean> {
  const { rowCount } = await db.query(`delete from ${name} where sess ->> '${owner}' = $1 and ${HANDLE} = $2`, [
    ownerId,
    handle,
  ]);
  return rowCount === 1;
}

export async function deleteOtherSessions(
  db: Executor,
  { name, owner }: SessionTable,
  ownerId: string,
  sid: string,
): Promise<void> {
  await db.query(`delete from ${name} where sess ->> '${owner}' = $1 and sid <> $2`, [ownerId, sid]);
}
