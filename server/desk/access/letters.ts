/** Letters to the people at the owner's desk. A link's token is sealed in the outbox until the letter is sent. */
import type { Locale } from '../../i18n/locale';
import { translateTo } from '../../i18n/translate';
import type { Letter } from '../../store/mail/letter';
import { SEALED } from '../../store/mail/model';
import { inWords } from '../../i18n/moments';

export interface StaffLinkMail {
  readonly to: string;
  readonly locale: Locale;
  /** Who made the link. */
  readonly by: string;
  /** `renewal`: she was in before, and the link replaces her password and her second factor. */
  readonly reason: 'invite' | 'renewal';
  readonly expiresAt: Date;
}

export interface StaffWarningMail {
  readonly to: string;
  readonly locale: Locale;
  readonly reason: 'recovery-code' | 'new-link';
  readonly at: Date;
}

/** @param app the configured origin: a forged Host header must not reach the link */
export function staffLinkLetter({ locale, by, reason, expiresAt }: StaffLinkMail, app: string): Letter {
  const text = translateTo(locale);
  return {
    subject: text(`mail:staffLink.${reason}.subject`),
    title: text(`mail:staffLink.${reason}.title`),
    blocks: [
      { kind: 'text', text: text(`mail:staffLink.${reason}.text`, { by, until: inWords(expiresAt, locale) }) },
      { kind: 'action', label: text('mail:staffLink.action'), href: `${app}/admin/set-up/${SEALED}` },
    ],
    closing: text('mail:staffLink.closing'),
  };
}

export function staffWarningLetter({ locale, reason, at }: StaffWarningMail): Letter {
  const text = translateTo(locale);
  return {
    subject: text(`mail:staffWarning.${reason}.subject`),
    title: text(`mail:staffWarning.${reason}.title`),
    blocks: [
      { kind: 'text', text: text(`mail:staffWarning.${reason}.text`, { at: inWords(at, locale) }) },
      { kind: 'text', text: text('mail:staffWarning.whatToDo') },
    ],
    closing: text('mail:staffWarning.closing'),
  };
}
