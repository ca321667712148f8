import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import type { Outbox } from '../mail';
import { blockedLetter, passwordResetLetter } from './letters';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface AccountMails {
  passwordReset(
    db: Executor,
    mail: { readonly to: string; readonly locale: Locale; readonly token: string; readonly validMs: number },
  ): Promise<void>;
  /** An order was refused. Once a day: anybody can try to order in somebody's name. */
  blocked(db: Executor, mail: { readonly to: string; readonly locale: Locale }): Promise<void>;
}

/** @param apex the configured origin: a forged Host header must not reach the link */
export function createAccountMails(outbox: Outbox, apex: string): AccountMails {
  return {
    async passwordReset(db, { to, locale, token, validMs }) {
      const letter = passwordResetLetter(locale, apex, validMs);
      await outbox.enqueue(db, { kind: 'password-reset', locale, to, letter, secret: token });
    },
    async blocked(db, { to, locale }) {
      const letter = blockedLetter(locale);
      await outbox.enqueueWithin(db, [{ most: 1, withinMs: DAY_MS }], { kind: 'order-refused', locale, to, letter });
    },
  };
}
