import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import type { Account } from './model';

export interface Credentials extends Account {
  readonly passwordHash: string;
}

const ACCOUNT = 'id, email, name, locale';

/** @returns null when the e-mail has an account already */
export async function insertAccount(
  db: Executor,
  account: { readonly email: string; readonly name: string; readonly passwordHash: string; readonly locale: Locale },
): Promise<Account | null> {
  const { rows } = await db.query<Account>(
    `insert into accounts (email, name, password_hash, locale) values ($1, $2, $3, $4)
     on conflict (email) do nothing returning ${ACCOUNT}`,
    [account.email, account.name, account.passwordHash, account.locale],
  );
  return rows[0] ?? null;
}

export async function selectAccount(db: Executor, id: string): Promise<Account | null> {
  const { rows } = await db.query<Account>(`select ${ACCOUNT} from accounts where id = $1`, [id]);
  return rows[0] ?? null;
}

export async function selectCredentials(db: Executor, email: string): Promise<Credentials | null> {
  const { rows } = await db.query<Credentials>(
    `select ${ACCOUNT}, password_hash as "passwordHash" from accounts where email = lower($1)`,
    [email],
  );
  return rows[0] ?? null;
}

export async function selectPasswordHash(db: Executor, id: string): Promise<string | null> {
  const { rows } = await db.query<{ hash: string }>('select password_hash as hash from accounts where id = $1', [id]);
  return rows[0]?.hash ?? null;
}

/** Until the transaction ends nobody else changes this account's password or tokens, or ends its sessions. */
export async function lockAccount(
  db: Executor,
  id: string,
): Promise<{ readonly email: string; readonly passwordHash: string } | null> {
  const { rows } = await db.query<{ email: string; passwordHash: string }>(
    'select email, password_hash as "passwordHash" from accounts where id = $1 for update',
    [id],
  );
  return rows[0] ?? null;
}

export async function updatePasswordHash(db: Executor, id: string, hash: string): Promise<void> {
  await db.query('update accounts set password_hash = $2 where id = $1', [id, hash]);
}

/** @returns false when the password was changed meanwhile */
export async function replacePasswordHash(db: Executor, id: string, old: string, hash: string): Promise<boolean> {
  const { rowCount } = await db.query('update accounts set password_hash = $3 where id = $1 and password_hash = $2', [
    id,
    old,
    hash,
  ]);
  return rowCount === 1;
}

/** Signs the account out everywhere but in `exceptSession`. */
export async function deleteSessions(db: Executor, accountId: string, exceptSession: string | null): Promise<void> {
  await db.query(`delete from sessions where sess ->> 'accountId' = $1 and sid is distinct from $2`, [
    accountId,
    exceptSession,
  ]);
}

export async function insertReset(
  db: Executor,
  reset: { readonly tokenHash: Buffer; readonly accountId: string; readonly now: Date; readonly expiresAt: Date },
): Promise<void> {
  await db.query(
    'insert into password_resets (token_hash, account_id, created_at, expires_at) values ($1, $2, $3, $4)',
    [reset.tokenHash, reset.accountId, reset.now, reset.expiresAt],
  );
}

/** The account an open token belongs to, with its e-mail; null for a used, expired or unknown one. */
export async function selectOpenReset(
  db: Executor,
  tokenHash: Buffer,
  now: Date,
): Promise<{ readonly accountId: string; readonly email: string } | null> {
  const { rows } = await db.query<{ accountId: string; email: string }>(
    `select account_id as "accountId", email from password_resets join accounts on accounts.id = account_id
     where token_hash = $1 and used_at is null and expires_at > $2`,
    [tokenHash, now],
  );
  return rows[0] ?? null;
}

/** @returns whether this very call used it up */
export async function useReset(db: Executor, tokenHash: Buffer, now: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    'update password_resets set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2',
    [tokenHash, now],
  );
  return rowCount === 1;
}

/** What was sent before, or after, opens nothing any more. */
export async function closeResets(db: Executor, accountId: string, now: Date): Promise<void> {
  await db.query('update password_resets set used_at = $2 where account_id = $1 and used_at is null', [accountId, now]);
}

/** May nobody of these buy here? By the e-mail that was typed, and by the one of the account. */
export async function selectIsBlocked(
  db: Executor,
  who: { readonly email: string; readonly accountId: string | null },
): Promise<boolean> {
  const { rows } = await db.query<{ blocked: boolean }>(
    `select exists (
       select from blocked_customers
       where email = lower($1) or email = (select email from accounts where id = $2::uuid)
     ) as blocked`,
    [who.email, who.accountId],
  );
  return rows[0]?.blocked ?? false;
}

/** Asks the jobs process for the mail. */
export async function queueReset(db: Executor, reset: { readonly email: string; readonly locale: Locale }) {
  await db.query(
    `select graphile_worker.add_job('password-reset', json_build_object('email', $1::text, 'locale', $2::text),
       max_attempts => 12)`,
    [reset.email, reset.locale],
  );
}
