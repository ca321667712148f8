import { inUseOf, type CertificateStatus } from '../../certificates/status';
import type { BackupStatus } from '../../doctor/inside/host-files';
import type { Disk } from '../../health/facts/host';
import { evidenceOf } from '../../health/fault';
import { BACKUP_LATE } from '../../health/faults/backups';
import { CERTIFICATE_ENDED, CERTIFICATE_ENDS_SOON, RENEWAL_OVERDUE } from '../../health/faults/certificate';
import { DISK_LOW } from '../../health/faults/host';
import { JOB_FAILED, JOB_LATE } from '../../health/faults/processes';
import { isAnyFound } from '../../health/judge';
import { inBytes } from '../../health/size';
import { hasWord } from '../../i18n/translate';
import { DESK_TEXTS, type DeskText } from '../texts';
import { mailInWords } from '../web/code-words';
import type { TimedWording } from '../web/format';
import type { DatabaseFacts, JobRun, MailLine } from './model';

export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly wrong?: boolean;
  readonly code?: boolean;
}

const { deskOperations } = DESK_TEXTS.ko;

const DAY_MS = 86_400_000;

export function presentVersions(
  facts: DatabaseFacts,
  { release, node }: { readonly release: string; readonly node: string },
  { text, format }: TimedWording,
): readonly Fact[] {
  const { number, name, at } = facts.migration;
  return [
    { label: text('deskOperations:versions.release'), value: release },
    { label: 'Node', value: node },
    { label: 'PostgreSQL', value: facts.postgres },
    {
      label: text('deskOperations:versions.migration'),
      value: `${String(number).padStart(4, '0')} ${name.replaceAll('_', ' ')}, ${format.time(at)}`,
    },
  ];
}

export function presentCertificate(
  status: CertificateStatus | null,
  { text, format, now }: TimedWording,
): readonly Fact[] {
  if (!status) return [{ label: text('deskOrders:columns.state'), value: text('deskOperations:certificate.unknown') }];
  const { certificate, renewal, nextAttemptAt, reason, problems, accountReplaced } = status;
  const days = certificate ? Math.floor((certificate.notAfter.getTime() - now.getTime()) / DAY_MS) : 0;
  const inUse = { now, certificateInUse: inUseOf(certificate, renewal) };
  const isSoon = isAnyFound(inUse, [CERTIFICATE_ENDED, RENEWAL_OVERDUE, CERTIFICATE_ENDS_SOON]);
  const facts: (Fact | null)[] = [
    ...problems.map((problem) => ({ label: text('deskOperations:certificate.problem'), value: problem, wrong: true })),
    certificate
      ? { label: text('deskOperations:certificate.names'), value: certificate.names.join(', ') }
      : {
          label: text('deskOrders:columns.state'),
          value: text('deskOperations:certificate.none'),
          wrong: true,
        },
    certificate && {
      label: text('deskOperations:certificate.until'),
      value: text('deskOperations:certificate.days', { time: format.time(certificate.notAfter), days }),
      wrong: isSoon && reason !== null,
    },
    certificate && { label: text('deskOperations:certificate.issuer'), value: certificate.issuer },
    renewal && { label: text('deskOperations:certificate.renewal'), value: format.time(renewal.dueAt) },
    nextAttemptAt && { label: text('deskOperations:mails.next'), value: format.time(nextAttemptAt) },
    reason === null
      ? null
      : { label: text('deskOperations:certificate.reason'), value: reason, wrong: true, code: true },
    presentReach(status, text),
    accountReplaced && {
      label: text('deskOperations:certificate.account'),
      value: text('deskOperations:certificate.accountReplaced', {
        time: format.time(accountReplaced.at),
        reason: accountReplaced.reason,
      }),
    },
  ];
  return facts.filter((fact) => fact !== null);
}

/** Why the authority may have found nobody, as far as this machine could see. */
function presentReach({ attempts, reason }: CertificateStatus, text: TimedWording['text']): Fact | null {
  const last = attempts.at(-1);
  if (reason === null || last?.outcome !== 'failed' || (!last.slowDns && last.reached !== false)) return null;
  const key = last.slowDns ? 'deskOperations:certificate.slowDns' : 'deskOperations:certificate.elsewhere';
  return { label: text('deskOperations:certificate.reach'), value: text(key), wrong: true };
}

export function presentStorage(
  facts: DatabaseFacts,
  disk: Disk | null,
  backup: BackupStatus | null,
  wording: TimedWording,
): readonly Fact[] {
  const { text, format } = wording;
  const free = disk && {
    label: text('deskOperations:storage.disk'),
    value: text('deskOperations:storage.free', { free: inBytes(disk.freeBytes), total: inBytes(disk.totalBytes) }),
    wrong: evidenceOf(DISK_LOW, { disk, now: wording.now }) !== null,
  };
  return [
    ...presentBackup(backup, wording),
    ...(free ? [free] : []),
    { label: text('deskOperations:storage.database'), value: inBytes(facts.sizeBytes) },
    {
      label: text('deskOperations:storage.sessions'),
      value: text('deskOperations:storage.sessionCounts', {
        shoppers: format.count(facts.shopperSessions),
        desk: format.count(facts.deskSessions),
      }),
    },
  ];
}

function presentBackup(backup: BackupStatus | null, { text, format, now }: TimedWording): readonly Fact[] {
  const label = text('deskOperations:backup.label');
  if (!backup) return [{ label, value: text('deskOperations:backup.none'), wrong: true }];
  const { at, file, bytes: size, reason } = backup;
  const details = [at && format.time(at), file, size !== null && inBytes(size)].filter(Boolean).join(', ');
  const isLate = evidenceOf(BACKUP_LATE, { backups: backup, now }) !== null;
  const last = { label, value: details || text('deskOperations:backup.none'), wrong: isLate };
  return reason === null
    ? [last]
    : [last, { label: text('deskOperations:backup.failed'), value: reason, wrong: true, code: true }];
}

export function presentJobs(facts: DatabaseFacts, wording: TimedWording) {
  const { text, format } = wording;
  return {
    waiting: text('deskOperations:jobs.waiting', { count: facts.jobsWaiting }),
    failed: facts.jobsFailed.map(({ task, attempts, error }) => ({
      task: taskName(task, text),
      attempts: format.count(attempts),
      error,
    })),
    runs: facts.runs.map((run) => presentRun(run, wording)),
  };
}

function presentRun(run: JobRun, { text, format, now }: TimedWording) {
  const { task, startedAt, finishedAt, error } = run;
  const facts = { now, jobRuns: [run] };
  const isLate = evidenceOf(JOB_LATE, facts) !== null;
  const state = error !== null ? 'failed' : finishedAt === null ? 'running' : 'done';
  return {
    task: taskName(task, text),
    at: format.time(startedAt),
    state: text(`deskOperations:jobs.${isLate ? 'late' : state}`),
    wrong: isLate || evidenceOf(JOB_FAILED, facts) !== null,
    reason: error,
  };
}

function taskName(task: string, text: DeskText): string {
  return hasWord(deskOperations.tasks, task) ? text(`deskOperations:tasks.${task}`) : task;
}

export function presentMail(mail: MailLine, { text, format }: TimedWording) {
  return {
    id: mail.id,
    href: `/admin/operations/mails/${mail.id}`,
    kind: mailInWords(text, mail.kind) ?? mail.kind,
    recipient: mail.recipient,
    subject: mail.subject,
    state: text(`deskOperations:mails.states.${mail.status}`),
    at: format.time(mail.createdAt),
    sentAt: mail.sentAt && format.time(mail.sentAt),
    next: mail.nextAttemptAt && format.time(mail.nextAttemptAt),
    attempts: format.count(mail.attempts),
    reason: mail.lastError,
    canRetry: mail.status === 'failed' && !mail.isSealed,
    isSealed: mail.isSealed,
    isFailed: mail.status === 'failed',
  };
}
