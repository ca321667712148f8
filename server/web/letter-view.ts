/** `views/mail/letter.ejs`, read once: what every mail looks like. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';

export function createLetterView(viewsDirectory: string): (model: object) => string {
  const filename = path.join(viewsDirectory, 'mail', 'letter.ejs');
  return ejs.compile(readFileSync(filename, 'utf8'), { filename });
}
