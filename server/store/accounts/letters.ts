/** The letter with the link to a new password. The token itself is sealed in the outbox until the letter is sent. */
import { localPath, type Locale } from '../../i18n/locale';
import type { Letter } from '../mail';
import { SEALED } from '../mail/model';
import { translateTo } from '../texts';
import { RESET_VALID_MS } from './model';

/** @param apex the configured origin: a forged Host header must not reach the link */
export function passwordResetLetter(locale: Locale, apex: string): Letter {
  const text = translateTo(locale);
  return {
    subject: text('accountLetters:passwordReset.subject'),
    title: text('accountLetters:passwordReset.title'),
    blocks: [
      { kind: 'text', text: text('accountLetters:passwordReset.text', { minutes: RESET_VALID_MS / 60_000 }) },
      {
        kind: 'action',
        label: text('accountLetters:passwordReset.action'),
        href: `${apex}${localPath(locale, '/account/reset')}?token=${SEALED}`,
      },
    ],
    closing: text('accountLetters:passwordReset.closing'),
  };
}
