import type { Origins } from '../../config/origins';
import type { Executor } from '../../db/pool';
import type { Outbox } from '../mail';
import { warningLetter } from './letters';
import { MOST_WARNINGS, type WarningMail } from './model';

export type SignInMails = ReturnType<typeof createSignInMails>;

export function createSignInMails(outbox: Outbox, origins: Origins) {
  return {
    /** In the transaction of what it tells of. No mailbox gets more than a few a day: the first ones tell. */
    async warning(db: Executor, mail: WarningMail): Promise<void> {
      const { locale, to, token: secret } = mail;
      const kind = mail.side === 'desk' ? 'staff-warning' : 'account-warning';
      const letter = warningLetter(mail, origins);
      const sealed = secret === undefined ? {} : { secret };
      await outbox.enqueueWithin(db, [MOST_WARNINGS], { kind, locale, to, letter, ...sealed });
    },
  };
}
