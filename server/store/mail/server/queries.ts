import type { Executor } from '../../../db/pool';
import type { MailServer } from '../model';

export interface StoredServer extends Omit<MailServer, 'password'> {
  /** Sealed; null where there is no user. */
  readonly password: Buffer | null;
}

export async function selectServer(db: Executor): Promise<StoredServer | null> {
  const { rows } = await db.query<StoredServer & Record<string, unknown>>(
    'select host, port, security, user_name as user, password, sender from mail_server',
  );
  return rows[0] ?? null;
}

/** Nobody else changes it until the transaction ends, also where there is none yet. */
export async function lockServer(db: Executor): Promise<void> {
  await db.query(`select pg_advisory_xact_lock(hashtextextended('mail server', 0))`);
}

export async function upsertServer(db: Executor, server: StoredServer, now: Date): Promise<void> {
  await db.query(
    `insert into mail_server (host, port, security, user_name, password, sender, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (singleton) do update set host = excluded.host, port = excluded.port, security = excluded.security,
       user_name = excluded.user_name, password = excluded.password, sender = excluded.sender,
       changed_at = excluded.changed_at`,
    [server.host, server.port, server.security, server.user, server.password, server.sender, now],
  );
}

export async function deleteServer(db: Executor): Promise<void> {
  await db.query('delete from mail_server');
}

export async function replaceSealedPassword(db: Executor, sealed: Buffer, anew: Buffer): Promise<void> {
  await db.query('update mail_server set password = $2 where password = $1', [sealed, anew]);
}
