/** Puts a mail into the outbox, in the caller's transaction: it is sent if and only if that commits. */
import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import type { Clock } from '../../process/clock';
import { seal } from '../../process/seal';
import { oneLine, type Letter } from './letter';
import type { LetterLimit, MailKind } from './model';
import { insertMail, selectLettersOfUnpaid, sendMailAgain } from './queries';
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
  /** Of an order that is not paid. @returns null where the mailbox has had its share: nothing was written then */
  enqueueWithin(db: Executor, limits: readonly LetterLimit[], mail: Enqueue): Promise<number | null>;
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
    async enqueueWithin(db, limits, mail) {
      const now = clock.now();
      const longestMs = Math.max(0, ...limits.map(({ withinMs }) => withinMs));
      const ages = await selectLettersOfUnpaid(db, mail.to, now, new Date(now.getTime() - longestMs));
      const isFull = ({ most, withinMs }: LetterLimit): boolean => ages.filter((age) => age < withinMs).length >= most;
      return limits.some(isFull) ? null : enqueue(db, mail);
    },
    sendAgain: (db, mail) => sendMailAgain(db, mail, clock.now()),
  };
}
