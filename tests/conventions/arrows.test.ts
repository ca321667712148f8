/**
 * Which file of `server/` may name which other. Everything flows one way: bin → desk, storefront, jobs → web, store → db,
 * process, config; and a feature, be it in a wing or a part of its own, is entered through its doors.
 */
import path from 'node:path';
import ts from 'typescript';
import { filesUnder, importsOf, nodesOf, parse, resolve, STATEMENTS } from './source-files';

/** A part is a folder of `server/`, or a file that stands directly in it. No part is named by one that it names. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  hosts: [],
  http: [],
  i18n: [],
  money: [],
  scent: [],
  // What names, texts, telephones, e-mails and numbers are, whatever door they come in by.
  values: [],
  config: ['hosts', 'values'],
  process: ['config'],
  assets: ['process'],
  db: ['process'],
  postgres: ['config', 'process'],
  // Pure: facts, and what they mean. Whoever judges whether something is well judges by it.
  health: ['hosts'],
  doctor: ['certificates', 'config', 'db', 'health', 'hosts', 'i18n', 'process', 'release', 'values'],
  // A library that knows no shop.
  pictures: ['process', 'scent'],
  certificates: ['config', 'health', 'hosts', 'process', 'values'],
  edge: ['certificates', 'config', 'health', 'hosts', 'http', 'process'],
  store: ['config', 'db', 'hosts', 'i18n', 'money', 'process', 'scent', 'values'],
  web: ['assets', 'config', 'db', 'health', 'hosts', 'http', 'i18n', 'money', 'process', 'values'],
  storefront: ['config', 'db', 'i18n', 'money', 'pictures', 'process', 'scent', 'store', 'values', 'web'],
  alarms: ['certificates', 'config', 'db', 'doctor', 'health', 'i18n', 'process', 'store', 'values'],
  desk: [
    'alarms',
    'certificates',
    'config',
    'db',
    'doctor',
    'health',
    'i18n',
    'money',
    'pictures',
    'process',
    'scent',
    'store',
    'values',
    'web',
  ],
  jobs: ['alarms', 'config', 'db', 'doctor', 'process', 'store'],
  seed: ['db', 'money', 'pictures', 'process', 'scent', 'store'],
  supervisor: ['certificates', 'config', 'db', 'pictures', 'postgres', 'process', 'seed'],
  release: ['config', 'db', 'health', 'hosts', 'process'],
  backups: ['release'],
};

/** Their folders are features. What stands directly in a wing puts its features together. */
const WINGS: readonly string[] = ['store', 'storefront', 'desk'];
/** Parts that are one feature each. */
const FEATURES: readonly string[] = ['alarms', 'jobs', 'seed'];
/** What every page of a wing needs: no feature, but machinery. */
const MACHINERY = /^server\/(storefront|desk)\/web\//;

/** How a feature is entered from anywhere: `model.ts` and `service.ts`, or what its `index.ts` names. */
const isDoor = (file: string): boolean =>
  ['index', 'model', 'service'].some((name) => file === `${featureOf(file)}/${name}.ts`);
/** What only the files that put a wing together may enter too. */
const PARTS_OF_A_WING = /^server\/\w+\/[\w-]+\/(routes|texts\.(ko|en))\.ts$/;

const sources = filesUnder('server', '.ts');
const partOf = (file: string): string => path.posix.relative('server', file).split('/')[0]?.replace(/\.ts$/, '') ?? '';

/** `server/store/orders` or `server/alarms`; null for what is no part of a feature. */
function featureOf(file: string): string | null {
  const [server, part = '', name] = file.split('/');
  if (FEATURES.includes(part)) return `${server}/${part}`;
  if (!WINGS.includes(part) || name === undefined || name.endsWith('.ts') || MACHINERY.test(file)) return null;
  return `${server}/${part}/${name}`;
}

const isWingFile = (file: string): boolean => /^server\/\w+\/[\w.-]+\.ts$/.test(file) && WINGS.includes(partOf(file));

interface Arrow {
  readonly from: string;
  readonly to: string;
}

const arrows: readonly Arrow[] = sources.flatMap((from) =>
  importsOf(from)
    .files.filter((to) => to.startsWith('server/'))
    .map((to) => ({ from, to })),
);
const shown = (wrong: readonly Arrow[]): string[] => wrong.map(({ from, to }) => `${from} → ${to}`);

test('every part of server/ has a row that says what it may import, and every row a part', () => {
  expect([...new Set(sources.map(partOf))].sort()).toEqual([...Object.keys(MAY_IMPORT), 'bin'].sort());
});

/** `bin` puts the processes together, of whatever they need. */
const againstParts = (all: readonly Arrow[]): Arrow[] =>
  all.filter(({ from, to }) => {
    const allowed = [partOf(from), ...(MAY_IMPORT[partOf(from)] ?? [])];
    return partOf(from) !== 'bin' && !allowed.includes(partOf(to));
  });

test('imports follow the arrows between parts', () => {
  expect(shown(againstParts(arrows))).toEqual([]);
});

test.each([
  ['desk', 'storefront', 'server/desk/orders/routes.ts', 'server/storefront/cart/index.ts'],
  ['storefront', 'desk', 'server/storefront/app.ts', 'server/desk/orders/service.ts'],
  ['store', 'web', 'server/store/orders/service.ts', 'server/web/page.ts'],
  ['web', 'store', 'server/web/page.ts', 'server/store/orders/model.ts'],
  ['edge', 'store', 'server/edge/edge.ts', 'server/store/orders/model.ts'],
  ['hosts', 'config', 'server/hosts.ts', 'server/config/env.ts'],
  ['store', 'bin', 'server/store/context.ts', 'server/bin/create-shop.ts'],
])('an arrow %s → %s is found', (_from, _to, from, to) => {
  expect(againstParts([{ from, to }])).toEqual([{ from, to }]);
  expect(againstParts([{ from, to: from }])).toEqual([]);
});

test('the arrows between parts make no circle', () => {
  const above = (part: string, seen: readonly string[]): string[] =>
    seen.includes(part)
      ? [[...seen, part].join(' → ')]
      : (MAY_IMPORT[part] ?? []).flatMap((next) => above(next, [...seen, part]));
  expect(Object.keys(MAY_IMPORT).flatMap((part) => above(part, []))).toEqual([]);
});

test('no file comes back to itself, however many others lie between', () => {
  expect(circlesOf(arrows)).toEqual([]);
});

test('no feature comes back to itself through others of its wing', () => {
  const between = arrows.flatMap(({ from, to }) => {
    const [one, other] = [featureOf(from), featureOf(to)];
    return one !== null && other !== null && one !== other ? [{ from: one, to: other }] : [];
  });
  expect(circlesOf(between)).toEqual([]);
});

const pastDoors = (all: readonly Arrow[]): Arrow[] =>
  all.filter(({ from, to }) => {
    const feature = featureOf(to);
    if (feature === null || feature === featureOf(from) || isDoor(to)) return false;
    return !(isWingFile(from) && partOf(from) === partOf(to) && PARTS_OF_A_WING.test(to));
  });

test('a feature is entered through its service, its model or what its index names', () => {
  expect(shown(pastDoors(arrows))).toEqual([]);
});

test.each([
  ["a foreign feature's statements", 'server/desk/orders/service.ts', 'server/store/orders/queries.ts'],
  ['statements by a longer name', 'server/desk/orders/service.ts', 'server/store/orders/payment-queries.ts'],
  ['statements further in', 'server/store/cart/service.ts', 'server/store/orders/handling/queries.ts'],
  ['an inner file', 'server/storefront/cart/routes.ts', 'server/store/cart/merging.ts'],
  ['an inner service', 'server/store/cart/service.ts', 'server/store/orders/refunds/service.ts'],
  ['an inner file, by bin', 'server/bin/jobs.ts', 'server/store/orders/settlement/expiry.ts'],
  ['an inner file, by its wing', 'server/store/services.ts', 'server/store/mail/outbox.ts'],
  ["another wing's routes", 'server/bin/create-shop.ts', 'server/desk/orders/routes.ts'],
  ['a part that is a feature', 'server/bin/jobs.ts', 'server/jobs/worker.ts'],
  ['the statements of such a part', 'server/desk/operations/service.ts', 'server/alarms/queries.ts'],
])('whoever enters past the doors is found: %s', (_what, from, to) => {
  expect(pastDoors([{ from, to }])).toEqual([{ from, to }]);
});

test.each([
  ['its model', 'server/desk/orders/service.ts', 'server/store/orders/model.ts'],
  ['the index of a part', 'server/bin/jobs.ts', 'server/jobs/index.ts'],
  ['a feature from within', 'server/store/orders/service.ts', 'server/store/orders/handling/queries.ts'],
  ['routes, by the file that puts its wing together', 'server/desk/app.ts', 'server/desk/orders/routes.ts'],
  ['machinery', 'server/desk/orders/routes.ts', 'server/desk/web/page.ts'],
])('whoever comes through a door may: %s', (_what, from, to) => {
  expect(pastDoors([{ from, to }])).toEqual([]);
});

/** What a door names of a file of statements, be it taken from there directly or imported first. */
function statementsNamedBy(door: ts.SourceFile): string[] {
  const isOfStatements = (specifier: ts.Expression | undefined): boolean =>
    specifier !== undefined &&
    ts.isStringLiteral(specifier) &&
    specifier.text.startsWith('.') &&
    STATEMENTS.test(resolve(door.fileName, specifier.text));
  const imported = nodesOf(door, ts.isImportDeclaration)
    .filter(({ moduleSpecifier }) => isOfStatements(moduleSpecifier))
    .flatMap((node) => nodesOf(node, ts.isImportSpecifier).map(({ name }) => name.text));
  return nodesOf(door, ts.isExportDeclaration).flatMap(({ moduleSpecifier, exportClause }) => {
    const names = exportClause ? nodesOf(exportClause, ts.isExportSpecifier) : [];
    const own = names.map(({ name, propertyName }) => (propertyName ?? name).text);
    if (moduleSpecifier) return isOfStatements(moduleSpecifier) ? (exportClause ? own : ['*']) : [];
    return own.filter((name) => imported.includes(name));
  });
}

test('no door leads straight to statements: whoever comes through it gets a rule, and never a bare query', () => {
  const doors = sources.filter(isDoor).map((file) => [file, statementsNamedBy(parse(file))] as const);
  expect(doors.length).toBeGreaterThan(30);
  expect(doors.filter(([, named]) => named.length > 0)).toEqual([]);
});

test('a statement that a door names is found', () => {
  const text = `
    import { selectOrder, type OrderRow } from './queries';
    export { selectStock as stockOf } from './stock/queries';
    export { isOrderNumber } from './order-number';
    export { selectOrder, OrderRow as Row };
    export * from './queries';`;
  const door = ts.createSourceFile('server/store/orders/index.ts', text, ts.ScriptTarget.ES2022, true);
  expect(statementsNamedBy(door).sort()).toEqual(['*', 'OrderRow', 'selectOrder', 'selectStock']);
});

test('statements and models know no route, no form, no page and no service', () => {
  const above = /\/(routes|forms|presenter|service)\.ts$|^server\/(storefront\/|desk\/)?web\/(?!list-address)/;
  const wrong = arrows.filter(
    ({ from, to }) => (STATEMENTS.test(from) || from.endsWith('/model.ts')) && above.test(to),
  );
  expect(shown(wrong)).toEqual([]);
});

/** With a prefix it would escape what is said of its role: inside a feature, a folder takes the place of one. */
test('a file of a feature is called after its role alone', () => {
  const prefixed = /\/[\w-]+-(routes|forms|service|queries|model|presenter)\.ts$/;
  expect(sources.filter((file) => [...WINGS, ...FEATURES].includes(partOf(file)) && prefixed.test(file))).toEqual([]);
});

/** Files from which one comes back to them, each circle as one line; a file that names itself is one too. */
function circlesOf(all: readonly Arrow[]): string[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of all) next.set(from, (next.get(from) ?? new Set()).add(to));
  const reachedFrom = (start: string): ReadonlySet<string> => {
    const reached = new Set(next.get(start));
    for (const node of reached) next.get(node)?.forEach((to) => reached.add(to));
    return reached;
  };
  const reached = new Map([...next.keys()].map((node) => [node, reachedFrom(node)]));
  const circles = [...reached].map(([node, others]) => [...others].filter((other) => reached.get(other)?.has(node)));
  return [...new Set(circles.filter(({ length }) => length > 0).map((circle) => circle.sort().join(' ↔ ')))];
}

test('a circle is found, and a line that only looks like one is none', () => {
  const arrow = (from: string, to: string): Arrow => ({ from, to });
  expect(circlesOf([arrow('a', 'b'), arrow('b', 'c'), arrow('c', 'b'), arrow('d', 'd')])).toEqual(['b ↔ c', 'd']);
  expect(circlesOf([arrow('a', 'b'), arrow('a', 'c'), arrow('b', 'd'), arrow('c', 'd')])).toEqual([]);
});
