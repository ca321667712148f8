import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectPaths } from '../../../server/config/paths';
import { FAULTS } from '../../../server/health/catalogue';
import { fault, type AnyFault } from '../../../server/health/fault';
import { LAYERS } from '../../../server/health/layers';
import { describeFaults, expertOf, mendOf, ownerOf } from './catalogue-page';

const FILE = path.join(projectPaths().root, 'docs', 'faults.md');

/** Named by rows, and not there yet. */
const NOT_BUILT: readonly string[] = [
  ...['CAP-02', 'CAP-03', 'CLK-02', 'DB-04', 'DNS-04', 'DNS-05', 'NET-11', 'NET-12', 'PROC-03'],
  ...['PRX-02', 'PRX-03', 'TLS-03'],
];

const ids = FAULTS.map(({ id }) => id);
const table = FAULTS.map((row): [string, AnyFault] => [row.id, row]);

test('docs/faults.md is what the rows say; `npm run faults` writes it anew', async () => {
  const page = describeFaults(FAULTS);
  if (process.env['WRITE_FAULTS']) await writeFile(FILE, page);
  expect(await readFile(FILE, 'utf8')).toBe(page);
});

test('an id is one row’s, and looks like one', () => {
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.filter((id) => !/^[A-Z]{2,5}-(\d\d|[A-Z][A-Z0-9]*(-[A-Z0-9]+)*)$/.test(id))).toEqual([]);
});

/** What a row names: what follows from it, and what it may be itself. */
const named = FAULTS.flatMap(({ explains = [], canBe = [] }) => [...explains, ...canBe]);

test('what a row names is a row, or is said not to be built', () => {
  expect([...new Set(named)].filter((id) => !ids.includes(id) && !NOT_BUILT.includes(id)).sort()).toEqual([]);
  expect(NOT_BUILT.filter((id) => ids.includes(id) || !named.includes(id))).toEqual([]);
});

test('docs/doctor.md names rows that there are', async () => {
  const page = await readFile(path.join(path.dirname(FILE), 'doctor.md'), 'utf8');
  const told = page.match(/\b(?:[A-Z]{2,5}-\d\d|(?:NET|DNS|PRX|ACME|CLK|REG)-[A-Z][A-Z0-9-]+)\b/g) ?? [];
  expect(told.length).toBeGreaterThan(60);
  expect(told.filter((id) => !ids.includes(id))).toEqual([]);
});

test('evidence of whatever kind is a gap on the page', () => {
  const row = fault({
    ...{ id: 'DNS-99', layer: 'dns', severity: () => 'down', needs: [], canBe: ['DNS-98'] },
    find: () => ({ names: ['a_b', 'c'], bytes: 3, at: new Date(), server: { port: 53 } }),
    owner: {
      ko: ({ names }) => `${names.join(', ')} 없어요.`,
      en: ({ names }) => `${names.map((n) => n).join()} is gone.`,
    },
    expert: ({ names: [first], bytes, server }) => `${first} at ${server.port}: ${(bytes / 2).toFixed(1)} <b>`,
    mend: ({ at }) => new Date(at).toISOString(),
  });
  expect(describeFaults([row]).split('\n\n').slice(2).join('\n')).toBe(
    [
      ...['## DNS: 1', '### DNS-99', '… is gone. (by what is found, class)', '- 한국어: … 없어요.'],
      ...['- Expert: … at …: … \\<b\\>', '- Can be: DNS-98', ''],
    ].join('\n'),
  );
});

/** From causes to what they explain; a class is explained by each of its members. */
const arrowsOf = (faults: readonly AnyFault[]): readonly (readonly [string, string])[] =>
  faults.flatMap(({ id, explains = [], canBe = [] }) => [
    ...explains.map((to) => [id, to] as const),
    ...canBe.map((member) => [member, id] as const),
  ]);

function circlesOf(faults: readonly AnyFault[]): string[] {
  const arrows = arrowsOf(faults);
  const reachedFrom = (start: string): ReadonlySet<string> => {
    const reached = new Set(arrows.filter(([from]) => from === start).map(([, to]) => to));
    for (const node of reached) for (const [from, to] of arrows) if (from === node) reached.add(to);
    return reached;
  };
  return faults.map(({ id }) => id).filter((id) => reachedFrom(id).has(id));
}

test('no fault explains itself, however many others lie between', () => {
  expect(circlesOf(FAULTS)).toEqual([]);
});

test('one that does is found', () => {
  const row = (id: string, explains: readonly string[]): AnyFault =>
    fault({
      ...{ id, layer: 'dns', severity: 'harm', needs: [], find: () => null, explains },
      ...{ owner: { ko: '예', en: 'x' }, expert: 'x', mend: 'x' },
    });
  const faults = [row('A-01', ['A-02']), { ...row('A-02', []) }, { ...row('A-03', []), canBe: ['A-02'] }];
  expect(circlesOf(faults)).toEqual([]);
  expect(circlesOf([...faults.slice(0, 2), { ...row('A-03', ['A-01']), canBe: ['A-02'] }])).toEqual([
    'A-01',
    'A-02',
    'A-03',
  ]);
});

test.each(table)(
  '%s has a layer, and words in both languages for the owner, the expert and who mends it',
  (_id, row) => {
    expect(LAYERS).toContain(row.layer);
    for (const said of [ownerOf(row, 'ko'), ownerOf(row, 'en'), expertOf(row), mendOf(row)]) {
      expect(said?.trim()).not.toBe('');
    }
    expect(ownerOf(row, 'ko') ?? '가').toMatch(/[가-힣]/);
    expect([ownerOf(row, 'en'), expertOf(row)].join('')).not.toMatch(/[가-힣]/);
  },
);

/** An end of a sentence, and no dot within a name or a number, or behind `app.`. */
const ends = (said: string): number => said.match(/(?<!\b(?:app|www))[.?!](?=[\s”’"')]|$)/g)?.length ?? 0;

test.each(table)('%s tells the owner one sentence', (_id, row) => {
  for (const said of [ownerOf(row, 'ko'), ownerOf(row, 'en')]) {
    if (said !== null) expect([said, ends(said), /[.?!]$/.test(said)]).toEqual([said, 1, true]);
  }
});

test.each(table)('%s speaks Korean as the shop does', (_id, row) => {
  expect(ownerOf(row, 'ko') ?? '있어요.').toMatch(/(요|까)([.?]$| \(.+\)\.$|: .+\.$)/);
});

test.each(table)(
  '%s calls each thing by one Korean name, and puts no particle behind a name it can’t know',
  (_id, row) => {
    const said = ownerOf(row, 'ko') ?? '';
    // A shop is 가게, its machine 서버, its edge 접속을 받는 프로그램(엣지), its ports 포트.
    expect(said).not.toMatch(/쇼핑몰|컴퓨터는|기계|문지기|앞문|[가-힣]+ 문[을이]|까닭|되살/);
    expect(said.replaceAll('접속을 받는 프로그램(엣지)', '')).not.toContain('엣지');
    expect(said).not.toMatch(/…(?:을|를|이|가|은|는|과|와|으로|로|이라는|라는)(?![가-힣])/);
  },
);
