/** The mails that tell of an account. */
import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import type { Outbox } from '../mail';
import { passwordResetLetter } from './letters';

export interface AccountMails {
  passwordReset(
    db: Executor,
    mail: { readonly to: string; readonly locale: Locale; readonly token: string },
  ): Promise<void>;
}

/** @param apex the configured origin: a forged Host header must not reach the link */
export function createAccountMails(outbox: Outbox, apex: string): AccountMails {
  return {
    async passwordReset(db, { to, locale, token }) {
      const letter = passwordResetLetter(locale, apex);
      await outbox.enqueue(db, { kind: 'password-reset', locale, to, letter, secret: token });
    },
  };
}
