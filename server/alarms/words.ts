import { mendIn } from '../health/judge';
import { inBytes } from '../health/size';
import type { Locale } from '../i18n/locale';
import { subjectOf, type Alarm, type TroubleKind } from './model';
import type { AlarmText } from './texts';

/** What `docs/runbook.md` calls its part about it. */
const RUNBOOK: Readonly<Record<ReturnType<typeof subjectOf>, string>> = {
  backup: 'Backups fail',
  files: 'Backups fail',
  log: 'Backups fail',
  verification: 'Backups fail',
  certificate: 'The certificate fails',
  disk: 'The disk is full',
  unpaid: 'Unpaid orders hold much',
  payments: 'Nobody knows of a payment',
  confirmations: 'AWS waits for a confirmation',
  doctor: 'The doctor finds something',
};

export const runbookOf = (kind: TroubleKind): string => `docs/runbook.md, “${RUNBOOK[subjectOf(kind)]}”`;

type Named = Pick<Alarm, 'kind' | 'cause' | 'finding'>;

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
  'payments.open',
  'confirmations.open',
  'doctor.found',
] as const;

function troubleOf({ kind, cause }: Pick<Named, 'kind' | 'cause'>): (typeof TROUBLES)[number] {
  const trouble = TROUBLES.find((one) => one === `${subjectOf(kind)}.${cause}`);
  if (!trouble) throw new Error(`no trouble is called ${kind}.${cause}`);
  return trouble;
}

const DATED = ['backup', 'verification', 'certificate'] as const;

export function nameOf(named: Named, text: AlarmText): string {
  const layer = named.finding ? text(`doctor:layers.${named.finding.layer}.name`) : '';
  return text(`alarms:${troubleOf(named)}.name`, { layer });
}

/** What it is to the owner of the shop: of the doctor's, its own sentence. */
export const meaningOf = (named: Named, text: AlarmText, locale: Locale): string =>
  text(`alarms:${troubleOf(named)}.meaning`, { sentence: named.finding?.owner[locale] ?? '' });

export function detailsOf(
  {
    kind,
    lastAt,
    freeBytes,
    totalBytes,
    finding,
  }: Pick<Alarm, 'kind' | 'lastAt' | 'freeBytes' | 'totalBytes' | 'finding'>,
  text: AlarmText,
  { time, locale }: { readonly time: (moment: Date) => string; readonly locale: Locale },
): { readonly label: string; readonly value: string }[] {
  const details = [];
  const dated = DATED.find((one) => one === kind);
  if (lastAt && dated) details.push({ label: text(`alarms:lastAt.${dated}`), value: time(lastAt) });
  if (freeBytes !== null && totalBytes !== null) {
    const value = text('alarms:free', { free: inBytes(freeBytes), total: inBytes(totalBytes) });
    details.push({ label: text('alarms:disk.label'), value });
  }
  if (finding) details.push({ label: text('doctor:mend'), value: mendIn(finding, locale) });
  return details;
}
