import { inBytes } from '../health/size';
import type { Alarm, TroubleKind } from './model';
import type { AlarmText } from './texts';

/** What `docs/runbook.md` calls its part about it. */
export const RUNBOOK: Readonly<Record<TroubleKind, string>> = {
  backup: 'Backups fail',
  files: 'Backups fail',
  log: 'Backups fail',
  verification: 'Backups fail',
  certificate: 'The certificate fails',
  disk: 'The disk is full',
  unpaid: 'Unpaid orders hold much',
  confirmations: 'AWS waits for a confirmation',
};

type Named = Pick<Alarm, 'kind' | 'cause'>;

const TROUBLES = [
  'backup.failed',
  'backup.late',
  'files.failed',
  'log.failed',
  'verification.failed',
  'verification.late',
  'certificate.failing',
  'certificate.ended',
  'disk.low',
  'unpaid.many',
  'confirmations.open',
] as const;

function troubleOf({ kind, cause }: Named): (typeof TROUBLES)[number] {
  const trouble = TROUBLES.find((one) => one === `${kind}.${cause}`);
  if (!trouble) throw new Error(`no trouble is called ${kind}.${cause}`);
  return trouble;
}

const DATED = ['backup', 'verification', 'certificate'] as const;

export const nameOf = (named: Named, text: AlarmText): string => text(`alarms:${troubleOf(named)}.name`);

export const meaningOf = (named: Named, text: AlarmText): string => text(`alarms:${troubleOf(named)}.meaning`);

export function detailsOf(
  { kind, lastAt, freeBytes, totalBytes }: Pick<Alarm, 'kind' | 'lastAt' | 'freeBytes' | 'totalBytes'>,
  text: AlarmText,
  time: (moment: Date) => string,
): { readonly label: string; readonly value: string }[] {
  const details = [];
  const dated = DATED.find((one) => one === kind);
  if (lastAt && dated) details.push({ label: text(`alarms:lastAt.${dated}`), value: time(lastAt) });
  if (freeBytes !== null && totalBytes !== null) {
    const value = text('alarms:free', { free: inBytes(freeBytes), total: inBytes(totalBytes) });
    details.push({ label: text('alarms:disk.label'), value });
  }
  return details;
}
