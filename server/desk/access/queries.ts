import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import type { Credentials, Staff } from './model';

const STAFF = 'id, email, name, role, locale';
const CREDENTIALS = `${STAFF}, password_hash as "passwordHash", totp_secret as "totpSecret", totp_step as "totpStep"`;
const MAY_ENTER = 'set_up_at is not null and disabled_at is null';

export async function selectStaff(db: Executor, staffId: string): Promise<Staff | null> {
  const { rows } = await db.query<Staff>(`select ${STAFF} from staff where id = $1::uuid and ${MAY_ENTER}`, [staffId]);
  return rows[0] ?? null;
}

export async function selectCredentials(db: Executor, email: string): Promise<Credentials | null> {
  const { rows } = await db.query<Credentials>(`select ${CREDENTIALS} from staff where email = $1 and ${MAY_ENTER}`, [
    email,
  ]);
  return rows[0] ?? null;
}

/** Until the transaction ends nobody else proves herself as this person or changes what she proves herself with. */
export async function lockCredentials(tx: Executor, staffId: string): Promise<Credentials | null> {
  const { rows } = await tx.query<Credentials>(
    `select ${CREDENTIALS} from staff where id = $1::uuid and ${MAY_ENTER} for update`,
    [staffId],
  );
  return rows[0] ?? null;
}

/** @returns false when the hash has been replaced meanwhile */
export async function replacePasswordHash(db: Executor, staffId: string, old: string, hash: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'update staff set password_hash = $3 where id = $1::uuid and password_hash = $2',
    [staffId, old, hash],
  );
  return rowCount === 1;
}

/** @returns false when this code, or a later one, was taken before */
export async function advanceTotpStep(tx: Executor, staffId: string, step: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update staff set totp_step = $2 where id = $1::uuid and (totp_step is null or totp_step < $2)',
    [staffId, step],
  );
  return rowCount === 1;
}

export async function updateTotp(tx: Executor, staffId: string, sealed: Buffer, step: number): Promise<void> {
  await tx.query('update staff set totp_secret = $2, totp_step = $3 where id = $1::uuid', [staffId, sealed, step]);
}

interface SealedSecret {
  readonly id: string;
  readonly sealed: Buffer;
}

export async function selectSealedSecrets(db: Executor): Promise<SealedSecret[]> {
  const { rows } = await db.query<SealedSecret>(
    'select id, totp_secret as sealed from staff where totp_secret is not null order by id',
  );
  return rows;
}

export async function replaceSealedSecret(db: Executor, { id, sealed }: SealedSecret, anew: Buffer): Promise<void> {
  await db.query('update staff set totp_secret = $3 where id = $1::uuid and totp_secret = $2', [id, sealed, anew]);
}

export async function updateProfile(
  tx: Executor,
  staffId: string,
  profile: { readonly name: string; readonly locale: Locale },
): Promise<void> {
  await tx.query('update staff set name = $2, locale = $3 where id = $1::uuid', [
    staffId,
    profile.name,
    profile.locale,
  ]);
}

export async function useRecoveryCode(tx: Executor, staffId: string, hash: Buffer, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update staff_recovery_codes set used_at = $3
     where staff_id = $1::uuid and code_hash = $2 and used_at is null`,
    [staffId, hash, now],
  );
  return rowCount === 1;
}

export async function countRecoveryCodes(db: Executor, staffId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*) from staff_recovery_codes where staff_id = $1::uuid and used_at is null',
    [staffId],
  );
  return rows[0]?.count ?? 0;
}

export async function replaceRecoveryCodes(tx: Executor, staffId: string, hashes: readonly Buffer[]): Promise<void> {
  await tx.query('delete from staff_recovery_codes where staff_id = $1::uuid', [staffId]);
  await tx.query(
    'insert into staff_recovery_codes (staff_id, code_hash) select $1::uuid, hash from unnest($2::bytea[]) hash',
    [staffId, hashes],
  );
}

/** Also those that are halfway in. @param except the session that stays */
export async function deleteSessions(db: Executor, staffId: string, except: string | null): Promise<number> {
  const { rowCount } = await db.query(
    `delete from desk_sessions
     where (sess ->> 'staffId' = $1 or sess #>> '{halfway,staffId}' = $1) and sid is distinct from $2`,
    [staffId, except],
  );
  return rowCount ?? 0;
}

export async function selectOwners(db: Executor): Promise<Pick<Staff, 'email' | 'locale'>[]> {
  const { rows } = await db.query<Pick<Staff, 'email' | 'locale'>>(
    `select email, locale from staff where role = 'owner' and ${MAY_ENTER} order by email`,
  );
  return rows;
}
