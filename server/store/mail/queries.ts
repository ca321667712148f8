import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import type { MailKind } from './model';

export interface NewMail {
  readonly kind: MailKind;
  readonly locale: Locale;
  readonly recipient: string;
  readonly subject: string;
  readonly bodyText: string;
  readonly bodyHtml: string;
  readonly sealed: Buffer | null;
  readonly orderId: string | null;
  readonly topic: string | null;
  readonly createdAt: Date;
}

export interface ClaimedMail extends Omit<NewMail, 'orderId' | 'topic'> {
  readonly id: number;
  readonly attempts: number;
}

/** With the job that sends it. The queue's limit lies above ours: the outbox decides when a mail has failed. */
export async function insertMail(db: Executor, mail: NewMail): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `with mail as (
       insert into outbox
         (kind, locale, recipient, subject, body_text, body_html, sealed, created_at, next_attempt_at, order_id, topic)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9::uuid, $10) returning id
     )
     select id, graphile_worker.add_job('send-mail', json_build_object('id', id), job_key => 'mail-' || id,
       max_attempts => 100) from mail`,
    [
      mail.kind,
      mail.locale,
      mail.recipient,
      mail.subject,
      mail.bodyText,
      mail.bodyHtml,
      mail.sealed,
      mail.createdAt,
      mail.orderId,
      mail.topic,
    ],
  );
  const row = rows[0];
  if (!row) throw new Error('a mail that was written has an id');
  return row.id;
}

/**
 * In milliseconds, the latest first. Nobody else writes one to that mailbox until the transaction ends, so it is asked
 * after every row that the transaction holds. @param kind null: all about orders that were never paid
 */
export async function selectAgesOfLetters(
  db: Executor,
  {
    recipient,
    kind,
    topic,
  }: { readonly recipient: string; readonly kind: MailKind | null; readonly topic: string | null },
  now: Date,
  since: Date,
): Promise<number[]> {
  await db.query(`select pg_advisory_xact_lock(hashtextextended('letters ' || lower($1::text), 0))`, [recipient]);
  const { rows } = await db.query<{ ageMs: number }>(
    `select (extract(epoch from $2::timestamptz - m.created_at) * 1000)::float8 as "ageMs"
     from outbox m left join orders o on o.id = m.order_id
     where lower(m.recipient) = lower($1) and m.created_at > $3
       and case when $4::text is null then o.id is not null and o.paid_at is null
           else m.kind = $4 and m.topic is not distinct from $5 end
     order by m.created_at desc limit 100`,
    [recipient, now, since, kind, topic],
  );
  return rows.map(({ ageMs }) => ageMs);
}

/** Once more as it was, or now if it still waits. @returns null when the order has no such mail */
export async function sendMailAgain(
  db: Executor,
  mail: { readonly id: number; readonly orderId: string; readonly sealed: Buffer },
  now: Date,
): Promise<{ readonly kind: MailKind; readonly was: 'queued' | 'over' } | null> {
  const { rows } = await db.query<{ kind: MailKind; was: 'queued' | 'over' }>(
    `with mail as (
       select * from outbox where id = $1 and order_id = $2::uuid
     ), copy as (
       insert into outbox
         (kind, locale, recipient, subject, body_text, body_html, sealed, created_at, next_attempt_at, order_id)
       select kind, locale, recipient, subject, body_text, body_html, $4, $3, $3, order_id
       from mail where status <> 'queued' returning id
     ), due as (
       select id from copy union all select id from mail where status = 'queued'
     )
     select kind, case when status = 'queued' then 'queued' else 'over' end as was,
       (select (graphile_worker.add_job('send-mail', json_build_object('id', due.id), job_key => 'mail-' || due.id,
          max_attempts => 100)).id from due)
     from mail`,
    [mail.id, mail.orderId, now, mail.sealed],
  );
  return rows[0] ? { kind: rows[0].kind, was: rows[0].was } : null;
}

/** Takes the row for one sender until `until`. @returns null when it is sent, failed, gone, or somebody else's */
export async function claimMail(db: Executor, id: number, now: Date, until: Date): Promise<ClaimedMail | null> {
  const { rows } = await db.query<ClaimedMail & Record<string, unknown>>(
    `update outbox set attempts = attempts + 1, claimed_until = $3
     where id = $1 and status = 'queued' and (claimed_until is null or claimed_until <= $2)
     returning id, kind, locale, recipient, subject, body_text as "bodyText", body_html as "bodyHtml", sealed,
       created_at as "createdAt", attempts`,
    [id, now, until],
  );
  return rows[0] ?? null;
}

export async function markSent(db: Executor, id: number, now: Date): Promise<void> {
  await db.query(
    `update outbox set status = 'sent', sent_at = $2, next_attempt_at = null, claimed_until = null, sealed = null
     where id = $1 and status = 'queued'`,
    [id, now],
  );
}

export async function markForRetry(db: Executor, id: number, reason: string, nextAttemptAt: Date): Promise<void> {
  await db.query(
    `update outbox set last_error = $2, next_attempt_at = $3, claimed_until = null where id = $1 and status = 'queued'`,
    [id, reason, nextAttemptAt],
  );
}

export async function markFailed(db: Executor, id: number, reason: string): Promise<void> {
  await db.query(
    `update outbox set status = 'failed', last_error = $2, next_attempt_at = null, claimed_until = null, sealed = null
     where id = $1 and status = 'queued'`,
    [id, reason],
  );
}

/** Whose sender was killed, or whose job is gone. A job still locked by the dead one does nothing more. */
export async function requeueStranded(db: Executor, now: Date, overdueSince: Date): Promise<number> {
  const { rowCount } = await db.query(
    `select graphile_worker.add_job('send-mail', json_build_object('id', id), job_key => 'mail-' || id,
       max_attempts => 100)
     from outbox where status = 'queued' and
       (claimed_until <= $1 or (claimed_until is null and next_attempt_at <= $2))`,
    [now, overdueSince],
  );
  return rowCount ?? 0;
}

/** Mails hold names and addresses: they are kept as long as somebody may ask about them. */
export async function deleteOldMails(db: Executor, before: Date): Promise<void> {
  await db.query(`delete from outbox where status <> 'queued' and created_at < $1`, [before]);
}

interface SealedMail {
  readonly id: number;
  readonly sealed: Buffer;
}

export async function selectSealed(db: Executor): Promise<SealedMail[]> {
  const { rows } = await db.query<SealedMail>(
    // Only what waits can hold something sealed, and of that there is an index.
    `select id, sealed from outbox where status = 'queued' and sealed is not null order by id`,
  );
  return rows;
}

/** Unless it was sent meanwhile. */
export async function replaceSealed(db: Executor, { id, sealed }: SealedMail, anew: Buffer): Promise<void> {
  await db.query('update outbox set sealed = $3 where id = $1 and sealed = $2', [id, sealed, anew]);
}
