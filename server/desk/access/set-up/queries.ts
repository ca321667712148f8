import type { Executor } from '../../../db/pool';
import type { Locale } from '../../../i18n/locale';
import type { Person } from '../model';

const PERSON =
  'id, email, name, role, locale, created_at as "createdAt", set_up_at as "setUpAt", disabled_at as "disabledAt"';

export async function insertLink(
  tx: Executor,
  link: { readonly tokenHash: Buffer; readonly staffId: string; readonly now: Date; readonly expiresAt: Date },
): Promise<void> {
  await tx.query(
    'insert into staff_links (token_hash, staff_id, created_at, expires_at) values ($1, $2::uuid, $3, $4)',
    [link.tokenHash, link.staffId, link.now, link.expiresAt],
  );
}

export async function deleteLinks(tx: Executor, staffId: string): Promise<void> {
  await tx.query('delete from staff_links where staff_id = $1::uuid and used_at is null', [staffId]);
}

export async function selectInvited(db: Executor, tokenHash: Buffer, now: Date): Promise<Person | null> {
  const { rows } = await db.query<Person>(
    `select ${PERSON} from staff where disabled_at is null and id =
       (select staff_id from staff_links where token_hash = $1 and used_at is null and expires_at > $2)`,
    [tokenHash, now],
  );
  return rows[0] ?? null;
}

/** Whoever it was for may come in; she does so by signing in. */
export async function isLinkUsed(db: Executor, tokenHash: Buffer): Promise<boolean> {
  const { rowCount } = await db.query(
    `select 1 from staff_links l join staff s on s.id = l.staff_id
     where l.token_hash = $1 and l.used_at is not null and s.disabled_at is null`,
    [tokenHash],
  );
  return rowCount === 1;
}

/** @returns false when it has been used, or ended, meanwhile */
export async function useLink(tx: Executor, tokenHash: Buffer, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update staff_links set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2',
    [tokenHash, now],
  );
  return rowCount === 1;
}

export interface SetUpFacts {
  readonly staffId: string;
  readonly name: string;
  readonly locale: Locale;
  readonly passwordHash: string;
  readonly totpSecret: Buffer;
  readonly totpStep: number;
  readonly now: Date;
}

export async function updateCredentials(tx: Executor, facts: SetUpFacts): Promise<void> {
  await tx.query(
    `update staff set name = $2, locale = $3, password_hash = $4, totp_secret = $5, totp_step = $6, set_up_at = $7
     where id = $1::uuid`,
    [facts.staffId, facts.name, facts.locale, facts.passwordHash, facts.totpSecret, facts.totpStep, facts.now],
  );
}

export async function lockPerson(tx: Executor, staffId: string): Promise<Person | null> {
  const { rows } = await tx.query<Person>(`select ${PERSON} from staff where id = $1::uuid for update`, [staffId]);
  return rows[0] ?? null;
}
