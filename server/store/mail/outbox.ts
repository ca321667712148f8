/** Puts a mail into the outbox, in the caller's transaction: it is sent if and only if that commits. */
import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import type { Clock } from '../../process/clock';
import type { Keys } from '../../process/keys';
import { resealAll, seal, type Resealed } from '../../process/seal';
import { oneLine, type Letter } from './letter';
import type { MailKind } from './model';
import { insertMail, replaceSealed, selectSealed, sendMailAgain } from './queries';
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
  /** One of an order's mails once more. @returns null when the order has no such mail */
  sendAgain(
    db: Executor,
    mail: { readonly id: number; readonly orderId: string; readonly secret: string },
  ): Promise<{ readonly kind: MailKind; readonly was: 'queued' | 'over' } | null>;
}

export interface OutboxContext {
  readonly clock: Clock;
  readonly keys: Pick<Keys, 'seals'>;
  readonly letterView: LetterView;
  readonly config: { readonly origins: { readonly apex: string } };
}

export function createOutbox({ clock, keys, letterView, config }: OutboxContext): Outbox {
  const typeset = createTypesetter(letterView, config.origins.apex);
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
        sealed: secret === undefined ? null : seal(keys, secret),
        orderId: orderId ?? null,
        createdAt: clock.now(),
      });
    },
    sendAgain: (db, { id, orderId, secret }) =>
      sendMailAgain(db, { id, orderId, sealed: seal(keys, secret) }, clock.now()),
  };
}

/** What waits with something sealed in it, under the newest key. */
export async function resealOutbox(db: Executor, keys: Pick<Keys, 'seals'>): Promise<Resealed> {
  return resealAll(await selectSealed(db), { keys, purpose: 'outbox' }, (mail, anew) => replaceSealed(db, mail, anew));
}
