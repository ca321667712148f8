import type { Executor } from '../../db/pool';

/** Writes what a session holds, if it is still there. Its end stays where it was. */
export async function updateSession(db: Executor, sid: string, sess: unknown): Promise<void> {
  await db.query('update desk_sessions set sess = $2::json where sid = $1', [sid, JSON.stringify(sess)]);
}
