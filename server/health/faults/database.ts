import type { DatabaseReach } from '../facts/database';
import { fault, type AnyFault } from '../fault';
import { inBytes } from '../size';

/** SQLSTATE too_many_connections: also in the words of what is kept for superusers. */
const TOO_MANY = '53300';

/** What Node, pg and Postgres say where the two ends don't agree about TLS. */
const ENCRYPTION =
  /certificate|does not support SSL|no encryption|SSL off|SSL on|wrong version number|unexpected response to SSL/i;
const isAboutEncryption = ({ error, code }: DatabaseReach): boolean =>
  error !== null && (ENCRYPTION.test(error) || /CERT|ISSUER/.test(code ?? ''));

const ENCRYPTION_DIFFERS = fault({
  id: 'DB-04',
  layer: 'database',
  severity: 'down',
  needs: ['databaseReach'],
  find: ({ databaseReach }) => (isAboutEncryption(databaseReach) ? { error: databaseReach.error ?? '' } : null),
  explains: ['PROC-NOT-READY', 'CACHE-20', 'JOB-01'],
  owner: {
    ko: '데이터베이스와 암호화 방식이 맞지 않아서 주문도 로그인도 할 수 없어요.',
    en: 'Shop and database don’t agree on encryption, so nobody can order or sign in.',
  },
  expert: ({ error }) => `TLS between shop and Postgres: ${error}`,
  mend: 'DATABASE_URL in /etc/essence-aura/environment: sslmode=verify-full&sslrootcert=FILE with the certificate of a managed Postgres’ authority (Amazon RDS: global-bundle.pem); sslmode=disable for one of this machine',
});

const DATABASE_UNREACHABLE = fault({
  id: 'DB-03',
  layer: 'database',
  severity: 'down',
  needs: ['databaseReach'],
  find: ({ databaseReach }) => {
    const { error, code } = databaseReach;
    return error === null || code === TOO_MANY || isAboutEncryption(databaseReach) ? null : { error };
  },
  explains: ['PROC-NOT-READY', 'CACHE-20', 'JOB-01'],
  owner: {
    ko: '데이터베이스가 대답하지 않아서 주문도 로그인도 할 수 없어요.',
    en: 'The database does not answer, so nobody can order or sign in.',
  },
  expert: ({ error }) => `The database can't be asked: ${error}`,
  mend: 'On the machine: systemctl status postgresql@17-main; sudo systemctl start postgresql; journalctl -u postgresql@17-main -n 50',
});

/** A pool that is full takes a moment to say so; of the connections some are always an operator's. */
const MANY_SHARE = 0.9;

const CONNECTIONS_EXHAUSTED = fault({
  id: 'DB-01',
  layer: 'database',
  needs: ['databaseReach'],
  find({ databaseReach: { code, error }, databaseState }) {
    if (code === TOO_MANY) return { said: error ?? '', isFull: true };
    if (!databaseState) return null;
    const { connections, maxConnections } = databaseState;
    return connections > maxConnections * MANY_SHARE
      ? { said: `${connections} of ${maxConnections} connections are used.`, isFull: false }
      : null;
  },
  severity: ({ isFull }) => (isFull ? 'down' : 'harm'),
  explains: ['PROC-NOT-READY', 'CACHE-20', 'JOB-01'],
  owner: {
    ko: '데이터베이스에 연결할 수 있는 자리가 다 차서 주문을 받지 못해요.',
    en: 'All places at the database are taken, so orders can’t be.',
  },
  expert: ({ said }) => `The database takes no more connections: ${said}`,
  mend: "On the machine: sudo -u postgres psql -c 'select application_name, state, count(*) from pg_stat_activity group by 1, 2 order by 3 desc'; sudo essence-aura-run pm2 restart shop jobs",
});

/** Statements end after 10 s, idle transactions after 15 s (server/db/pool.ts). */
const LONG_SECONDS = 30;

const WAITING = fault({
  id: 'DB-02',
  layer: 'database',
  severity: 'harm',
  needs: ['databaseState'],
  find({ databaseState: { idleInTransactionSeconds: idle, lockWaitSeconds: waiting } }) {
    return Math.max(idle, waiting) > LONG_SECONDS ? { idle: Math.round(idle), waiting: Math.round(waiting) } : null;
  },
  explains: ['PROC-NOT-READY', 'PRX-04'],
  owner: {
    ko: '데이터베이스에서 한 작업이 다른 작업들을 붙잡고 있어요.',
    en: 'One piece of work at the database holds the others up.',
  },
  expert: ({ idle, waiting }) =>
    `The oldest transaction is idle for ${idle} s; the oldest wait for a lock: ${waiting} s.`,
  mend: "On the machine: sudo -u postgres psql essence_aura -c 'select pid, application_name, state, wait_event_type, xact_start, left(query, 60) from pg_stat_activity order by xact_start'; then select pg_terminate_backend(PID)",
});

const MIGRATIONS_DIFFER = fault({
  id: 'DB-05',
  layer: 'database',
  severity: 'harm',
  needs: ['databaseState', 'knownMigration'],
  find: ({ databaseState: { appliedMigration: applied }, knownMigration: known }) =>
    applied < known ? { applied, known } : null,
  owner: {
    ko: '데이터베이스가 새 버전에 맞게 바뀌지 않았어요.',
    en: 'The database has not been brought up to the version that runs.',
  },
  expert: ({ applied, known }) => `Migrations applied: ${applied}; this release brings ${known}.`,
  mend: 'On the machine: sudo essence-aura-run node dist/server/bin/migrate.js',
});

const TABLES_MISSING = fault({
  id: 'APP-05',
  layer: 'database',
  severity: 'down',
  needs: ['databaseState'],
  find: ({ databaseState: { missingTables } }) =>
    missingTables.length > 0 ? { tables: missingTables.join(', ') } : null,
  explains: ['DB-05', 'PROC-NOT-READY'],
  owner: {
    ko: '로그인과 장바구니를 저장하는 테이블이 데이터베이스에 없어요.',
    en: 'The database lacks what keeps carts and sign-ins.',
  },
  expert: ({ tables }) => `Missing: ${tables}.`,
  browser: '500 Internal Server Error',
  mend: 'On the machine: sudo essence-aura-run node dist/server/bin/migrate.js; if they were dropped: docs/runbook.md, “Restore to a point in time”',
});

/** Tried again every minute; one that fails once and then goes is none. */
const ARCHIVER_FAILING = fault({
  id: 'DB-20',
  layer: 'database',
  severity: 'harm',
  needs: ['databaseState'],
  find({ databaseState: { archiver, sizeBytes } }) {
    if (!archiver?.lastFailedAt) return null;
    const { lastArchivedAt, lastFailedAt, failures } = archiver;
    return lastArchivedAt && lastArchivedAt >= lastFailedAt
      ? null
      : { last: lastArchivedAt?.toISOString() ?? 'never', failures, size: inBytes(sizeBytes) };
  },
  explains: ['BKP-01', 'BKP-03'],
  owner: {
    ko: '데이터베이스의 변경 기록이 백업으로 나가지 못하고 디스크에 쌓이고 있어요.',
    en: 'The database’s log of changes can’t leave for the backups, and piles up on the disk.',
  },
  expert: ({ last, failures, size }) =>
    `archive_command fails (${failures} times); last archived: ${last}; the database is of ${size}.`,
  mend: 'On the machine: sudo -u postgres pgbackrest --stanza=essence-aura check; journalctl -u postgresql@17-main -n 50; then docs/runbook.md, “Backups fail”',
});

const LONG_WAIT_SECONDS = 15 * 60;

const JOBS_STUCK = fault({
  id: 'JOB-03',
  layer: 'processes',
  severity: 'harm',
  needs: ['jobQueue'],
  find: ({ jobQueue: { waitingSeconds } }) =>
    waitingSeconds > LONG_WAIT_SECONDS ? { minutes: Math.round(waitingSeconds / 60) } : null,
  explains: ['MAIL-21'],
  owner: {
    ko: '뒤에서 처리할 일들이 줄만 서 있고 처리되지 않아요.',
    en: 'Work that is done in the background only queues up.',
  },
  expert: ({ minutes }) => `The oldest job whose time has come has waited for ${minutes} min.`,
  mend: 'On the machine: sudo essence-aura-run pm2 restart jobs; sudo essence-aura-run pm2 logs jobs --lines 50 --nostream',
});

const JOBS_DEAD = fault({
  id: 'JOB-04',
  layer: 'processes',
  severity: 'harm',
  needs: ['jobQueue'],
  find: ({ jobQueue: { dead } }) => (dead.length > 0 ? { dead: dead.join(', ') } : null),
  owner: {
    ko: '여러 번 해 봐도 되지 않아 포기한 일이 있어요.',
    en: 'Some work was given up after many tries.',
  },
  expert: ({ dead }) => `Given up: ${dead}`,
  mend: 'At the desk: /admin/operations; on the machine: sudo essence-aura-run pm2 logs jobs --lines 200 --nostream',
});

const MAILS_FAILED = fault({
  id: 'MAIL-20',
  layer: 'mail',
  severity: 'harm',
  needs: ['outbox'],
  find: ({ outbox: { failed, lastError } }) => (failed > 0 ? { failed, lastError: lastError ?? 'no reason' } : null),
  owner: {
    ko: '여러 번 시도해도 보내지 못한 메일이 있어요.',
    en: 'Some mails could not be sent and were given up.',
  },
  expert: ({ failed, lastError }) => `Mails given up: ${failed}; the last said: ${lastError}`,
  mend: 'At the desk: /admin/operations, “Send again”, once the reason is gone',
});

const MAILS_STUCK = fault({
  id: 'MAIL-21',
  layer: 'mail',
  severity: 'harm',
  needs: ['outbox'],
  find: ({ outbox: { waitingSeconds, lastError } }) =>
    waitingSeconds > LONG_WAIT_SECONDS
      ? { minutes: Math.round(waitingSeconds / 60), lastError: lastError ?? 'it was not tried' }
      : null,
  owner: {
    ko: '손님에게 갈 메일이 나가지 못하고 기다리고 있어요.',
    en: 'Mails to shoppers wait and do not leave.',
  },
  expert: ({ minutes, lastError }) => `The oldest mail that is due has waited for ${minutes} min: ${lastError}`,
  mend: 'On the machine: sudo essence-aura-run pm2 logs jobs --lines 50 --nostream; MAIL_URL in /etc/essence-aura/environment',
});

export const DATABASE_FAULTS: readonly AnyFault[] = [
  ...[
    ENCRYPTION_DIFFERS,
    DATABASE_UNREACHABLE,
    CONNECTIONS_EXHAUSTED,
    WAITING,
    MIGRATIONS_DIFFER,
    TABLES_MISSING,
    ARCHIVER_FAILING,
  ],
  ...[JOBS_STUCK, JOBS_DEAD, MAILS_FAILED, MAILS_STUCK],
];
