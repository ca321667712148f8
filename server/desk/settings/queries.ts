import type { Executor } from '../../db/pool';
import type { MailTest } from './model';

export async function insertMailTest(db: Executor, staffId: string, test: MailTest): Promise<void> {
  await db.query('insert into mail_tests (at, staff_id, recipient, place, error) values ($1, $2::uuid, $3, $4, $5)', [
    test.at,
    staffId,
    test.recipient,
    test.place,
    test.error,
  ]);
}

export async function selectLastMailTest(db: Executor): Promise<MailTest | null> {
  const { rows } = await db.query<MailTest>(
    'select at, recipient, place, error from mail_tests order by id desc limit 1',
  );
  return rows[0] ?? null;
}

export async function selectLastChange(db: Executor, section: string): Promise<string | null> {
  const { rows } = await db.query<{ actor: string }>(
    `select actor from audit_log where subject_kind = 'settings' and subject_id = $1 order by id desc limit 1`,
    [section],
  );
  return rows[0]?.actor ?? null;
}
