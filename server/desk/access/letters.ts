/** Letters to the people at the owner's desk. A link's token is sealed in the outbox until the letter is sent. */
import { inWords } from '../../i18n/dates';
import type { Locale } from '../../i18n/locale';
import type { Letter } from '../../store/mail';
import { SEALED } from '../../store/mail/model';
import { translateTo } from '../texts';

export interface StaffLinkMail {
  readonly to: string;
  readonly locale: Locale;
  readonly by: string;
  /** `renewal`: she was in before, and the link replaces her password and her second factor. */
  readonly reason: 'invite' | 'renewal';
  readonly expiresAt: Date;
}

/** @param app the configured origin: a forged Host header must not reach the link */
export function staffLinkLetter({ locale, by, reason, expiresAt }: StaffLinkMail, app: string): Letter {
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
