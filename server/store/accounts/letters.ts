import { localPath, type Locale } from '../../i18n/locale';
import type { Letter } from '../mail';
import { SEALED } from '../mail/model';
import { translateTo } from '../texts';
import { RESET_VALID_MS } from './model';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function passwordResetLetter(locale: Locale, apex: string, validMs: number): Letter {
  const text = translateTo(locale);
  const isLong = validMs > RESET_VALID_MS;
  return {
    subject: text('accountLetters:passwordReset.subject'),
    title: text('accountLetters:passwordReset.title'),
    blocks: [
      {
        kind: 'text',
        text: isLong
          ? text('accountLetters:passwordReset.askedOften', { hours: validMs / HOUR_MS })
          : text('accountLetters:passwordReset.text', { minutes: validMs / MINUTE_MS }),
      },
      {
        kind: 'action',
        label: text('accountLetters:passwordReset.action'),
        href: `${apex}${localPath(locale, '/account/reset')}?token=${SEALED}`,
      },
    ],
    closing: text(`accountLetters:passwordReset.${isLong ? 'closingOften' : 'closing'}`),
  };
}

/** She is told nowhere else that the shop takes no orders from her: only her own mailbox learns it. */
export function blockedLetter(locale: Locale): Letter {
  const text = translateTo(locale);
  return {
    subject: text('accountLetters:blocked.subject'),
    title: text('accountLetters:blocked.title'),
    blocks: [{ kind: 'text', text: text('accountLetters:blocked.text') }],
    closing: text('accountLetters:blocked.closing'),
  };
}
