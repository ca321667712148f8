/** `views/mail/letter.ejs`: what every mail looks like. */
import path from 'node:path';
import { createTemplates } from './templates';

export function createLetterView(viewsDirectory: string): (model: object) => string {
  const template = createTemplates();
  return (model) => template(path.join(viewsDirectory, 'mail', 'letter.ejs'), model, true);
}
