/** Puts a mail into the outbox, in the caller's transaction: it is sent if and only if that commits. */
import type { Executor } from '../../db/pool';
import type { Clock } from '../../process/clock';
import type { Locale } from '../../i18n/locale';
import { oneLine, type Letter } from './letter';
import type { MailKind } from './model';
import { insertMail } from './queries';
import { seal } from './seal';
import type { Typesetter } from './typeset';

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
}

export function createOutbox(options: {
  readonly clock: Clock;
  readonly sessionSecret: string;
  readonly typeset: Typesetter;
}): Outbox {
  const { clock, sessionSecret, typeset } = options;
  return {
    async enqueue(db, { kind, locale, to, letter, secret, orderId }) {
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
    },
  };
}
