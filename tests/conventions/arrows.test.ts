/**
 * Which file of `server/` may name which other. Everything flows one way: bin → desk, storefront, jobs → web, store → db,
 * process, config; and inside a wing a feature is entered through its doors.
 */
import path from 'node:path';
import { filesUnder, importsOf, STATEMENTS } from './source-files';

/** A part is a folder of `server/`, or a file that stands directly in it. No part is named by one that it names. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  hosts: [],
  http: [],
  i18n: [],
  money: [],
  scent: [],
  config: ['hosts'],
  process: ['config'],
  assets: ['process'],
  db: ['process'],
  postgres: ['config', 'process'],
  // A library that knows no shop.
  pictures: ['scent'],
  certificates: ['config', 'hosts', 'process'],
  edge: ['certificates', 'config', 'hosts', 'http', 'process'],
  store: ['config', 'db', 'hosts', 'i18n', 'money', 'process', 'scent'],
  web: ['assets', 'config', 'db', 'hosts', 'http', 'i18n', 'money', 'process'],
  storefront: ['config', 'db', 'i18n', 'money', 'pictures', 'process', 'scent', 'store', 'web'],
  alarms: ['certificates', 'config', 'db', 'i18n', 'process', 'store'],
  desk: ['alarms', 'certificates', 'config', 'db', 'i18n', 'money', 'pictures', 'process', 'scent', 'store', 'web'],
  jobs: ['alarms', 'config', 'db', 'process', 'store'],
  seed: ['db', 'money', 'pictures', 'process', 'scent', 'store'],
  supervisor: ['certificates', 'config', 'db', 'pictures', 'postgres', 'process', 'seed'],
  release: ['config', 'db', 'hosts', 'process'],
  backups: ['release'],
};

/** Their folders are features. What stands directly in a wing puts its features together. */
const WINGS: readonly string[] = ['store', 'storefront', 'desk'];
/** What every page of a wing needs: no feature, but machinery. */
const MACHINERY = /^server\/(storefront|desk)\/web\//;

/** How a feature is entered from anywhere: `model.ts` and `service.ts`, or what its `index.ts` names. */
const DOORS = /^server\/\w+\/[\w-]+\/(index|model|service)\.ts$/;
/** What only the files that put a wing together may enter too. */
const PARTS_OF_A_WING = /^server\/\w+\/[\w-]+\/(routes|texts\.(ko|en))\.ts$/;

const sources = filesUnder('server', '.ts');
const partOf = (file: string): string => path.posix.relative('server', file).split('/')[0]?.replace(/\.ts$/, '') ?? '';

/** `server/store/orders`; null for what is no part of a feature. */
function featureOf(file: string): string | null {
  const [server, part = '', name] = file.split('/');
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

test('imports follow the arrows between parts', () => {
  const wrong = arrows.filter(({ from, to }) => {
    const allowed = [partOf(from), ...(MAY_IMPORT[partOf(from)] ?? [])];
    return partOf(from) !== 'bin' && !allowed.includes(partOf(to));
  });
  expect(shown(wrong)).toEqual([]);
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

test('a feature is entered through its service, its model or what its index names', () => {
  const wrong = arrows.filter(({ from, to }) => {
    const feature = featureOf(to);
    if (feature === null || feature === featureOf(from) || DOORS.test(to)) return false;
    return !(isWingFile(from) && partOf(from) === partOf(to) && PARTS_OF_A_WING.test(to));
  });
  expect(shown(wrong)).toEqual([]);
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
  expect(sources.filter((file) => WINGS.includes(partOf(file)) && prefixed.test(file))).toEqual([]);
});

/** Strongly connected files (Tarjan, 1972), each as one line; a file that names itself is one too. */
function circlesOf(all: readonly Arrow[]): string[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of all) next.set(from, (next.get(from) ?? new Set()).add(to));
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    lowest.set(node, order.size - 1);
    open.push(node);
    for (const to of next.get(node) ?? []) {
      if (!order.has(to)) visit(to);
      if (open.includes(to)) lowest.set(node, Math.min(lowest.get(node) ?? 0, lowest.get(to) ?? 0));
    }
    if (lowest.get(node) !== order.get(node)) return;
    const circle = open.splice(open.indexOf(node));
    if (circle.length > 1 || next.get(node)?.has(node)) circles.push(circle.sort().join(' ↔ '));
  };
  for (const node of next.keys()) if (!order.has(node)) visit(node);
  return circles;
}

test('a circle is found, and a line that only looks like one is none', () => {
  const arrow = (from: string, to: string): Arrow => ({ from, to });
  expect(circlesOf([arrow('a', 'b'), arrow('b', 'c'), arrow('c', 'b'), arrow('d', 'd')])).toEqual(['b ↔ c', 'd']);
  expect(circlesOf([arrow('a', 'b'), arrow('a', 'c'), arrow('b', 'd'), arrow('c', 'd')])).toEqual([]);
});
