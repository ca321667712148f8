import { inUseOf, type CertificateStatus } from '../certificates/status';
import type { Report } from '../doctor/report';
import type { Backups } from '../health/facts/backups';
import type { Confirmations } from '../health/facts/confirmations';
import type { Disk } from '../health/facts/host';
import { evidenceOf, type Fault } from '../health/fault';
import * as backupFaults from '../health/faults/backups';
import { CERTIFICATE_ENDED, CERTIFICATE_FAULTS, RENEWAL_OVERDUE } from '../health/faults/certificate';
import { CONFIRMATIONS_OPEN } from '../health/faults/confirmations';
import { CLOCK_OFF, DISK_LOW } from '../health/faults/host';
import type { Layer } from '../health/layers';
import { type HeldByUnpaid, UNPAID_LIMITS } from '../store/orders';
import type { Trouble, TroubleKind } from './model';

export interface Facts {
  /** null: nobody makes backups here, which is no trouble. */
  readonly backup: Backups | null;
  /** null where nobody orders any: before the first look of its process, and with a development authority. */
  readonly certificate: CertificateStatus | null;
  readonly disk: Disk;
  /** null: nobody asks here. */
  readonly confirmations: Confirmations | null;
  readonly unpaid: HeldByUnpaid;
  /** Numbers of orders whose provider has said nothing, or what nothing explains, for an hour. */
  readonly payments: readonly string[];
  /** null: it has not been here yet. */
  readonly report: Report | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

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
/** Mails and pages are no place for a log. */
const MOST_SAID = 600;

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

function paymentTroubles(numbers: readonly string[]): Trouble[] {
  if (numbers.length === 0) return [];
  return [troubleOf('payments', { cause: 'open', said: numbers.join(', '), patienceMs: TWO_LOOKS_MS })];
}

function confirmationTroubles(confirmations: Confirmations | null, now: Date): Trouble[] {
  const found = evidenceOf(CONFIRMATIONS_OPEN, { confirmations, now });
  if (!found) return [];
  return [troubleOf('confirmations', { cause: 'open', said: found.open, patienceMs: CONFIRMATION_PATIENCE_MS })];
}

function diskTroubles(disk: Disk, now: Date): Trouble[] {
  if (!evidenceOf(DISK_LOW, { disk, now })) return [];
  return [troubleOf('disk', { cause: 'low', ...disk, patienceMs: TWO_LOOKS_MS })];
}

/** Whoever tells of these tells it better. */
const OTHER_LAYERS: readonly Layer[] = ['authority', 'backups'];
const OTHER_FAULTS = new Set([...CERTIFICATE_FAULTS, CLOCK_OFF, DISK_LOW, CONFIRMATIONS_OPEN].map(({ id }) => id));

/** It is made every hour. Of one that is left from a doctor who comes no more nobody knows whether it is still so. */
const REPORT_STALE_MS = 2 * HOUR_MS;

/** What a second look has found too, an hour later. */
function doctorTroubles({ findings, startedAt }: Report, now: Date): Trouble[] {
  if (now.getTime() - Date.parse(startedAt) > REPORT_STALE_MS) return [];
  return findings
    .filter(({ id, layer, severity }) => severity !== 'risk' && !OTHER_LAYERS.includes(layer) && !OTHER_FAULTS.has(id))
    .map(({ id, layer, owner, expert, mend, mendKo }) =>
      troubleOf(`doctor:${id}`, {
        cause: 'found',
        said: expert,
        finding: { layer, owner, mend, ...(mendKo === undefined ? {} : { mendKo }) },
        patienceMs: HOUR_MS - JITTER_MS,
      }),
    );
}

export function troublesOf(facts: Facts, now: Date): Trouble[] {
  const { backup, certificate, disk, confirmations, unpaid, payments, report } = facts;
  return [
    ...(certificate ? certificateTroubles(certificate, now) : []),
    ...diskTroubles(disk, now),
    ...backupTroubles(backup, now),
    ...unpaidTroubles(unpaid),
    ...paymentTroubles(payments),
    ...confirmationTroubles(confirmations, now),
    ...(report ? doctorTroubles(report, now) : []),
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

type OfBackups<E> = Fault<'backups', E>;

function backupTroubles(backups: Backups | null, now: Date): Trouble[] {
  const saidBy = (row: OfBackups<{ readonly said: string }>): string | null =>
    evidenceOf(row, { backups, now })?.said ?? null;

  const failed = (kind: TroubleKind, said: string | null, lastAt: Date | null = null): Trouble[] =>
    said === null ? [] : [troubleOf(kind, { cause: 'failed', said, lastAt, patienceMs: THREE_LOOKS_MS })];

  /** Where it never was done, the machine is as new as that is seen. */
  const late = (kind: TroubleKind, row: OfBackups<{ readonly at: Date | null }>, lateMs: number): Trouble[] => {
    const found = evidenceOf(row, { backups, now });
    if (!found) return [];
    const patienceMs = found.at === null ? lateMs : TWO_LOOKS_MS;
    return [troubleOf(kind, { cause: 'late', lastAt: found.at, patienceMs })];
  };

  /** One that failed is not told again as one that is late. */
  const either = (failures: Trouble[], delays: Trouble[]): Trouble[] => (failures.length > 0 ? failures : delays);

  const { BACKUP_FAILED, BACKUP_LATE, VERIFICATION_FAILED, VERIFICATION_LATE } = backupFaults;
  return [
    ...either(
      failed('verification', saidBy(VERIFICATION_FAILED), backups?.verifiedAt),
      late('verification', VERIFICATION_LATE, backupFaults.LATE_VERIFICATION_MS),
    ),
    ...failed('log', saidBy(backupFaults.LOG_SHIPPING_FAILED)),
    ...either(
      failed('backup', saidBy(BACKUP_FAILED), backups?.at),
      late('backup', BACKUP_LATE, backupFaults.LATE_BACKUP_MS),
    ),
    ...failed('files', saidBy(backupFaults.FILES_FAILED)),
  ];
}

/** Also what the certificates process would have said if it still ran. */
function certificateTroubles({ problems, certificate, renewal }: CertificateStatus, now: Date): Trouble[] {
  const facts = { now, certificateInUse: inUseOf(certificate, renewal) };
  const hasEnded = evidenceOf(CERTIFICATE_ENDED, facts) !== null;
  if (problems.length === 0 && !hasEnded && !evidenceOf(RENEWAL_OVERDUE, facts)) return [];
  const cause = certificate === null || hasEnded ? 'ended' : 'failing';
  const lastAt = certificate?.notAfter ?? null;
  const said = problems.join('; ') || null;
  return [troubleOf('certificate', { cause, said, lastAt, patienceMs: CERTIFICATE_PATIENCE_MS })];
}
