/** A letter as plain text and as HTML. The template is read once; everything in it is escaped by it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';
import { localPath, type Locale } from '../../i18n/locale';
import { letterText, type Letter } from './letter';

export type Typesetter = (letter: Letter, locale: Locale) => { readonly text: string; readonly html: string };

export function createTypesetter(viewsDirectory: string, apexOrigin: string): Typesetter {
  const filename = path.join(viewsDirectory, 'mail', 'letter.ejs');
  const template = ejs.compile(readFileSync(filename, 'utf8'), { filename });
  return (letter, locale) => {
    const home = apexOrigin + localPath(locale, '/');
    return { text: letterText(letter, home), html: template({ letter, locale, home }) };
  };
}
