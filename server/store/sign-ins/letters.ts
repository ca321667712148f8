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
  const fact = (name: 'at' | 'browser' | 'address', value: string): LetterFact => ({
    label: text(`signInLetters:facts.${name}`),
    value,
  });
  const about = side === 'desk' ? (`desk.${reason}` as const) : (`storefront.${reason}` as const);
  const facts = [
    fact('at', inWords(at, locale)),
    ...(from
      ? [fact('browser', from.browser || text('signInLetters:unknownBrowser')), fact('address', from.address)]
      : []),
  ];
  const actions: LetterBlock[] =
    reason === 'guesses'
      ? [
          {
            kind: 'action',
            label: text(`signInLetters:${side}.guesses.action`),
            href: `${signInPage()}?browser=${SEALED}`,
          },
        ]
      : side === 'storefront'
        ? [
            {
              kind: 'action',
              label: text('signInLetters:storefront.action'),
              href: `${origins.apex}${localPath(locale, '/account/forgot')}`,
            },
          ]
        : [];
  return {
    subject: text(`signInLetters:${about}.subject`),
    title: text(`signInLetters:${about}.title`),
    blocks: [
      { kind: 'text', text: text(`signInLetters:${about}.text`) },
      { kind: 'facts', title: text('signInLetters:facts.title'), facts },
      ...(reason === 'guesses' ? [] : [{ kind: 'text' as const, text: text(`signInLetters:${side}.whatToDo`) }]),
      ...actions,
    ],
    closing: text(`signInLetters:${side}.closing`),
  };

  function signInPage(): string {
    return side === 'desk' ? `${origins.app}/admin/sign-in` : `${origins.apex}${localPath(locale, '/account/login')}`;
  }
}
