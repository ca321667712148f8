import { troublesOf, type Facts } from '../../../server/alarms/troubles';
import { planRenewal } from '../../../server/certificates/renewal';
import { cleanStatus, type CertificateStatus } from '../../../server/certificates/status';
import type { Backups } from '../../../server/health/facts/backups';
import { LATE_BACKUP_MS, LATE_VERIFICATION_MS } from '../../../server/health/faults/backups';
import type { HeldByUnpaid } from '../../../server/store/orders';
import { DISK, RDAP, SICK, SILENT } from '../../setup/reports';

const NOW = new Date('2026-11-23T03:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const GIB = 1024 ** 3;
const before = (ms: number): Date => new Date(NOW.getTime() - ms);

const backup = (changes: Partial<Backups> = {}): Backups => ({
  ...{ at: before(HOUR_MS), reason: null, problems: {}, verifiedAt: before(HOUR_MS) },
  ...changes,
});
const certificate = (changes: Partial<CertificateStatus> = {}): CertificateStatus => ({
  ...cleanStatus('acme', null, NOW),
  certificate: {
    ...{ fingerprint: 'ab', origin: 'acme', names: ['essence-aura.com'], issuer: 'CA' },
    notBefore: before(60 * 24 * HOUR_MS),
    notAfter: before(-30 * 24 * HOUR_MS),
  },
  ...changes,
});
const ends = (notAfter: Date) => ({ certificate: { ...certificate().certificate!, notAfter } });
const unpaid = (changes: Partial<HeldByUnpaid> = {}): HeldByUnpaid => ({
  ...{ orders: 0, bottles: 0, ofBottles: 3933, ordersOfOneAddress: 0, bottlesOfOneAddress: 0 },
  ...changes,
});
const disk = { freeBytes: 50 * GIB, totalBytes: 100 * GIB };
const of = (facts: Partial<Facts>) =>
  troublesOf(
    {
      backup: null,
      certificate: null,
      disk,
      confirmations: null,
      unpaid: unpaid(),
      payments: [],
      report: null,
      ...facts,
    },
    NOW,
  );
const inShort = (facts: Partial<Facts>): string[] => of(facts).map(({ kind, cause }) => `${kind} ${cause}`);

test('a machine on which all is well, or which has neither backups nor certificate, has no trouble', () => {
  expect(of({})).toEqual([]);
  expect(of({ backup: backup(), certificate: certificate() })).toEqual([]);
});

test('money that nobody knows of is a trouble, and says of which orders', () => {
  expect(of({ payments: ['EA-7K2M9QX4TB', 'EA-8K2M9QX4TB'] })).toMatchObject([
    { kind: 'payments', cause: 'open', said: 'EA-7K2M9QX4TB, EA-8K2M9QX4TB' },
  ]);
});

test('what AWS waits for is a trouble after some hours, as the machine said it, and not when nobody has asked lately', () => {
  const open = ['no alarm of ap-northeast-2 reaches owner@example.com', 'SES sends nothing'];
  const [trouble, ...others] = of({ confirmations: { at: before(HOUR_MS), open } });
  expect(others).toEqual([]);
  expect(trouble).toMatchObject({
    kind: 'confirmations',
    cause: 'open',
    said: open.join('; '),
    patienceMs: 6 * HOUR_MS,
  });
  expect(of({ confirmations: { at: before(25 * HOUR_MS), open } })).toEqual([]);
  expect(of({ confirmations: { at: before(HOUR_MS), open: [] } })).toEqual([]);
});

test.each<[string, number, number, boolean]>([
  ['exactly a tenth of a large disk', 10 * GIB, 100 * GIB, false],
  ['a byte less', 10 * GIB - 1, 100 * GIB, true],
  ['exactly a GiB of a small one', GIB, 5 * GIB, false],
  ['a byte less of it', GIB - 1, 5 * GIB, true],
  ['nothing', 0, 0, true],
])('%s free of a disk', (_, freeBytes, totalBytes, isLow) => {
  const disk = { freeBytes, totalBytes };
  expect(of({ disk })).toEqual(isLow ? [expect.objectContaining({ kind: 'disk', cause: 'low', ...disk })] : []);
});

test.each<[string, Partial<Backups>, string[]]>([
  ['is 30 hours old', { at: before(LATE_BACKUP_MS) }, []],
  ['is a moment older', { at: before(LATE_BACKUP_MS + 1) }, ['backup late']],
  ['was never made', { at: null }, ['backup late']],
  ['was verified 9 days ago', { verifiedAt: before(LATE_VERIFICATION_MS) }, []],
  ['was verified a moment before that', { verifiedAt: before(LATE_VERIFICATION_MS + 1) }, ['verification late']],
  ['was never verified', { verifiedAt: null }, ['verification late']],
  ['failed, says somebody who knows no parts', { reason: 'x' }, ['backup failed']],
  ['failed and is late: that is one trouble', { reason: 'x', problems: { backup: 'x' }, at: null }, ['backup failed']],
  ['failed in a part that nobody knows', { reason: 'x', problems: { new: 'x' } }, ['backup failed']],
  [
    'failed in every part',
    { reason: 'x', problems: { verify: 'v', wal: 'w', files: 'f', backup: 'b' } },
    ['verification failed', 'log failed', 'backup failed', 'files failed'],
  ],
  ['went well again', { problems: { backup: null, wal: null } }, []],
])('a backup that %s', (_, changes, expected) => {
  expect(inShort({ backup: backup(changes) })).toEqual(expected);
});

test('what the machine said about a backup is kept as it said it, and not longer than a page can bear', () => {
  const [first, second] = of({
    backup: backup({ problems: { verify: 'repository 1 is <damaged>', wal: 'x'.repeat(9999) } }),
  });
  expect(first!.said).toBe('repository 1 is <damaged>');
  expect(second!.said).toHaveLength(600);
});

test('a new machine has until the first backup and the first verification are overdue', () => {
  const [verification, made] = of({ backup: backup({ at: null, verifiedAt: null }) });
  expect([made!.patienceMs, verification!.patienceMs]).toEqual([LATE_BACKUP_MS, LATE_VERIFICATION_MS]);
});

test.each<[string, Partial<CertificateStatus>, string[]]>([
  ['has a problem', { problems: ['the clock is wrong'] }, ['certificate failing']],
  ['is not there, with a problem', { certificate: null, problems: ['damaged'] }, ['certificate ended']],
  ['is not there yet', { certificate: null }, []],
  ['ends in a moment', ends(before(-1)), []],
  ['has just ended, and nobody says so', ends(NOW), ['certificate ended']],
  [
    'should have been renewed, and nobody says so',
    { renewal: { by: 'lifetime', dueAt: before(HOUR_MS), emergencyAt: NOW } },
    ['certificate failing'],
  ],
  ['is about to', { renewal: { by: 'lifetime', dueAt: before(HOUR_MS), emergencyAt: before(-1) } }, []],
])('a certificate that %s', (_, changes, expected) => {
  expect(inShort({ certificate: certificate(changes) })).toEqual(expected);
});

test.each([
  [90, 14.9, 15.1],
  [6, 0.99, 1.01],
])(
  'of a certificate that lives for %d days and is not renewed an owner hears in its last sixth',
  (days, late, early) => {
    const inDays = (left: number): string[] => {
      const from = { notBefore: before((days - left) * 24 * HOUR_MS), notAfter: before(-left * 24 * HOUR_MS) };
      const renewal = planRenewal({ ...from, fingerprint: 'ab' }, null);
      return inShort({
        certificate: certificate({ certificate: { ...certificate().certificate!, ...from }, renewal }),
      });
    };
    expect(inDays(early)).toEqual([]);
    expect(inDays(late)).toEqual(['certificate failing']);
  },
);

test('only what lasts counts: the disk two looks, a backup three, the certificate an hour', () => {
  const troubles = of({
    ...{ disk: { freeBytes: 0, totalBytes: GIB }, backup: backup({ reason: 'x' }) },
    certificate: certificate({ problems: ['x'] }),
  });
  expect(troubles.map(({ kind, patienceMs }) => [kind, patienceMs / MINUTE_MS])).toEqual([
    ['certificate', 60],
    ['disk', 4],
    ['backup', 9],
  ]);
});

test.each<[string, Partial<HeldByUnpaid>, boolean]>([
  ['what thirty usual transfers of a large shop hold', { orders: 30, bottles: 45 }, false],
  ['two orders of a small shop, half of all it has', { orders: 2, bottles: 6, ofBottles: 12 }, false],
  ['a tenth of all, and thirty bottles', { orders: 12, bottles: 30, ofBottles: 300 }, true],
  ['one bottle less than a tenth', { orders: 12, bottles: 30, ofBottles: 301 }, false],
  ['little in all, but as many orders as one address may', { orders: 40, bottles: 40, ordersOfOneAddress: 40 }, true],
  ['as many bottles as leave no room for another guest’s three', { bottles: 118, bottlesOfOneAddress: 118 }, true],
  ['room for one more order of three', { bottles: 117, bottlesOfOneAddress: 117 }, false],
])('unpaid orders hold %s', (_, held, isTrouble) => {
  expect(inShort({ unpaid: unpaid(held) })).toEqual(isTrouble ? ['unpaid many'] : []);
});

test('what unpaid orders hold is told in numbers', () => {
  const held = unpaid({ orders: 52, bottles: 140, ordersOfOneAddress: 40, bottlesOfOneAddress: 118 });
  expect(of({ unpaid: held })[0]?.said).toBe(
    '52 orders, 140/3933 bottles; from one address up to 40 orders, 118 bottles',
  );
});

test('what the doctor finds is a trouble each, after an hour, but for what is only a risk and what others tell of', () => {
  const elsewhere = [
    { ...SILENT, id: 'ACME-05', layer: 'authority' as const },
    { ...SILENT, id: 'BKP-01', layer: 'backups' as const },
  ];
  const report = { ...SICK, findings: [SILENT, DISK, RDAP, ...elsewhere, { ...DISK, id: 'HOST-02' }] };
  expect(inShort({ report })).toEqual(['doctor:NET-SILENT-443 found', 'doctor:HOST-02 found']);
  const [first] = of({ report });
  expect(first).toMatchObject({ said: SILENT.expert, patienceMs: 59 * MINUTE_MS });
  expect(first!.finding).toEqual({ layer: 'network', owner: SILENT.owner, mend: SILENT.mend });
});

test('a report that nobody has renewed for two hours ripens into nothing', () => {
  const seen = (ms: number) => inShort({ report: { ...SICK, startedAt: before(ms).toISOString() } });
  expect(seen(2 * HOUR_MS)).toEqual(['doctor:NET-SILENT-443 found']);
  expect(seen(2 * HOUR_MS + 1)).toEqual([]);
});
