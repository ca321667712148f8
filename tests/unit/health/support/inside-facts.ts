/** What a shop in public that is well tells of itself from inside, and what one change of it makes. */
import { AUTHORITY_FAULTS } from '../../../../server/health/faults/authority';
import { BACKUPS_FAULTS } from '../../../../server/health/faults/backups';
import { CERTIFICATE_FAULTS } from '../../../../server/health/faults/certificate';
import { CONFIRMATIONS_FAULTS } from '../../../../server/health/faults/confirmations';
import { DATABASE_FAULTS } from '../../../../server/health/faults/database';
import { HOST_FAULTS } from '../../../../server/health/faults/host';
import { MAIL_INSIDE_FAULTS } from '../../../../server/health/faults/mail-inside';
import { NETWORK_INSIDE_FAULTS } from '../../../../server/health/faults/network-inside';
import { PROCESSES_FAULTS } from '../../../../server/health/faults/processes';
import { PROXY_INSIDE_FAULTS } from '../../../../server/health/faults/proxy-inside';
import { judge, type Finding, type GivenFacts } from '../../../../server/health/judge';
import { hostsOf } from '../../../../server/hosts';

export const NOW = new Date('2026-11-30T03:00:00Z');
const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const before = (ms: number): Date => new Date(NOW.getTime() - ms);

export const INSIDE_FAULTS = [
  ...[...AUTHORITY_FAULTS, ...CERTIFICATE_FAULTS, ...NETWORK_INSIDE_FAULTS, ...HOST_FAULTS, ...PROCESSES_FAULTS],
  ...[...PROXY_INSIDE_FAULTS, ...DATABASE_FAULTS, ...MAIL_INSIDE_FAULTS, ...BACKUPS_FAULTS, ...CONFIRMATIONS_FAULTS],
];

const GIB = 1024 ** 3;
const disk = { freeBytes: 50 * GIB, totalBytes: 100 * GIB };
const listener = (address: string, port: number, program: string | null = null) => ({ address, port, program });
const EDGE = 'node --enable-source-maps /opt/essence-aura/current/dist/server/bin/edge.js';
const running = (name: 'edge' | 'certificates' | 'shop' | 'jobs', pid: number) => ({
  ...{ name, pid, otherSettings: [] },
  startedAt: before(DAY_MS),
});
const names = hostsOf('essence-aura.com').all.map(({ name }) => name);

export const HEALTHY = {
  now: NOW,
  target: { hosts: hostsOf('essence-aura.com'), httpPort: 80, httpsPort: 443, shopPort: 3001, isPublic: true },
  certificateInUse: {
    notBefore: before(10 * DAY_MS),
    notAfter: before(-80 * DAY_MS),
    emergencyAt: before(-65 * DAY_MS),
  },
  intermediates: [{ name: 'CN=R10', notBefore: before(900 * DAY_MS), notAfter: before(-900 * DAY_MS) }],
  damagedBundles: [],
  renewal: {
    source: 'acme',
    directoryUrl: 'https://acme-v02.api.letsencrypt.org/directory',
    ...{ isStaging: false, isProduction: true, email: 'owner@essence-aura.com', reason: null, nextAttemptAt: null },
    ...{ attemptedAt: [before(10 * DAY_MS)], issuedAt: [before(10 * DAY_MS)] },
    ...{ renewalInfoProblem: null, accountReplaced: null },
  },
  addresses: names.map((host) => ({ host, address: '203.0.113.7' })),
  challengeReach: {
    ...{ here: 'ours', hereSaid: 'HTTP 200' },
    looks: names.map((host) => ({ host, address: '203.0.113.7', answer: 'ours', said: 'HTTP 200' })),
  },
  storeFiles: { directory: '/var/lib/essence-aura/certificates', foreign: [], readable: [], isInRelease: false },
  servedHere: { stored: 'ab'.repeat(32), names: names.map((host) => ({ host, served: 'ab'.repeat(32), said: '' })) },
  ownPorts: {
    listeners: [listener('::', 80, EDGE), listener('::', 443, EDGE), listener('127.0.0.1', 3001)],
    ...{ hasIpv6: true, edgeAddress: null, httpPort: 80, httpsPort: 443, shopPort: 3001 },
    ...{ postgresPort: 5432, unprivilegedFrom: 80 },
  },
  firewall: { closed: [] },
  outbound: { host: 'acme-v02.api.letsencrypt.org', code: null, said: 'HTTP 200', clock: null },
  machineResolver: { names: [{ name: 'essence-aura.com', code: null }], nameServers: ['169.254.169.253'] },
  defaultRoute: true,
  publicAddress: { ipv4: '203.0.113.7' },
  disk,
  clocks: [{ comparedWith: 'acme-v02.api.letsencrypt.org', aheadSeconds: 1 }],
  timeSync: { isSynchronised: true },
  fileSystems: [
    { at: '/var/lib/essence-aura', ...disk, freeInodes: 900, totalInodes: 1000 },
    { at: '/', ...disk, freeInodes: null, totalInodes: null },
  ],
  memory: {
    ...{ totalBytes: 4 * GIB, availableBytes: 2 * GIB, swapTotalBytes: GIB, swapFreeBytes: GIB },
    oomKills: 0,
  },
  cpuSteal: 0.01,
  openFiles: [{ process: 'edge', open: 200, limit: 65_536 }],
  ownProcesses: [running('edge', 1), running('certificates', 2), running('shop', 3), running('jobs', 4)],
  pm2Apps: [{ name: 'shop', status: 'online', restarts: 2, upMs: DAY_MS }],
  unitState: 'enabled',
  missingVariables: [],
  shopStatus: 200,
  releases: { current: '1.0.0+new', running: [{ process: 'shop worker 3', release: '1.0.0+new' }] },
  jobRuns: [{ task: 'watch', startedAt: before(MINUTE_MS), error: null }],
  workerMs: 4,
  purgeStream: 'ready',
  databaseReach: { error: null },
  databaseState: {
    ...{ connections: 20, maxConnections: 47, idleInTransactionSeconds: 0, lockWaitSeconds: 0, sizeBytes: GIB },
    ...{ appliedMigration: 35, missingTables: [] },
    archiver: { lastArchivedAt: before(MINUTE_MS), lastFailedAt: before(DAY_MS), failures: 3 },
  },
  knownMigration: 35,
  outbox: { failed: 0, waitingSeconds: 2, lastError: null },
  jobQueue: { dead: [], waitingSeconds: 1 },
  mailServer: { host: 'email-smtp.ap-northeast-2.amazonaws.com', port: 587, isOfDesk: false, error: null },
  backups: { at: before(HOUR_MS), reason: null, problems: {}, verifiedAt: before(DAY_MS), since: before(99 * DAY_MS) },
  confirmations: { at: before(HOUR_MS), open: [] },
} as const satisfies GivenFacts;

export type Change = Partial<GivenFacts>;

export const findingsOf = (change: Change): readonly Finding[] => judge({ ...HEALTHY, ...change }, INSIDE_FAULTS);

/** The causes and what follows from them. */
export const idsOf = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ id, explains }) => [id, ...explains.map((below) => below.id)]);
