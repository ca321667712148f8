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
  const apexPage = (path: string): string => origins.apex + localPath(locale, path);
  const signInPage = side === 'desk' ? `${origins.app}/admin/sign-in` : apexPage('/account/login');
  const action = (label: string, href: string): LetterBlock => ({ kind: 'action', label, href });
  const whatToDo: LetterBlock = { kind: 'text', text: text(`signInLetters:${side}.whatToDo`) };
  const forgot = action(text('signInLetters:storefront.action'), apexPage('/account/forgot'));
  const link = action(text(`signInLetters:${side}.guesses.action`), `${signInPage}?browser=${SEALED}`);
  const last = reason === 'guesses' ? [link] : side === 'desk' ? [whatToDo] : [whatToDo, forgot];
  return {
    subject: text(`signInLetters:${about}.subject`),
    title: text(`signInLetters:${about}.title`),
    blocks: [
      { kind: 'text', text: text(`signInLetters:${about}.text`) },
      { kind: 'facts', title: text('signInLetters:facts.title'), facts },
      ...last,
    ],
    closing: text(`signInLetters:${side}.closing`),
  };
}
