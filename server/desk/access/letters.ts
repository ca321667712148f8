/** Letters to the people at the owner's desk. A link's token is sealed in the outbox until the letter is sent. */
import type { Executor } from '../../db/pool';
import { inWords } from '../../i18n/dates';
import type { Locale } from '../../i18n/locale';
import type { Letter, Outbox } from '../../store/mail';
import { SEALED } from '../../store/mail/model';
import { translateTo } from '../texts';

interface StaffLinkMail {
  readonly to: string;
  readonly locale: Locale;
  readonly by: string;
  /** `renewal`: she was in before, and the link replaces her password and her second factor. */
  readonly reason: 'invite' | 'renewal';
  readonly expiresAt: Date;
}

/** @param app the configured origin: a forged Host header must not reach the link */
function staffLinkLetter({ locale, by, reason, expiresAt }: StaffLinkMail, app: string): Letter {
  const text = translateTo(locale);
  return {
    subject: text(`staffLetters:staffLink.${reason}.subject`),
    title: text(`staffLetters:staffLink.${reason}.title`),
    blocks: [
      { kind: 'text', text: text(`staffLetters:staffLink.${reason}.text`, { by, until: inWords(expiresAt, locale) }) },
      { kind: 'action', label: text('staffLetters:staffLink.action'), href: `${app}/admin/set-up/${SEALED}` },
    ],
    closing: text('staffLetters:staffLink.closing'),
  };
}

export type StaffMails = ReturnType<typeof createStaffMails>;

export const createStaffMails = (outbox: Outbox, app: string) => ({
  async staffLink(db: Executor, { token, ...mail }: StaffLinkMail & { readonly token: string }): Promise<void> {
    const letter = staffLinkLetter(mail, app);
    await outbox.enqueue(db, { kind: 'staff-link', locale: mail.locale, to: mail.to, letter, secret: token });
  },
});
