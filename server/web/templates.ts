/** `views/`, compiled once. An include is a look into a map, and hands its values down without copying them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';

/** @param keep compiled; else read again each time, as one who writes a view wants it */
export type Template = (file: string, values: object, keep: boolean) => string;

type Scope = Readonly<Record<string, unknown>>;

interface Source {
  readonly text: string;
  /** Every word in it that can be the name of a value. */
  readonly words: ReadonlySet<string>;
  /** By which of its words have a value: optional ones are read as `locals.name`, and may be missing. */
  readonly compiled: Map<string, ejs.TemplateFunction>;
}

export function createTemplates(): Template {
  const sources = new Map<string, Source>();

  function sourceOf(file: string, keep: boolean): Source {
    const known = keep ? sources.get(file) : undefined;
    if (known) return known;
    // The indentation is for who writes a view: a browser would be sent a tenth more for it.
    const text = readFileSync(file, 'utf8').replaceAll(/^[ \t]+/gm, '');
    const source = { text, words: new Set(text.match(/[A-Za-z_$][\w$]*/g)), compiled: new Map() };
    if (keep) sources.set(file, source);
    return source;
  }

  function render(file: string, inherited: Scope | null, values: object, keep: boolean): string {
    const include = (part: string, own: object = {}): string =>
      render(path.join(path.dirname(file), `${part}.ejs`), scope, own, keep);
    const scope: Scope = Object.assign(Object.create(inherited) as object, values, { include });
    const { text, words, compiled } = sourceOf(file, keep);
    let signature = '';
    // Inherited ones too.
    for (const name in scope) if (words.has(name)) signature += `${name} `;
    let template = compiled.get(signature);
    if (!template) {
      template = compile(text, file, signature.split(' ').slice(0, -1));
      compiled.set(signature, template);
    }
    return template(scope);
  }

  return (file, values, keep) => render(file, null, values, keep);
}

/** Without `with`, by which every name would be looked for among all values first. In a block, it may have names of its own. */
function compile(text: string, filename: string, names: string[]): ejs.TemplateFunction {
  const options = { filename, _with: false, destructuredLocals: names, unsafePrototypeLocals: true };
  return ejs.compile(`<%_ { _%>${text}<%_ } _%>`, options);
}
