/** At least once: a process that dies between sending and marking sends again, under a Message-ID shown once. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from '../../db/pool';
import type { Clock } from '../../process/clock';
import type { Keys } from '../../process/keys';
import type { Logger } from '../../process/logger';
import { openSealed } from '../../process/seal';
import { messageOf } from '../../process/thrown';
import { SEALED, type Mailer, type OutgoingMail } from './model';
import {
  claimMail,
  deleteOldMails,
  markFailed,
  markForRetry,
  markSent,
  requeueStranded,
  type ClaimedMail,
} from './queries';

/** With the queue's back-off, e^attempt seconds and at most 6 h apart, the last one is 40 hours after the first. */
export const MAX_ATTEMPTS = 15;
const LONGEST_EXPONENT = 10;

/** Longer than any conversation with a mail server (smtp-mailer.ts), with room for the database. */
const CLAIM_MS = 90_000;
/** Twelve seconds in all, well within the claim. */
const INSIST_MS: readonly number[] = [200, 800, 2_000, 4_000, 5_000];
/** A job is looked at within seconds of its time: what is later than this has lost its job. */
const STRANDED_MS = 60_000;
/** Three months: longer than the withdrawal period and a card dispute's first question. */
const KEEP_MS = 90 * 24 * 60 * 60 * 1000;

export type MailService = ReturnType<typeof createMailService>;

export interface MailServiceOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly mailer: Mailer;
  readonly keys: Pick<Keys, 'seals'>;
  readonly apexHost: string;
}

export function createMailService(options: MailServiceOptions) {
  const { pool, clock, logger, mailer } = options;
  const later = (ms: number): Date => new Date(clock.now().getTime() + ms);

  async function recordFailure(mail: ClaimedMail, attempt: number, error: unknown): Promise<void> {
    const reason = messageOf(error).slice(0, 1_000) || 'no reason given';
    const line = { mail: mail.id, kind: mail.kind, attempts: mail.attempts, reason };
    if (mail.attempts >= MAX_ATTEMPTS) {
      await markFailed(pool, mail.id, reason);
      logger.error(line, 'a mail could not be sent and is given up');
      return;
    }
    await markForRetry(pool, mail.id, reason, later(backOffMs(attempt)));
    logger.warn(line, 'a mail could not be sent yet');
    throw error;
  }

  return {
    /** @param attempt the queue's count @throws the reason while the queue is to come back with its back-off */
    async deliver(id: number, attempt: number, signal: AbortSignal): Promise<void> {
      const mail = await claimMail(pool, id, clock.now(), later(CLAIM_MS));
      if (!mail) return;
      try {
        await mailer.send(finished(mail, options), signal);
      } catch (error) {
        // Cut off by our own shutdown, the server may still have taken it: the claim runs out, then it is tried again.
        if (signal.aborted) throw error;
        return recordFailure(mail, attempt, error);
      }
      await insist(() => markSent(pool, mail.id, clock.now()));
      logger.info({ mail: mail.id, kind: mail.kind, attempts: mail.attempts }, 'mail sent');
    },
    async rescue(): Promise<void> {
      const now = clock.now();
      const rescued = await requeueStranded(pool, now, new Date(now.getTime() - STRANDED_MS));
      if (rescued > 0) logger.warn({ mails: rescued }, 'mails whose sender died are sent again');
    },
    forgetOld: () => deleteOldMails(pool, later(-KEEP_MS)),
  };
}

/** The mail is out, and only this keeps it from being sent again: a restarting Postgres is waited for. */
async function insist(write: () => Promise<void>): Promise<void> {
  for (const waitMs of INSIST_MS) {
    try {
      return await write();
    } catch {
      await delay(waitMs);
    }
  }
  return write();
}

/** As graphile-worker waits after a failed job: e^attempts seconds. */
const backOffMs = (attempt: number): number => Math.exp(Math.min(attempt, LONGEST_EXPONENT)) * 1000;

function finished(mail: ClaimedMail, { keys, apexHost }: MailServiceOptions): OutgoingMail {
  const secret = mail.sealed === null ? null : openSealed(keys, mail.sealed);
  const fill = (body: string): string => (secret === null ? body : body.replaceAll(SEALED, () => secret));
  return {
    messageId: `<mail-${mail.id}-${mail.createdAt.getTime()}@${apexHost}>`,
    id: mail.id,
    kind: mail.kind,
    locale: mail.locale,
    to: mail.recipient,
    subject: mail.subject,
    text: fill(mail.bodyText),
    html: fill(mail.bodyHtml),
    createdAt: mail.createdAt,
  };
}
