/** Written in the caller's transaction: a mail is sent if and only if that commits. */
import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import type { Clock } from '../../process/clock';
import type { Keys } from '../../process/keys';
import { resealAll, seal, type Resealed, type Sealed } from '../../process/seal';
import { inOneLine } from '../../values/text';
import type { Letter } from './letter';
import type { LetterLimit, MailKind } from './model';
import { insertMail, replaceSealed, selectAgesOfLetters, selectSealed, sendMailAgain } from './queries';
import { createTypesetter, type LetterView } from './typeset';

export interface Enqueue {
  readonly kind: MailKind;
  readonly locale: Locale;
  readonly to: string;
  readonly letter: Letter;
  /** Takes the place of `SEALED` when the mail is sent. */
  readonly secret?: string;
  readonly orderId?: string;
  /** Among letters of its kind those that count together, where they are limited. */
  readonly topic?: string;
}

export type Outbox = ReturnType<typeof createOutbox>;

export interface OutboxContext {
  readonly clock: Clock;
  readonly keys: Pick<Keys, 'seals'>;
  readonly letterView: LetterView;
  readonly config: { readonly origins: { readonly apex: string } };
}

export function createOutbox({ clock, keys, letterView, config }: OutboxContext) {
  const typeset = createTypesetter(letterView, config.origins.apex);

  async function enqueue(db: Executor, { kind, locale, to, letter, secret, orderId, topic }: Enqueue): Promise<number> {
    const { text, html } = typeset(letter, locale);
    return insertMail(db, {
      kind,
      locale,
      recipient: to,
      subject: inOneLine(letter.subject),
      bodyText: text,
      bodyHtml: html,
      sealed: secret === undefined ? null : seal(keys, secret),
      orderId: orderId ?? null,
      topic: topic ?? null,
      createdAt: clock.now(),
    });
  }

  return {
    enqueue,
    /** Of one kind and topic to one mailbox, or about orders that were never paid. null: it has had its share. */
    async enqueueWithin(db: Executor, limits: readonly LetterLimit[], mail: Enqueue): Promise<number | null> {
      if (limits.length === 0) return enqueue(db, mail);
      const now = clock.now();
      const longestMs = Math.max(...limits.map(({ withinMs }) => withinMs));
      const { to: recipient, topic = null } = mail;
      const kind = mail.orderId === undefined ? mail.kind : null;
      const since = new Date(now.getTime() - longestMs);
      const ages = await selectAgesOfLetters(db, { recipient, kind, topic }, now, since);
      const isFull = ({ most, withinMs }: LetterLimit): boolean => ages.filter((age) => age < withinMs).length >= most;
      return limits.some(isFull) ? null : enqueue(db, mail);
    },
    /** One of an order's mails once more. @returns null when the order has no such mail */
    sendAgain: (
      db: Executor,
      { id, orderId, secret }: { readonly id: number; readonly orderId: string; readonly secret: string },
    ) => sendMailAgain(db, { id, orderId, sealed: seal(keys, secret) }, clock.now()),
  };
}

export const sealedMails = async (db: Executor): Promise<Sealed[]> =>
  (await selectSealed(db)).map(({ sealed }) => ({ sealed, purpose: 'outbox' }));

/** What waits with something sealed in it, under the newest key. */
export const resealOutbox = async (db: Executor, keys: Pick<Keys, 'seals'>): Promise<Resealed> =>
  resealAll(await selectSealed(db), { keys, purpose: 'outbox' }, (mail, anew) => replaceSealed(db, mail, anew));
