import type { Executor } from '../../db/pool';
import { SHOWN_SERVER, type ShownServer } from '../../store/mail/model';
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

/** The last test, and the server of the desk. */
export async function selectMailState(
  db: Executor,
): Promise<{ readonly lastTest: MailTest | null; readonly server: ShownServer | null }> {
  const { rows } = await db.query<{ server: ShownServer | null } & { [K in keyof MailTest]: MailTest[K] | null }>(
    `select t.*, ${SHOWN_SERVER} as server
     from (select) one left join (
       select at, recipient, place, error from mail_tests order by id desc limit 1) t on true`,
  );
  if (!rows[0]) throw new Error('the state of mails is always one row');
  const { server, at, ...test } = rows[0];
  return { server, lastTest: at && ({ at, ...test } as MailTest) };
}

export async function selectLastChange(db: Executor, section: string): Promise<string | null> {
  const { rows } = await db.query<{ actor: string }>(
    `select actor from audit_log where subject_kind = 'settings' and subject_id = $1 order by id desc limit 1`,
    [section],
  );
  return rows[0]?.actor ?? null;
}
