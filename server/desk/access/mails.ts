import type { Executor } from '../../db/pool';
import type { Outbox } from '../../store/mail';
import { staffLinkLetter, type StaffLinkMail } from './letters';

export interface StaffMails {
  staffLink(db: Executor, mail: StaffLinkMail & { readonly token: string }): Promise<void>;
}

export function createStaffMails(outbox: Outbox, app: string): StaffMails {
  return {
    async staffLink(db, { token, ...mail }) {
      const letter = staffLinkLetter(mail, app);
      await outbox.enqueue(db, { kind: 'staff-link', locale: mail.locale, to: mail.to, letter, secret: token });
    },
  };
}
