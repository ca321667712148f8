import { readdirSync } from 'node:fs';
import ts from 'typescript';
import { filesUnder, nodesOf, parse, read, ROOT } from './source-files';

const sources = filesUnder('server', '.ts');
const ours = ['server', 'deploy', 'tests', 'bench', 'views', 'migrations', 'public/css', 'public/js'];

/** Statements outside server/bin that do something when their file is imported, each with its reason. */
const ACTS: readonly { readonly file: string; readonly statement: RegExp; readonly reason: string }[] = [
  {
    file: 'server/pictures/draw.ts',
    statement: /^let sharedGlyphs: /,
    reason: 'the outlines of one font, read on first use: a cache and not a state',
  },
];

test('the environment is read in one file', () => {
  const reads = (file: string): boolean =>
    nodesOf(parse(file), ts.isPropertyAccessExpression).some((node) => node.getText() === 'process.env');
  expect(sources.filter(reads)).toEqual(['server/config/env.ts']);
});

test('only entry points act when they are imported: everything else declares', () => {
  const DECLARATIONS: readonly ((node: ts.Node) => boolean)[] = [
    ...[ts.isImportDeclaration, ts.isExportDeclaration, ts.isInterfaceDeclaration, ts.isTypeAliasDeclaration],
    ...[ts.isFunctionDeclaration, ts.isClassDeclaration, ts.isModuleDeclaration],
    (node) => ts.isVariableStatement(node) && (node.declarationList.flags & ts.NodeFlags.Const) !== 0,
  ];
  const declares = (node: ts.Statement): boolean => DECLARATIONS.some((isOne) => isOne(node));
  const isListed = (file: string, node: ts.Statement): boolean =>
    ACTS.some((entry) => entry.file === file && entry.statement.test(node.getText()));
  const wrong = sources
    .filter((file) => !file.startsWith('server/bin/'))
    .flatMap((file) =>
      parse(file)
        .statements.filter((node) => !declares(node) && !isListed(file, node))
        .map((node) => [file, node.getText()]),
    );
  expect(wrong).toEqual([]);
});

test('exports have names', () => {
  const wrong = sources.filter((file) =>
    parse(file).statements.some(
      (node) =>
        ts.isExportAssignment(node) ||
        (ts.canHaveModifiers(node) &&
          ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)),
    ),
  );
  expect(wrong).toEqual([]);
});

test('files are named in kebab case', () => {
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;
  // Names that tools or readers expect as they are; migrations have a rule of their own.
  const expected = /(^|\/)([A-Z]+\.md|Pulumi\.[a-z-]+\.yaml|\d{4}_[a-z0-9_]+\.sql|\.gitkeep)$/;
  // What lies on the host is called there as Debian calls it.
  const onHost = /^deploy\/host\/(files\/|\.shellcheckrc$)/;
  const names = ours
    .flatMap((directory) => filesUnder(directory))
    .filter((file) => !expected.test(file) && !onHost.test(file));
  const wrong = names.filter((file) => file.split('/').some((segment) => !kebab.test(segment)));
  expect(wrong).toEqual([]);
});

test('nothing is left for later in a comment', () => {
  const marker = /\b(TODO|FIXME|XXX|HACK)\b/;
  const files = ours.flatMap((directory) => filesUnder(directory)).filter((file) => !file.endsWith('source.test.ts'));
  expect(files.filter((file) => marker.test(read(file)))).toEqual([]);
});

const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

test('every "npm run …" that a page or a message tells the reader to type exists', () => {
  const pages = readdirSync(ROOT).filter((file) => file.endsWith('.md'));
  const furtherPages = ['bench', 'deploy', 'docs', 'migrations'].flatMap((directory) => filesUnder(directory, '.md'));
  const told = [...pages, ...furtherPages, ...sources].flatMap((file) =>
    Array.from(
      read(file).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g),
      ([, name]) => [file, String(name)] as const,
    ),
  );
  expect(told.filter(([, name]) => !Object.hasOwn(scripts, name))).toEqual([]);
});

test('the lockfile names no registry, so that it installs from whichever one a machine is set to', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
});

test('npm start is one process below npm, so that a signal to npm waits for the shop to stop', () => {
  expect(scripts['start']).toMatch(/^exec node /);
});
