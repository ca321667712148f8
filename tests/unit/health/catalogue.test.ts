import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectPaths } from '../../../server/config/paths';
import { FAULTS } from '../../../server/health/catalogue';
import { fault, type AnyFault } from '../../../server/health/fault';
import { LAYERS } from '../../../server/health/layers';
import { describeFaults, expertOf, mendKoOf, mendOf, ownerOf } from './catalogue-page';

const FILE = path.join(projectPaths().root, 'docs', 'faults.md');

/** Faults that were collected before the first row was written, by how many there are of each kind. */
const COLLECTED: Readonly<Record<string, number>> = {
  ...{ REG: 5, DNS: 12, NET: 13, HOST: 8, CLK: 2, PROC: 8, TLS: 7, CERT: 11, ACME: 16, HDR: 8, PRX: 10, APP: 8 },
  ...{ CORS: 6, CACHE: 5, DB: 5, MAIL: 4, CAP: 3 },
};

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

test('what a row names is a row', () => {
  expect([...new Set(named)].filter((id) => !ids.includes(id)).sort()).toEqual([]);
});

const readPage = (): Promise<string> => readFile(path.join(path.dirname(FILE), 'doctor.md'), 'utf8');

/** Ids, and the files that hold why such a fault can't happen here. */
const excluded = (page: string): readonly (readonly [id: string, files: readonly string[]])[] => {
  const [, table = ''] = page.split("## Faults of other set-ups, and why they can't happen here");
  return [...(table.split('\n## ')[0] ?? '').matchAll(/^\| ([A-Z]+-\d+) +\|.*\|([^|]*)\|$/gm)].map(
    ([, id = '', holders = '']) => [id, holders.match(/[\w./-]+\.(?:ts|conf)\b/g) ?? []],
  );
};

test('each fault that was collected has a row, or cannot happen here, and a file says so', async () => {
  const collected = Object.entries(COLLECTED).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, i) => `${kind}-${String(i + 1).padStart(2, '0')}`),
  );
  const elsewhere = excluded(await readPage());
  const told = elsewhere.map(([id]) => id);
  expect(collected).toHaveLength(131);
  expect(collected.filter((id) => !ids.includes(id) && !told.includes(id))).toEqual([]);
  expect(told.filter((id) => ids.includes(id) || !collected.includes(id))).toEqual([]);
  expect(elsewhere.filter(([, files]) => files.length === 0)).toEqual([]);
  const missing = elsewhere.flatMap(([, files]) =>
    files.filter((file) => !existsSync(path.join(projectPaths().root, file))),
  );
  expect(missing).toEqual([]);
});

/** Of what is done in a console, at a registrar or with a letter; a command is the same in every language. */
const BY_HAND = /registrar|Route 53[:,]|console|Follow the link|^Wait/;

test('what the owner does herself is said in Korean too', () => {
  const byHand = FAULTS.filter(
    (row) => BY_HAND.test(mendOf(row) ?? '') && !/\b(sudo|aws|npm) /.test(mendOf(row) ?? ''),
  );
  expect(byHand.filter(({ mendKo }) => mendKo === undefined).map(({ id }) => id)).toEqual([]);
  const said = FAULTS.filter(({ mendKo }) => mendKo !== undefined);
  expect(said.length).toBeGreaterThan(40);
  expect(said.filter((row) => !/[가-힣]/.test(mendKoOf(row) ?? '가')).map(({ id }) => id)).toEqual([]);
});

test('docs/doctor.md names rows that there are', async () => {
  const page = await readPage();
  const elsewhere = excluded(page).map(([id]) => id);
  const told = page.match(/\b(?:[A-Z]{2,5}-\d\d|(?:NET|DNS|PRX|ACME|CLK|REG)-[A-Z][A-Z0-9-]+)\b/g) ?? [];
  expect(told.length).toBeGreaterThan(60);
  expect(told.filter((id) => !ids.includes(id) && !elsewhere.includes(id))).toEqual([]);
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
