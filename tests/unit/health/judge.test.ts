import fc from 'fast-check';
import { FAULTS } from '../../../server/health/catalogue';
import { fault, type AnyFault, type Severity } from '../../../server/health/fault';
import { judge, type Finding, type GivenFacts } from '../../../server/health/judge';
import type { Layer } from '../../../server/health/layers';
import { hostsOf } from '../../../server/hosts';

const GIVEN: GivenFacts = {
  now: new Date('2026-11-30T00:00:00Z'),
  target: { hosts: hostsOf('shop.test'), httpPort: 80, httpsPort: 443, shopPort: 3001, isPublic: true },
};

type Row = Partial<Omit<AnyFault, 'id' | 'layer' | 'severity'>>;
const row = (id: string, layer: Layer, severity: Severity, more: Row = {}): AnyFault =>
  fault({
    ...{ id, layer, severity, needs: [], find: () => ({}) },
    ...{ owner: { ko: `${id} 예요.`, en: `It is ${id}.` }, expert: id, mend: `mend ${id}` },
    ...more,
  });
const seen = (rows: readonly AnyFault[], facts = GIVEN): unknown[] =>
  judge(facts, rows).map(({ id, explains }) => (explains.length > 0 ? [id, ...explains.map((one) => one.id)] : id));

test('a row is judged where all that it needs is known, and only there', () => {
  const rows = [row('HOST-01', 'host', 'harm', { needs: ['disk'], find: ({ disk }) => disk?.freeBytes === 0 || null })];
  expect(seen(rows)).toEqual([]);
  expect(seen(rows, { ...GIVEN, disk: { freeBytes: 0, totalBytes: 1 } })).toEqual(['HOST-01']);
  expect(seen(rows, { ...GIVEN, disk: { freeBytes: 1, totalBytes: 1 } })).toEqual([]);
});

test('a cause that was found explains the class that looks like it', () => {
  const silent = row('NET-SILENT', 'network', 'down', { canBe: ['NET-01', 'NET-04'] });
  expect(seen([silent])).toEqual(['NET-SILENT']);
  expect(seen([silent, row('NET-04', 'network', 'down')])).toEqual([['NET-04', 'NET-SILENT']]);
  // Whatever layer says for certain what it was.
  expect(seen([silent, row('NET-01', 'host', 'risk')])).toEqual([['NET-01', 'NET-SILENT']]);
});

test('where the road is blocked, classes further down follow from it, and what is certain in itself does not', () => {
  const below = [
    row('TLS-SILENT', 'tls', 'down', { canBe: ['TLS-02'] }),
    row('HOST-01', 'host', 'harm'),
    row('PRX-DOWN', 'proxy', 'down', { canBe: ['PRX-06'] }),
  ];
  expect(seen([row('DNS-01', 'dns', 'down'), ...below])).toEqual([['DNS-01', 'TLS-SILENT', 'PRX-DOWN'], 'HOST-01']);
  expect(seen([row('DNS-07', 'dns', 'risk'), ...below])).toEqual([['TLS-SILENT', 'PRX-DOWN'], 'HOST-01', 'DNS-07']);
});

test('what follows by name follows whatever the layer is, also through others', () => {
  const rows = [
    row('PRX-DOWN', 'proxy', 'down', { canBe: ['DB-03'] }),
    row('DB-03', 'database', 'down'),
    row('HOST-01', 'host', 'harm', { explains: ['DB-03'] }),
  ];
  expect(seen(rows)).toEqual([['HOST-01', 'PRX-DOWN', 'DB-03']]);
});

test('of two that hurt alike the one that breaks the higher layer is told first, in whatever layer it stands', () => {
  const rows = [
    row('DB-03', 'database', 'down'),
    row('PROC-20', 'processes', 'down', { explains: ['NET-REFUSED'] }),
    row('NET-REFUSED', 'network', 'down'),
  ];
  expect(seen(rows)).toEqual([['PROC-20', 'NET-REFUSED'], 'DB-03']);
});

test('of what explains each other something is told, and it tells the rest', () => {
  const rows = [
    row('ACME-DNS', 'authority', 'risk', { canBe: ['DNS-01'], explains: ['CERT-21'] }),
    row('CERT-21', 'tls', 'down'),
    row('A-1', 'host', 'harm', { explains: ['A-2'] }),
    row('A-2', 'host', 'down', { explains: ['A-1', 'A-3'] }),
    row('A-3', 'dns', 'risk'),
  ];
  expect(seen(rows)).toEqual([
    ['A-2', 'A-1', 'A-3'],
    ['ACME-DNS', 'CERT-21'],
  ]);
  // As bad as what it leads to.
  expect(judge(GIVEN, rows)[0]?.severity).toBe('down');
});

const everyRow = FAULTS.map((one) =>
  row(one.id, one.layer, typeof one.severity === 'function' ? 'down' : one.severity, {
    ...(one.explains && { explains: one.explains }),
    ...(one.canBe && { canBe: one.canBe }),
  }),
);

test('whatever is found of the whole catalogue is told once', () => {
  const isToldOnce = (rows: readonly AnyFault[]): void => {
    const told = judge(GIVEN, rows).flatMap(({ id, explains }) => [id, ...explains.map((one) => one.id)]);
    expect(told.sort()).toEqual(rows.map(({ id }) => id).sort());
  };
  isToldOnce(everyRow);
  fc.assert(fc.property(fc.subarray(everyRow, { minLength: 1, maxLength: 12 }), isToldOnce));
  for (const [index, one] of everyRow.entries())
    for (const other of everyRow.slice(index + 1))
      if (judge(GIVEN, [one, other]).length === 0) throw new Error(`${one.id} and ${other.id} silence each other`);
});

test('the worst come first, then whatever is nearer to the name that a visitor types', () => {
  const rows = [row('C-1', 'backups', 'risk'), row('B-1', 'tls', 'harm'), row('A-1', 'dns', 'harm')];
  expect(seen([...rows, row('D-1', 'mail', 'down')])).toEqual(['D-1', 'A-1', 'B-1', 'C-1']);
});

test('words are said of what was found', () => {
  const [finding] = judge(GIVEN, [
    fault({
      ...{ id: 'DNS-01', layer: 'dns', needs: [], severity: ({ all }) => (all ? 'down' : 'harm') },
      find: () => ({ name: 'app.shop.test', all: false }),
      owner: { ko: ({ name }) => `${name} 주소가 없어요.`, en: ({ name }) => `${name} has no address.` },
      ...{ expert: ({ name }) => `no A of ${name}`, browser: 'ERR_NAME_NOT_RESOLVED', mend: 'Route 53' },
    }),
  ]);
  expect(finding).toEqual<Finding>({
    ...{ id: 'DNS-01', layer: 'dns', severity: 'harm', certainty: 'certain', canBe: [], explains: [] },
    owner: { ko: 'app.shop.test 주소가 없어요.', en: 'app.shop.test has no address.' },
    ...{ expert: 'no A of app.shop.test', browser: 'ERR_NAME_NOT_RESOLVED', mend: 'Route 53' },
  });
});
