/** `views/`, compiled once. An include is a look into a map, and hands its values down without copying them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';

/** @param keep compiled; else read again each time, as one who writes a view wants it */
export type Template = (file: string, values: object, keep: boolean) => string;

export function createTemplates(): Template {
  const compiled = new Map<string, ejs.TemplateFunction>();

  function templateIn(file: string, keep: boolean): ejs.TemplateFunction {
    const known = keep ? compiled.get(file) : undefined;
    if (known) return known;
    // Of the values a part inherits; the chain ends without Object's own.
    const options = { filename: file, unsafePrototypeLocals: true };
    const template = ejs.compile(readFileSync(file, 'utf8'), options);
    if (keep) compiled.set(file, template);
    return template;
  }

  function render(file: string, inherited: object | null, values: object, keep: boolean): string {
    const include = (part: string, own: object = {}): string =>
      render(path.join(path.dirname(file), `${part}.ejs`), scope, own, keep);
    const scope: object = Object.assign(Object.create(inherited) as object, values, { include });
    return templateIn(file, keep)(scope);
  }

  return (file, values, keep) => render(file, null, values, keep);
}
