import { localPath, type Locale } from '../../i18n/locale';
import { letterText, type Letter } from './letter';

export type LetterView = (model: { readonly letter: Letter; readonly locale: Locale; readonly home: string }) => string;

export type Typesetter = (letter: Letter, locale: Locale) => { readonly text: string; readonly html: string };

export function createTypesetter(view: LetterView, apexOrigin: string): Typesetter {
  return (letter, locale) => {
    const home = apexOrigin + localPath(locale, '/');
    return { text: letterText(letter, home), html: view({ letter, locale, home }) };
  };
}
