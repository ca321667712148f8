import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import type { Outbox } from '../mail';
import { blockedLetter, passwordResetLetter } from './letters';

const DAY_MS = 24 * 60 * 60 * 1000;

export type AccountMails = ReturnType<typeof createAccountMails>;

interface Told {
  readonly to: string;
  readonly locale: Locale;
}

/** @param apex the configured origin: a forged Host header must not reach the link */
export function createAccountMails(outbox: Outbox, apex: string) {
  return {
    async passwordReset(
      db: Executor,
      { to, locale, token, validMs }: Told & { readonly token: string; readonly validMs: number },
    ): Promise<void> {
      const letter = passwordResetLetter(locale, apex, validMs);
      await outbox.enqueue(db, { kind: 'password-reset', locale, to, letter, secret: token });
    },
    /** An order was refused. Once a day: anybody can try to order in somebody's name. */
    async blocked(db: Executor, { to, locale }: Told): Promise<void> {
      const letter = blockedLetter(locale);
      await outbox.enqueueWithin(db, [{ most: 1, withinMs: DAY_MS }], { kind: 'order-refused', locale, to, letter });
    },
  };
}
