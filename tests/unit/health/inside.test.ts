import type { Greeting } from '../../../server/health/facts/network';
import type { Handshake } from '../../../server/health/facts/tls';
import { AUTHORITY_FAULTS } from '../../../server/health/faults/authority';
import { PROCESSES_FAULTS } from '../../../server/health/faults/processes';
import { OF_STAGING } from '../../../server/health/faults/served-certificate';
import { judge } from '../../../server/health/judge';
import {
  before,
  DAY_MS,
  findingsOf,
  HEALTHY,
  HOUR_MS,
  idsOf,
  INSIDE_FAULTS,
  type Change,
} from './support/inside-facts';

const GIB = 1024 ** 3;
const {
  certificateInUse,
  challengeReach,
  databaseState,
  memory,
  ownPorts: ports,
  renewal,
  servedHere,
  storeFiles,
} = HEALTHY;
const apex = challengeReach.looks[0]!;

const ports_ = (change: Partial<NonNullable<Change['ownPorts']>>): Change => ({ ownPorts: { ...ports, ...change } });
const without = (name: string): Change => ({ ownProcesses: HEALTHY.ownProcesses.filter((one) => one.name !== name) });
const inStore = (change: Partial<NonNullable<Change['storeFiles']>>): Change => ({
  storeFiles: { ...storeFiles, ...change },
});
const backups = (change: Partial<NonNullable<Change['backups']>>): Change => ({
  backups: { ...HEALTHY.backups, ...change },
});
const database = (change: Partial<NonNullable<Change['databaseState']>>): Change => ({
  databaseState: { ...databaseState, ...change },
});
const led = (address: string, answer: 'another' | 'none'): Change => ({
  challengeReach: { ...challengeReach, looks: [{ ...apex, address, answer, said: 'HTTP 404' }] },
});

/** An address more of the apex, which leads elsewhere. */
const besides = (address: string): Change => ({
  addresses: [...HEALTHY.addresses, { host: apex.host, address }],
  challengeReach: {
    ...challengeReach,
    looks: [...challengeReach.looks, { ...apex, address, answer: 'another', said: 'HTTP 404' }],
  },
});
const fronted = (change: Partial<Greeting>): Greeting => ({
  ...{ host: apex.host, address: apex.address, status: 200, process: 'edge', release: '1', between: [], server: null },
  ...{ clockOffsetMs: 0, crossedStatus: null },
  ...change,
});

/** Each is found alone, and tells what it found. */
const FAULTS: readonly (readonly [id: string, change: Change, evidence: string])[] = [
  ['TLS-04', { damagedBundles: ['a.pem: the private key belongs to another certificate'] }, 'a.pem'],
  ['CERT-20', { certificateInUse: { ...certificateInUse, notBefore: before(-HOUR_MS) } }, '2026-11-30T04:00'],
  ['CERT-21', { certificateInUse: { ...certificateInUse, notAfter: before(0) } }, '2026-11-30T03:00'],
  ['CERT-22', { certificateInUse: { ...certificateInUse, emergencyAt: before(0) } }, '2027-02-18'],
  [
    'CERT-23',
    { certificateInUse: { ...certificateInUse, notAfter: before(-DAY_MS), emergencyAt: null } },
    '2026-12-01',
  ],
  ['CERT-24', { intermediates: [{ ...HEALTHY.intermediates[0], notAfter: before(DAY_MS) }] }, 'CN=R10'],
  ['CERT-27', { certificateInUse: null }, 'acme'],
  ['CERT-10', inStore({ isInRelease: true }), '/var/lib'],
  ['CERT-25', inStore({ foreign: ['/x/bundles'] }), '/x/bundles'],
  ['CERT-26', inStore({ readable: ['/x/tickets.key'] }), '/x/tickets.key'],
  ['CERT-06', { servedHere: { ...servedHere, stored: 'cd'.repeat(32) } }, 'cdcdcdcd'],
  ['TLS-20', { servedHere: { stored: null, names: [{ host: 'a.test', served: null, said: 'EOF' }] } }, 'a.test: EOF'],
  ['ACME-13', { renewal: { ...renewal, attemptedAt: Array.from({ length: 7 }, () => before(1)) } }, '7 orders'],
  ['ACME-16', { renewal: { ...renewal, isStaging: true } }, 'directory'],
  ['ACME-09', { renewal: { ...renewal, email: 'owner@example.com' } }, 'ACME_EMAIL'],
  ['ACME-20', { renewal: { ...renewal, renewalInfoProblem: '503' } }, '503'],
  ['ACME-21', { challengeReach: { ...challengeReach, here: 'none', hereSaid: 'ECONNREFUSED' } }, 'ECONNREFUSED'],
  ['DNS-03', led('198.51.100.9', 'another'), '198.51.100.9 (HTTP 404)'],
  ['DNS-04', besides('2001:db8::9'), '2001:db8::9 (HTTP 404)'],
  ['DNS-05', besides('198.51.100.9'), '198.51.100.9 (HTTP 404)'],
  [
    'NET-FRONT',
    { ...led('203.0.113.7', 'another'), greetings: [fronted({ between: ['via: 1.1 cdn'] })] },
    'via: 1.1 cdn',
  ],
  ['NET-12', led('203.0.113.7', 'none'), '203.0.113.7'],
  [
    'CERT-08',
    { renewal: { ...renewal, issuedAt: [1, 2, 3, 4].map((days) => before(days * DAY_MS)) } },
    '4 certificates',
  ],
  ['NET-10', ports_({ listeners: ports.listeners.slice(1) }), 'port 80'],
  [
    'HOST-05',
    ports_({ listeners: [{ ...ports.listeners[0], program: '/usr/sbin/nginx' }, ...ports.listeners.slice(1)] }),
    '80: /usr/sbin/nginx',
  ],
  [
    'NET-20',
    ports_({ listeners: ports.listeners.map((one) => (one.port < 1000 ? { ...one, address: '0.0.0.0' } : one)) }),
    '443 over IPv6',
  ],
  [
    'NET-21',
    ports_({ listeners: [...ports.listeners, { address: '0.0.0.0', port: 5432, program: null }] }),
    '0.0.0.0 port 5432',
  ],
  ['NET-05', { firewall: { closed: [443] } }, '443'],
  ['NET-09', { outbound: { ...HEALTHY.outbound, code: 'ETIMEDOUT', said: 'no answer' } }, 'no answer'],
  [
    'HOST-07',
    { outbound: { ...HEALTHY.outbound, code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', said: 'unable' } },
    'unable',
  ],
  [
    'DNS-12',
    { machineResolver: { names: [{ name: 'a.test', code: 'EAI_AGAIN' }], nameServers: [] } },
    'a.test EAI_AGAIN',
  ],
  ['NET-23', { publicAddress: { ipv4: null } }, 'Elastic IP'],
  ['HOST-01', { disk: { freeBytes: GIB - 1, totalBytes: 5 * GIB } }, '1,024 MB of 5.0 GB'.replace(',', '')],
  ['CLK-01', { clocks: [{ comparedWith: 'ca.test', aheadSeconds: -7200 }] }, '120 min behind that of ca.test'],
  ['CLK-20', { timeSync: { isSynchronised: false } }, 'Not synchronised'],
  [
    'HOST-20',
    { fileSystems: [HEALTHY.fileSystems[0], { ...HEALTHY.fileSystems[1], freeBytes: 4096 }] },
    '/: 4.0 kB free',
  ],
  ['HOST-21', { fileSystems: [{ ...HEALTHY.fileSystems[0], freeInodes: 3 }] }, '3 of 1000'],
  ['HOST-02', { memory: { ...memory, oomKills: 2 } }, 'for want of it: 2'],
  ['CAP-01', { cpuSteal: 0.8 }, '80 %'],
  ['HOST-08', { openFiles: [{ process: 'edge', open: 1000, limit: 1024 }] }, 'edge 1000 of 1024'],
  ['PROC-06', without('shop'), '"shop"'],
  ['PROC-20', without('edge'), '"edge"'],
  ['PROC-21', without('jobs'), 'edge, certificates, shop'],
  ['PROC-22', without('certificates'), '"certificates"'],
  ['PROC-02', { pm2Apps: [{ name: 'jobs', status: 'online', restarts: 99, upMs: 900 }] }, 'jobs online, 99 restarts'],
  ['PROC-01', { unitState: 'disabled' }, 'disabled'],
  [
    'PROC-08',
    { ownProcesses: HEALTHY.ownProcesses.map((one) => ({ ...one, otherSettings: ['shopPort'] })) },
    'shopPort',
  ],
  ['PROC-23', { missingVariables: ['ACME_EMAIL'] }, 'ACME_EMAIL'],
  ['CAP-03', { eventLoops: [{ process: 'shop worker 7', lateMs: 412.6 }] }, 'shop worker 7 413 ms'],
  ['PROC-NOT-READY', { shopStatus: 503 }, '503'],
  [
    'PROC-07',
    { releases: { ...HEALTHY.releases, current: '1.0.0+newer' } },
    'shop worker 3 names the release 1.0.0+new',
  ],
  ['JOB-01', { jobRuns: [{ ...HEALTHY.jobRuns[0], startedAt: before(3 * HOUR_MS) }] }, 'watch 2026-11-30T00:00'],
  ['JOB-02', { jobRuns: [{ ...HEALTHY.jobRuns[0], error: 'no room' }] }, 'watch (no room)'],
  ['JOB-03', { jobQueue: { dead: [], waitingSeconds: 3600 } }, '60 min'],
  ['JOB-04', { jobQueue: { dead: ['redraw-house'], waitingSeconds: 0 } }, 'redraw-house'],
  ['PRX-01', ports_({ listeners: ports.listeners.slice(0, 2) }), '127.0.0.1:3001'],
  ['PRX-04', { workerMs: null }, '127.0.0.1:3001'],
  ['PRX-02', { idleMs: { worker: 1_004, edge: 2_000 } }, 'after 1004 ms'],
  ['CACHE-20', { purgeStream: 'not listening' }, 'not listening'],
  ['DB-03', { databaseReach: { error: 'connect ECONNREFUSED', code: 'ECONNREFUSED' } }, 'ECONNREFUSED'],
  [
    'DB-04',
    { databaseReach: { error: 'self-signed certificate in certificate chain', code: 'SELF_SIGNED_CERT_IN_CHAIN' } },
    'self-signed certificate in',
  ],
  ['DB-01', { databaseReach: { error: 'sorry, too many clients already', code: '53300' } }, 'too many clients'],
  ['DB-02', database({ idleInTransactionSeconds: 61.4 }), '61 s'],
  ['DB-05', database({ appliedMigration: 34 }), '34; this release brings 35'],
  ['APP-05', database({ missingTables: ['sessions'] }), 'sessions'],
  ['DB-20', database({ archiver: { lastArchivedAt: null, lastFailedAt: before(1), failures: 4 } }), '4 times'],
  ['MAIL-20', { outbox: { failed: 2, waitingSeconds: 0, lastError: '550 no' } }, '2; the last said: 550 no'],
  ['MAIL-21', { outbox: { failed: 0, waitingSeconds: 7200, lastError: null } }, '120 min'],
  ['MAIL-01', { mailServer: { host: 'mx.test', port: 25, isOfDesk: true, error: 'ETIMEDOUT' } }, 'mx.test, port 25'],
  ['MAIL-04', { reverseName: { address: '203.0.113.7', names: [] } }, '203.0.113.7'],
  ['BKP-01', backups({ problems: { backup: 'no space' } }), 'no space'],
  ['BKP-02', backups({ at: before(31 * HOUR_MS) }), '2026-11-28T20:00'],
  ['BKP-03', backups({ problems: { wal: 'no key' } }), 'no key'],
  ['BKP-04', backups({ problems: { files: 'no bucket' } }), 'no bucket'],
  ['BKP-05', backups({ problems: { verify: 'differs' } }), 'differs'],
  ['BKP-06', backups({ verifiedAt: before(10 * DAY_MS) }), '2026-11-20'],
  ['AWS-01', { confirmations: { at: before(HOUR_MS), open: ['SES sends nothing'] } }, 'SES sends nothing'],
];

/** Only where something else is the case as well. */
const TOGETHER: readonly (readonly [id: string, change: Change, ids: readonly string[]])[] = [
  ['PROC-24', { ownProcesses: [] }, ['PROC-24', 'PROC-06', 'PROC-20', 'PROC-21', 'PROC-22']],
  ['CERT-07', { missingVariables: ['MAIL_URL (mails are written to files)'] }, ['PROC-23', 'CERT-07']],
  ['HOST-03', ports_({ listeners: ports.listeners.slice(2), unprivilegedFrom: 1024 }), ['HOST-03', 'NET-10']],
  [
    'NET-22',
    { defaultRoute: false, outbound: { ...HEALTHY.outbound, code: 'ENETUNREACH', said: 'no way' } },
    ['NET-22', 'NET-09'],
  ],
];

const isRefusal = ({ id }: { readonly id: string }): boolean =>
  AUTHORITY_FAULTS.some((row) => row.id === id) && !FAULTS.some(([known]) => known === id);

test('a shop that is well has no finding, whatever was looked at', () => {
  expect(idsOf(findingsOf({}))).toEqual([]);
});

test.each(FAULTS)('%s is found, alone, and says what was seen', (id, change, evidence) => {
  const findings = findingsOf(change);
  expect(idsOf(findings)).toEqual([id]);
  expect(findings[0]!.expert).toContain(evidence);
});

test.each(TOGETHER)('%s explains what comes of it', (_, change, ids) => {
  const findings = findingsOf(change);
  expect([findings.length, idsOf(findings)]).toEqual([1, ids]);
});

test('every row that looks from inside is in these tables, or among the words of CAs', () => {
  const tested = [...FAULTS, ...TOGETHER].map(([id]) => id);
  expect(INSIDE_FAULTS.filter((row) => !isRefusal(row) && !tested.includes(row.id)).map(({ id }) => id)).toEqual([]);
  expect(new Set(INSIDE_FAULTS.map(({ id }) => id)).size).toBe(INSIDE_FAULTS.length);
});

test.each(FAULTS)('%s is said in both languages, without holes', (_, change) => {
  const [{ owner, expert, mend }] = findingsOf(change) as [ReturnType<typeof findingsOf>[number]];
  expect(owner.ko).toMatch(/[가-힣].*(요|세요)\.$/);
  expect([owner.ko, owner.en].filter((text) => /[.!?] /.test(text))).toEqual([]);
  expect(`${owner.ko} ${owner.en} ${expert} ${mend}`).not.toMatch(/undefined|null|NaN|\[object/);
});

test('the authority of the stack is set by one name, whoever finds it to be the wrong one', () => {
  const [{ mend }] = findingsOf({ renewal: { ...renewal, isStaging: true } }) as [
    ReturnType<typeof findingsOf>[number],
  ];
  expect(mend).toMatch(/^npx pulumi config rm certificateAuthority; npx pulumi up; /);
  expect(OF_STAGING.mend).toBe(mend);
});

test('an account that the authority does not know is put aside by root', () => {
  const reason = 'the CA answered 403 unauthorized: Account is not valid, has status "deactivated"';
  const [finding] = findingsOf({ renewal: { ...renewal, reason } });
  expect([finding?.id, finding?.mend]).toEqual(['ACME-10', expect.stringContaining('sudo mv /var/lib/essence-aura')]);
});

test('nothing is late that was to be done only just now', () => {
  expect(idsOf(findingsOf(backups({ at: null, verifiedAt: null, since: before(HOUR_MS) })))).toEqual([]);
  expect(idsOf(findingsOf(backups({ at: null, since: before(31 * HOUR_MS) })))).toEqual(['BKP-02']);
  const restarted = HEALTHY.ownProcesses.map((one) => ({ ...one, startedAt: before(1000) }));
  const jobRuns = [{ ...HEALTHY.jobRuns[0], startedAt: before(9 * DAY_MS) }];
  expect(idsOf(findingsOf({ jobRuns, ownProcesses: restarted }))).toEqual([]);
});

test.each<[string, string, Partial<Greeting>]>([
  ['a gateway', 'NET-FRONT', { process: null, status: 502, server: 'awselb/2.0' }],
  ['one that asks the worker', 'NET-FRONT', { process: 'shop' }],
  ['a stranger', 'DNS-03', { process: null, status: 404 }],
  ['an edge of an old machine', 'DNS-03', {}],
])('a token that is lost at %s: %s', (_who, id, change) => {
  const greetings = [fronted(change)];
  expect(idsOf(findingsOf({ ...led(apex.address, 'another'), greetings }))).toEqual([id]);
});

test('where 443 shows the certificate that is stored here, the name does lead here', () => {
  const { stored } = servedHere;
  const certificate = { fingerprint: stored } as Handshake['certificate'];
  const handshakes = [{ host: apex.host, address: apex.address, certificate } as Handshake];
  const seen = { ...led(apex.address, 'another'), greetings: [fronted({})], handshakes };
  const [finding] = findingsOf(seen);
  expect([finding?.id, finding?.expert]).toEqual(['NET-FRONT', expect.stringContaining('port 80 does not')]);
});

test('a certificate that ends while nobody can be told hurts', () => {
  const change = {
    missingVariables: ['OWNER_EMAIL'],
    certificateInUse: { ...certificateInUse, emergencyAt: before(0) },
  };
  const severities = findingsOf(change)
    .flatMap((one) => [one, ...one.explains])
    .map((one) => [one.id, one.severity]);
  expect(severities).toContainEqual(['CERT-07', 'harm']);
});

test('where nothing runs, that is one fault, mended as the place has it', () => {
  const gone = ['PROC-06', 'PROC-20', 'PROC-21', 'PROC-22'];
  const [first, ...others] = findingsOf({ ownProcesses: [] });
  expect([first!.id, idsOf(others), idsOf(first!.explains).sort()]).toEqual(['PROC-24', [], gone]);
  expect(first!.mend).toContain('systemctl start essence-aura');
  const { now, target } = HEALTHY;
  const [here, ...more] = judge({ now, target: { ...target, isPublic: false }, ownProcesses: [] }, PROCESSES_FAULTS);
  expect([here!.id, idsOf(more), idsOf(here!.explains).sort()]).toEqual(['PROC-24', [], gone]);
  expect(here!.mend).toMatch(/npm start(?!.*systemctl)/);
});

test('of clocks that contradict each other the most are believed', () => {
  const ahead = (...seconds: number[]) => seconds.map((aheadSeconds) => ({ comparedWith: 'x', aheadSeconds }));
  expect(idsOf(findingsOf({ clocks: ahead(0, 9000) }))).toEqual([]);
  expect(idsOf(findingsOf({ clocks: ahead(9000, 9001, 0) }))).toEqual(['CLK-01']);
});

test('want of memory hurts while there is little of it, and is a risk once it has only been', () => {
  const low = { availableBytes: 1, swapFreeBytes: 0 };
  const severities = [{ oomKills: 1 }, low, { ...low, oomKills: 1 }].map(
    (change) => findingsOf({ memory: { ...memory, ...change } })[0]!.severity,
  );
  expect(severities).toEqual(['risk', 'harm', 'harm']);
});

test('what visitors feel comes first, and carries its consequences', () => {
  const [first, ...others] = findingsOf({
    ...without('edge'),
    ...ports_({ listeners: ports.listeners.slice(2) }),
    servedHere: { stored: null, names: [{ host: 'a.test', served: null, said: 'ECONNREFUSED' }] },
    challengeReach: { ...challengeReach, here: 'none', hereSaid: 'ECONNREFUSED' },
  });
  expect([first!.id, others]).toEqual(['PROC-20', []]);
  expect(idsOf(first!.explains)).toEqual(['NET-10', 'TLS-20', 'ACME-21']);
});

test('nothing is its own cause, through whatever else', () => {
  const causes = (id: string): string[] =>
    INSIDE_FAULTS.flatMap((row) => {
      const isClass = INSIDE_FAULTS.some((other) => other.id === id && other.canBe?.includes(row.id));
      return isClass || row.explains?.includes(id) ? [row.id] : [];
    });
  const isReached = (from: string): boolean => {
    const seen = new Set(causes(from));
    for (const one of seen) causes(one).forEach((next) => seen.add(next));
    return seen.has(from);
  };
  expect(INSIDE_FAULTS.map(({ id }) => id).filter(isReached)).toEqual([]);
});
