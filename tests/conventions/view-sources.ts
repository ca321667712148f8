/** Views as the code that they are: their tags without the markup between, and what they include in its place. */
import path from 'node:path';
import ts from 'typescript';
import { nodesOf, read, remembered } from './source-files';

const TAG = /<%([=\-_#]?)([^]*?)([-_]?)%>/g;
const INCLUDE = /^\s*include\(\s*(['`])([^'`]+)\1\s*(?:,([^]*))?\)\s*$/;

export function viewSource(view: string): ts.SourceFile {
  const code = Array.from(read(view).matchAll(TAG), ([, kind, inner = '']) =>
    kind === '#' ? '' : kind === '=' || kind === '-' ? `;(${inner});` : inner,
  );
  return ts.createSourceFile(view, code.join('\n'), ts.ScriptTarget.ES2022, true);
}

interface Names {
  /** All that it reads and doesn't declare. */
  readonly free: readonly string[];
  /** What it reads from `locals`, for it may not be there. */
  readonly optional: readonly string[];
}

export const namesOf = remembered((view): Names => {
  const source = viewSource(view);
  const identifiers = nodesOf(source, ts.isIdentifier);
  const declared = new Set(identifiers.filter(isDeclared).map(({ text }) => text));
  const free = identifiers.filter((name) => isRead(name) && !declared.has(name.text)).map(({ text }) => text);
  const optional = nodesOf(source, ts.isPropertyAccessExpression)
    .filter(({ expression }) => ts.isIdentifier(expression) && expression.text === 'locals')
    .map(({ name }) => name.text);
  return { free: [...new Set(free)].filter((name) => !KNOWN.has(name)), optional: [...new Set(optional)] };
});

const KNOWN = new Set(['locals', 'include', 'undefined', 'Boolean', 'Object', 'String', 'URL', 'encodeURIComponent']);

const isDeclared = (name: ts.Identifier): boolean =>
  (ts.isVariableDeclaration(name.parent) || ts.isParameter(name.parent) || ts.isBindingElement(name.parent)) &&
  name.parent.name === name;

const isRead = (name: ts.Identifier): boolean => {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === name;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === name;
  return !ts.isBindingElement(parent) || parent.initializer === name;
};

interface Include {
  readonly file: string;
  readonly handed: string;
  /** Names of its properties, as far as they are written out. */
  readonly names: readonly string[];
}

/** A name with the language in it is one file a language. */
function includesIn(view: string, expression: string): Include[] | null {
  const [, , included, handed = '{}'] = INCLUDE.exec(expression) ?? [];
  if (included === undefined) return null;
  const locales = included.includes('${locale}') ? ['ko', 'en'] : [''];
  const object = ts.createSourceFile('handed.ts', `(${handed})`, ts.ScriptTarget.ES2022, true);
  const [written] = nodesOf(object, ts.isObjectLiteralExpression);
  const isWhole = written?.getText() === handed.trim();
  const names = isWhole ? written.properties.flatMap(({ name }) => (name ? [name.getText()] : [])) : [];
  return locales.map((locale) => ({
    file: path.posix.join(path.posix.dirname(view), `${included.replace('${locale}', locale)}.ejs`),
    handed,
    names,
  }));
}

export const includesOf = (view: string): Include[] =>
  Array.from(
    read(view).matchAll(TAG),
    ([, kind, inner = '']) => (kind === '-' ? includesIn(view, inner) : null) ?? [],
  ).flat();

/** A view as a function of `locals`, as EJS makes one: what it includes gets the same, and what is handed to it. */
export function viewFunction(view: string, name: string): string {
  let count = 0;
  const body = Array.from(read(view).matchAll(TAG), ([, kind, inner = '']) => {
    if (kind === '#') return '';
    if (kind !== '=' && kind !== '-') return inner;
    const parts = includesIn(view, inner);
    return parts ? parts.map((part) => partOf(part, `${name}_${++count}`)).join('\n') : `;$print(${inner});`;
  });
  return `function ${name}(locals: Locals) {
const { ${namesOf(view).free.join(', ')} } = locals;
${body.join('\n')}
}`;
}

function partOf({ file, handed }: Include, name: string): string {
  const optional = namesOf(file).optional.map((one) => `'${one}'`);
  return `;{
const handed = { ...locals, ...(${handed}) };
type Locals = Optional<typeof handed, ${optional.join(' | ') || 'never'}>;
${viewFunction(file, name)}
${name}(handed as unknown as Locals);
}`;
}
