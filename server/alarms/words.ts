/** Troubles in words, for letters and for the desk. Pure. */
import type { Translate } from '../i18n/translate';
import type { Alarm, TroubleKind } from './model';

/** What `docs/runbook.md` calls its part about it. */
export const RUNBOOK: Readonly<Record<TroubleKind, string>> = {
  backup: 'Backups fail',
  files: 'Backups fail',
  log: 'Backups fail',
  verification: 'Backups fail',
  certificate: 'The certificate fails',
  disk: 'The disk is full',
  unpaid: 'Unpaid orders hold much',
};

type Named = Pick<Alarm, 'kind' | 'cause'>;

export const nameOf = ({ kind, cause }: Named, text: Translate): string => text(`alarms:${kind}.${cause}.name`);

/** What it means for the shop. */
export const meaningOf = ({ kind, cause }: Named, text: Translate): string => text(`alarms:${kind}.${cause}.meaning`);

/** What is known of it, each with its label; times as the page or the letter writes them. */
export function detailsOf(
  { kind, lastAt, freeBytes, totalBytes }: Pick<Alarm, 'kind' | 'lastAt' | 'freeBytes' | 'totalBytes'>,
  text: Translate,
  time: (moment: Date) => string,
): { readonly label: string; readonly value: string }[] {
  const details = [];
  if (lastAt) details.push({ label: text(`alarms:lastAt.${kind}`), value: time(lastAt) });
  if (freeBytes !== null && totalBytes !== null) {
    const value = text('alarms:free', { free: inBytes(freeBytes), total: inBytes(totalBytes) });
    details.push({ label: text('alarms:disk.label'), value });
  }
  return details;
}

/** `3.4 GB`, in powers of 1,024 as disks are told about. */
export function inBytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count) / 10));
  const value = count / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? 'B'}`;
}
