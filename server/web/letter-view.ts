/** `views/mail/letter.ejs`: what every mail looks like. */
import { accessSync } from 'node:fs';
import path from 'node:path';
import { createTemplates } from './templates';

/** @throws at start where it is missing, not at the first mail */
export function createLetterView(viewsDirectory: string): (model: object) => string {
  const file = path.join(viewsDirectory, 'mail', 'letter.ejs');
  accessSync(file);
  const template = createTemplates();
  return (model) => template(file, model, true);
}
