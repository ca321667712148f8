import type { CertificateStatus } from '../certificates/status';
import type { Report } from '../doctor/report';
import { DISK_LOW } from '../health/faults/host';
import type { Layer } from '../health/layers';
import { type HeldByUnpaid, UNPAID_LIMITS } from '../store/orders';
import type { BackupStatus, Confirmations, DiskFacts, Trouble, TroubleKind } from './model';

export interface Facts {
  /** null: nobody makes backups here, which is no trouble. */
  readonly backup: BackupStatus | null;
  /** null where nobody orders any: before the first look of its process, and with a development authority. */
  readonly certificate: CertificateStatus | null;
  readonly disk: DiskFacts;
  /** null: nobody asks here. */
  readonly confirmations: Confirmations | null;
  readonly unpaid: HeldByUnpaid;
  /** null: it has not been here yet. */
  readonly report: Report | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How often the job looks (server/jobs/tasks.ts). */
export const LOOK_MS = 5 * MINUTE_MS;
/** A job of the timetable is some seconds early or late. */
const JITTER_MS = MINUTE_MS;
/** There at the next look too: more than what somebody writes and removes in a minute. */
const TWO_LOOKS_MS = LOOK_MS - JITTER_MS;
/** Files are backed up every four minutes: what the next run has mended is no trouble. */
const THREE_LOOKS_MS = 2 * LOOK_MS - JITTER_MS;
/** A launch has its own first minutes, and so has a restart. */
const CERTIFICATE_PATIENCE_MS = HOUR_MS;

/** A launch takes an hour or two, and a link that is good for a day must not be missed. */
const CONFIRMATION_PATIENCE_MS = 6 * HOUR_MS;
/** Asked every six hours: what is older says nothing about today. */
const STALE_CONFIRMATIONS_MS = DAY_MS;

export const LATE_BACKUP_MS = 30 * HOUR_MS;
export const LATE_VERIFICATION_MS = 9 * DAY_MS;
const FEW_BYTES = 1024 ** 3;
const FEW_SHARE = 0.1;
/** Mails and pages are no place for a log. */
const MOST_SAID = 600;

export const isDiskLow = ({ freeBytes, totalBytes }: DiskFacts): boolean =>
  freeBytes < FEW_BYTES || freeBytes < totalBytes * FEW_SHARE;

const MANY_BOTTLES = 30;
const MANY_SHARE = 0.1;

/** Together they hold much, or one address holds all that it may, so everybody else behind it is refused. */
export function isMuchHeld({ bottles, ofBottles, ordersOfOneAddress, bottlesOfOneAddress }: HeldByUnpaid): boolean {
  const { bank, guestBottles } = UNPAID_LIMITS;
  const isFull = ordersOfOneAddress >= bank.perAddress || bottlesOfOneAddress + guestBottles > bank.bottlesPerAddress;
  return isFull || (bottles >= MANY_BOTTLES && bottles >= ofBottles * MANY_SHARE);
}

function unpaidTroubles(unpaid: HeldByUnpaid): Trouble[] {
  if (!isMuchHeld(unpaid)) return [];
  const { orders, bottles, ofBottles, ordersOfOneAddress, bottlesOfOneAddress } = unpaid;
  const all = `${orders} orders, ${bottles}/${ofBottles} bottles`;
  const said = `${all}; from one address up to ${ordersOfOneAddress} orders, ${bottlesOfOneAddress} bottles`;
  return [troubleOf('unpaid', { cause: 'many', said, patienceMs: TWO_LOOKS_MS })];
}

function confirmationTroubles({ at, open }: Confirmations, now: Date): Trouble[] {
  if (open.length === 0 || now.getTime() - at.getTime() > STALE_CONFIRMATIONS_MS) return [];
  return [troubleOf('confirmations', { cause: 'open', said: open.join('; '), patienceMs: CONFIRMATION_PATIENCE_MS })];
}

/** Whoever tells of these tells it better. */
const TOLD_OTHERWISE: ReadonlySet<Layer | string> = new Set(['authority', 'backups', DISK_LOW.id]);

/** What a second look has found too, an hour later. */
function doctorTroubles({ findings }: Report): Trouble[] {
  return findings
    .filter(({ id, layer, severity }) => severity !== 'risk' && !TOLD_OTHERWISE.has(layer) && !TOLD_OTHERWISE.has(id))
    .map(({ id, layer, owner, expert, mend }) =>
      troubleOf(`doctor:${id}`, {
        cause: 'found',
        said: expert,
        finding: { layer, owner, mend },
        patienceMs: HOUR_MS - JITTER_MS,
      }),
    );
}

export function troublesOf({ backup, certificate, disk, confirmations, unpaid, report }: Facts, now: Date): Trouble[] {
  return [
    ...(certificate ? certificateTroubles(certificate, now) : []),
    ...(isDiskLow(disk) ? [troubleOf('disk', { cause: 'low', ...disk, patienceMs: TWO_LOOKS_MS })] : []),
    ...(backup ? backupTroubles(backup, now) : []),
    ...unpaidTroubles(unpaid),
    ...(confirmations ? confirmationTroubles(confirmations, now) : []),
    ...(report ? doctorTroubles(report) : []),
  ];
}

function troubleOf(
  kind: TroubleKind,
  facts: Pick<Trouble, 'cause' | 'patienceMs'> & Partial<Omit<Trouble, 'kind'>>,
): Trouble {
  const { cause, patienceMs, said = null, lastAt = null, freeBytes = null, totalBytes = null, finding = null } = facts;
  return {
    kind,
    cause,
    said: said === null ? null : said.slice(0, MOST_SAID),
    lastAt,
    freeBytes,
    totalBytes,
    finding,
    patienceMs,
  };
}

/** Which kind each part of the backups' status is (note, deploy/host); any other is one of the backup. */
const KIND_OF_PART: Readonly<Record<string, TroubleKind>> = { files: 'files', wal: 'log', verify: 'verification' };

function backupTroubles({ at, reason, problems, verifiedAt }: BackupStatus, now: Date): Trouble[] {
  const parts = Object.entries(problems).filter((entry): entry is [string, string] => entry[1] !== null);
  // Written by somebody who knows no parts.
  if (parts.length === 0 && reason !== null) parts.push(['backup', reason]);
  const said = (kind: TroubleKind): string | null =>
    parts
      .filter(([part]) => (KIND_OF_PART[part] ?? 'backup') === kind)
      .map(([, text]) => text)
      .join('; ') || null;
  return [
    ...overdue('verification', { said: said('verification'), lastAt: verifiedAt, lateMs: LATE_VERIFICATION_MS }, now),
    ...failed('log', said('log')),
    ...overdue('backup', { said: said('backup'), lastAt: at, lateMs: LATE_BACKUP_MS }, now),
    ...failed('files', said('files')),
  ];
}

const failed = (kind: TroubleKind, said: string | null): Trouble[] =>
  said === null ? [] : [troubleOf(kind, { cause: 'failed', said, patienceMs: THREE_LOOKS_MS })];

/** Failed, or not done for too long. Where it never was done, the machine is as new as that is seen. */
function overdue(
  kind: TroubleKind,
  { said, lastAt, lateMs }: { readonly said: string | null; readonly lastAt: Date | null; readonly lateMs: number },
  now: Date,
): Trouble[] {
  if (said !== null) return [troubleOf(kind, { cause: 'failed', said, lastAt, patienceMs: THREE_LOOKS_MS })];
  if (lastAt === null) return [troubleOf(kind, { cause: 'late', patienceMs: lateMs })];
  const isLate = now.getTime() - lastAt.getTime() > lateMs;
  return isLate ? [troubleOf(kind, { cause: 'late', lastAt, patienceMs: TWO_LOOKS_MS })] : [];
}

/** Also what the certificates process would have said if it still ran. */
function certificateTroubles({ problems, certificate, renewal }: CertificateStatus, now: Date): Trouble[] {
  const lastAt = certificate?.notAfter ?? null;
  const hasEnded = lastAt !== null && lastAt <= now;
  const isPressing = renewal !== null && renewal.emergencyAt <= now;
  if (problems.length === 0 && !hasEnded && !isPressing) return [];
  const cause = lastAt === null || hasEnded ? 'ended' : 'failing';
  const said = problems.join('; ') || null;
  return [troubleOf('certificate', { cause, said, lastAt, patienceMs: CERTIFICATE_PATIENCE_MS })];
}
