/** Puts a mail into the outbox, in the caller's transaction: it is sent if and only if that commits. */
import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import type { Clock } from '../../process/clock';
import { seal } from '../../process/seal';
import { oneLine, type Letter } from './letter';
import type { MailKind } from './model';
import { countMails, insertMail, sendMailAgain } from './queries';
import { createTypesetter, type LetterView } from './typeset';

export interface Enqueue {
  readonly kind: MailKind;
  readonly locale: Locale;
  readonly to: string;
  readonly letter: Letter;
  /** Takes the place of `SEALED` when the mail is sent. */
  readonly secret?: string;
  /** The order it tells of. */
  readonly orderId?: string;
}

export interface Outbox {
  /** @returns the row's id */
  enqueue(db: Executor, mail: Enqueue): Promise<number>;
  /** Nothing, once the mailbox has been sent so many of the kind lately. */
  enqueueAtMost(
    db: Executor,
    mail: Enqueue,
    most: { readonly mails: number; readonly withinMs: number },
  ): Promise<void>;
  /** One of an order's mails once more. @returns null when the order has no such mail */
  sendAgain(
    db: Executor,
    mail: { readonly id: number; readonly orderId: string },
  ): Promise<{ readonly kind: MailKind; readonly was: 'queued' | 'over' } | null>;
}

export interface OutboxContext {
  readonly clock: Clock;
  readonly sessionSecret: string;
  readonly letterView: LetterView;
  readonly config: { readonly origins: { readonly apex: string } };
}

export function createOutbox({ clock, sessionSecret, letterView, config }: OutboxContext): Outbox {
  const typeset = createTypesetter(letterView, config.origins.apex);
  async function enqueue(db: Executor, { kind, locale, to, letter, secret, orderId }: Enqueue): Promise<number> {
    const { text, html } = typeset(letter, locale);
    return insertMail(db, {
      kind,
      locale,
      recipient: to,
      subject: oneLine(letter.subject),
      bodyText: text,
      bodyHtml: html,
      sealed: secret === undefined ? null : seal(sessionSecret, secret),
      orderId: orderId ?? null,
      createdAt: clock.now(),
    });
  }
  return {
    enqueue,
    async enqueueAtMost(db, mail, { mails, withinMs }) {
      const after = new Date(clock.now().getTime() - withinMs);
      if ((await countMails(db, { recipient: mail.to, kind: mail.kind, after })) < mails) await enqueue(db, mail);
    },
    sendAgain: (db, mail) => sendMailAgain(db, mail, clock.now()),
  };
}
