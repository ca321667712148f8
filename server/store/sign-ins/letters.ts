/** Letters that warn somebody of what happened to her way in. */
import type { Origins } from '../../config/origins';
import { inWords } from '../../i18n/dates';
import { localPath } from '../../i18n/locale';
import type { Letter, LetterBlock, LetterFact } from '../mail';
import { SEALED } from '../mail/model';
import { translateTo } from '../texts';
import type { WarningMail } from './model';

/** @param origins the configured ones: a forged Host header must not reach a link */
export function warningLetter({ side, locale, reason, at, from }: WarningMail, origins: Origins): Letter {
  const text = translateTo(locale);
  const words = (name: string): string => text(`signInLetters:${side}.${name}`);
  const fact = (name: string, value: string): LetterFact => ({ label: text(`signInLetters:facts.${name}`), value });
  const facts = [
    fact('at', inWords(at, locale)),
    ...(from
      ? [fact('browser', from.browser || text('signInLetters:unknownBrowser')), fact('address', from.address)]
      : []),
  ];
  const actions: LetterBlock[] =
    reason === 'guesses'
      ? [{ kind: 'action', label: words('guesses.action'), href: `${signInPage()}?browser=${SEALED}` }]
      : side === 'storefront'
        ? [{ kind: 'action', label: words('action'), href: `${origins.apex}${localPath(locale, '/account/forgot')}` }]
        : [];
  return {
    subject: words(`${reason}.subject`),
    title: words(`${reason}.title`),
    blocks: [
      { kind: 'text', text: words(`${reason}.text`) },
      { kind: 'facts', title: text('signInLetters:facts.title'), facts },
      ...(reason === 'guesses' ? [] : [{ kind: 'text' as const, text: words('whatToDo') }]),
      ...actions,
    ],
    closing: words('closing'),
  };

  function signInPage(): string {
    return side === 'desk' ? `${origins.app}/admin/sign-in` : `${origins.apex}${localPath(locale, '/account/login')}`;
  }
}
