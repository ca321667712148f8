import type { Executor } from '../../../db/pool';
import type { Role } from '../../permissions';
import type { Person, Staff } from '../model';

export interface ListedPerson extends Person {
  readonly seenAt: Date | null;
  readonly sessions: number;
  readonly linkUntil: Date | null;
}

const LISTED = `
  select p.id, p.email, p.name, p.role, p.locale, p.created_at as "createdAt", p.set_up_at as "setUpAt",
    p.disabled_at as "disabledAt", s.seen as "seenAt", s.sessions, l.until as "linkUntil"
  from staff p
  cross join lateral (
    select max((sess ->> 'seenAt')::timestamptz) as seen, count(*)::int as sessions
    from desk_sessions where sess ->> 'staffId' = p.id::text and expire > $1
  ) s
  cross join lateral (
    select max(expires_at) as until from staff_links where staff_id = p.id and used_at is null and expires_at > $1
  ) l`;

/** Everybody: a shop has a handful. Owners first, those who are shut out last. */
export async function selectPeople(db: Executor, now: Date): Promise<ListedPerson[]> {
  const { rows } = await db.query<ListedPerson>(
    `${LISTED}
     order by p.disabled_at is not null, array_position(array['owner', 'shipping', 'reader'], p.role), p.name, p.id
     limit 500`,
    [now],
  );
  return rows;
}

export async function selectPerson(db: Executor, id: string, now: Date): Promise<ListedPerson | null> {
  const { rows } = await db.query<ListedPerson>(`${LISTED} where p.id = $2::uuid`, [now, id]);
  return rows[0] ?? null;
}

/** The owners who can come in, locked in one order: nobody makes or unmakes an owner beside this transaction. */
export async function lockOwners(tx: Executor): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from staff where role = 'owner' and set_up_at is not null and disabled_at is null
     order by id for update`,
  );
  return rows.map(({ id }) => id);
}

/** @returns null when there is somebody of that e-mail */
export async function insertPerson(
  tx: Executor,
  person: Omit<Staff, 'id'> & { readonly now: Date },
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into staff (email, name, role, locale, created_at) values ($1, $2, $3, $4, $5)
     on conflict (email) do nothing returning id`,
    [person.email, person.name, person.role, person.locale, person.now],
  );
  return rows[0]?.id ?? null;
}

export async function selectIdByEmail(db: Executor, email: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>('select id from staff where email = $1', [email]);
  return rows[0]?.id ?? null;
}

export async function updateRole(tx: Executor, id: string, role: Role): Promise<void> {
  await tx.query('update staff set role = $2 where id = $1::uuid', [id, role]);
}

export async function updateDisabled(tx: Executor, id: string, at: Date | null): Promise<void> {
  await tx.query('update staff set disabled_at = $2 where id = $1::uuid', [id, at]);
}
