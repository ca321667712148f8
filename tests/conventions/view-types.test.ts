/** What a view prints is what it is given: each is compiled as a function of its model, with all that it includes. */
import path from 'node:path';
import ts from 'typescript';
import { filesUnder, nodesOf, parse, read, ROOT } from './source-files';
import { includesOf, namesOf, viewFunction, viewSource } from './view-sources';

const views = filesUnder('views', '.ejs');
const server = filesUnder('server', '.ts');
const nameOf = (file: string): string => file.replace(/^views\/|\.ejs$/g, '');

/** The map from view to model: every feature adds its own to it. */
const models = server
  .flatMap((file) => nodesOf(parse(file), ts.isInterfaceDeclaration))
  .filter(({ name }) => name.text === 'Views')
  .flatMap(({ members }) => [...members]);
const rendered = models.flatMap(({ name }) => (name && ts.isStringLiteral(name) ? [name.text] : []));

/** Read by server/web/letter-view.ts: what it is given is a letter. */
const LETTER = 'mail/letter';

test('a view that is rendered is there, and one that is there is rendered or a part of others', () => {
  const included = views.flatMap((view) => includesOf(view).map(({ file }) => nameOf(file)));
  expect([...new Set([...rendered, ...included, LETTER])].sort()).toEqual(views.map(nameOf).sort());
  expect(rendered.length).toBeGreaterThan(60);
});

test('a part reads all that is handed to it, and what it may be given is given by somebody', () => {
  const handed = views.flatMap((view) =>
    includesOf(view).flatMap(({ file, names }) => names.map((name) => [file, name] as const)),
  );
  expect(handed.filter(([file, name]) => !readBy(file).has(name))).toEqual([]);
  const known = new Set([
    ...handed.map(([, name]) => name),
    ...views.flatMap((view) => nodesOf(viewSource(view), ts.isPropertyAssignment).map(({ name }) => name.getText())),
    ...models.flatMap((model) => nodesOf(model, ts.isPropertySignature).map(({ name }) => name.getText())),
  ]);
  expect(views.flatMap((view) => namesOf(view).optional.filter((name) => !known.has(name)))).toEqual([]);
});

function readBy(view: string): ReadonlySet<string> {
  const { free, optional } = namesOf(view);
  return new Set([...free, ...optional, ...includesOf(view).flatMap(({ file }) => [...readBy(file)])]);
}

const PREAMBLE = `
import type {} from '../server/desk/app';
import type { DeskLocals } from '../server/desk/web/page';
import type { SignedOutLocals } from '../server/desk/web/signed-out-page';
import type { StorefrontLocals } from '../server/storefront/app';
import type { Views } from '../server/web/page';
/** What a part isn't given is nothing that it uses. */
type Optional<L, Name extends string> = L & { readonly [N in Exclude<Name, keyof L>]?: any };
declare function $print(value: string | number | null | undefined): void;
`;

/** Those without the desk's navigation are for somebody who is not signed in. */
function localsOf(view: string): string {
  if (!view.startsWith('desk/')) return 'StorefrontLocals';
  return read(`views/${view}.ejs`).includes('partials/open-plain') ? 'SignedOutLocals' : 'DeskLocals';
}

const codeOf = (view: string): string =>
  `${PREAMBLE}type Locals = Readonly<${localsOf(view)} & Views['${view}']>;\n${viewFunction(`views/${view}.ejs`, 'view')}`;

/** @returns what is wrong, by the name of each code */
function compile(codes: ReadonlyMap<string, string>): ReadonlyMap<string, string[]> {
  const config = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config as unknown;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  // A template can't say of what type a function's parameter is.
  const ours = { ...options, noImplicitAny: false, noUnusedLocals: false, noUnusedParameters: false };
  const files = new Map(
    [...codes].map(([name, code]) => [path.join(ROOT, 'views', `${name.replaceAll('/', ' ')}.ts`), code]),
  );
  const host = ts.createCompilerHost(ours);
  const known = { ...host };
  host.fileExists = (file) => files.has(file) || known.fileExists(file);
  host.getSourceFile = (file, ...rest) => {
    const code = files.get(file);
    return code === undefined
      ? known.getSourceFile(file, ...rest)
      : ts.createSourceFile(file, code, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...files.keys()], ours, host);
  const faults = [...files.keys()].map((file) =>
    program.getSemanticDiagnostics(program.getSourceFile(file)).map(inWords),
  );
  return new Map([...codes.keys()].map((name, at) => [name, faults[at] ?? []]));
}

function inWords({ file, start = 0, messageText }: ts.Diagnostic): string {
  const code = file?.text ?? '';
  const line = code
    .slice(code.lastIndexOf('\n', start) + 1)
    .split('\n', 1)
    .join('')
    .trim();
  return `${ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 300)} | ${line.slice(0, 200)}`;
}

function mutant(view: string, from: string, to: string): string {
  const code = codeOf(view);
  if (!code.includes(from)) throw new Error(`${view} has no ${from} any more`);
  return code.replace(from, to);
}

const WRONG = new Map([
  ['a field that the model lacks', mutant('cart/crowded', 'goods.quantity', 'goods.quantities')],
  ['a name that nothing has', mutant('cart/crowded', 'lead: lead', 'lead: leed')],
  ['a key without a text', mutant('cart/crowded', "'cart:crowded.again'", "'cart:crowded.agian'")],
  ['a gap without a value', mutant('checkout/show', '{ count: line.quantity }', '{}')],
  ['a key of any words', mutant('desk/stock/list', 'stock.view}`', 'stock.q}`')],
  ['an object, which would print as one', mutant('cart/crowded', '$print( goods.quantity )', '$print( goods )')],
]);
const faults = compile(new Map([...rendered.map((view) => [view, codeOf(view)] as const), ...WRONG]));

test('every view prints what it is given, and texts that there are', () => {
  const found = rendered.flatMap((view) => (faults.get(view) ?? ['not compiled']).map((fault) => `${view}: ${fault}`));
  expect(found).toEqual([]);
});

test.each([...WRONG.keys()])('%s is found', (name) => {
  expect(faults.get(name)).not.toEqual([]);
});
