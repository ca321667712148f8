import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import type { Account, ResetRequest, SentReset } from './model';

export interface Credentials extends Account {
  readonly passwordHash: string;
}

export interface OpenReset extends Omit<Account, 'id'> {
  readonly accountId: string;
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

export async function replacePasswordHash(db: Executor, id: string, old: string, hash: string): Promise<boolean> {
  const { rowCount } = await db.query('update accounts set password_hash = $3 where id = $1 and password_hash = $2', [
    id,
    old,
    hash,
  ]);
  return rowCount === 1;
}

export async function deleteSessions(db: Executor, accountId: string, exceptSession: string | null): Promise<void> {
  await db.query(`delete from sessions where sess ->> 'accountId' = $1 and sid is distinct from $2`, [
    accountId,
    exceptSession,
  ]);
}

export async function insertReset(
  db: Executor,
  reset: {
    readonly tokenHash: Buffer;
    readonly accountId: string;
    readonly now: Date;
    readonly expiresAt: Date;
    readonly byKnownBrowser: boolean;
  },
): Promise<void> {
  await db.query(
    `insert into password_resets (token_hash, account_id, created_at, expires_at, by_known_browser)
     values ($1, $2, $3, $4, $5)`,
    [reset.tokenHash, reset.accountId, reset.now, reset.expiresAt, reset.byKnownBrowser],
  );
}

export async function selectResetsSince(db: Executor, accountId: string, since: Date): Promise<SentReset[]> {
  const { rows } = await db.query<SentReset & Record<string, unknown>>(
    `select created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt",
       by_known_browser as "byKnownBrowser"
     from password_resets where account_id = $1 and created_at > $2`,
    [accountId, since],
  );
  return rows;
}

/** null for a used, expired or unknown token. */
export async function selectOpenReset(db: Executor, tokenHash: Buffer, now: Date): Promise<OpenReset | null> {
  const { rows } = await db.query<OpenReset & Record<string, unknown>>(
    `select account_id as "accountId", email, name, locale from password_resets join accounts on accounts.id = account_id
     where token_hash = $1 and used_at is null and expires_at > $2`,
    [tokenHash, now],
  );
  return rows[0] ?? null;
}

/** Of a link that was used since then. */
export async function selectUsedReset(db: Executor, tokenHash: Buffer, since: Date): Promise<OpenReset | null> {
  const { rows } = await db.query<OpenReset & Record<string, unknown>>(
    `select account_id as "accountId", email, name, locale from password_resets join accounts on accounts.id = account_id
     where token_hash = $1 and used_at > $2`,
    [tokenHash, since],
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

/** By the e-mail that was typed, and by the one of the account. */
export interface Buyer {
  readonly email: string;
  readonly accountId: string | null;
}

export async function selectBlocked(db: Executor, who: Buyer): Promise<string[]> {
  const { rows } = await db.query<{ email: string }>(
    `select email from blocked_customers
     where email = lower($1) or email = (select email from accounts where id = $2::uuid)`,
    [who.email, who.accountId],
  );
  return rows.map(({ email }) => email);
}

export async function queueReset(db: Executor, reset: ResetRequest) {
  await db.query(
    `select graphile_worker.add_job('password-reset', json_build_object('email', $1::text, 'locale', $2::text,
       'byKnownBrowser', $3::boolean),
       max_attempts => 12)`,
    [reset.email, reset.locale, reset.byKnownBrowser],
  );
}
