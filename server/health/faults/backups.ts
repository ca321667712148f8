import type { Backups } from '../facts/backups';
import { fault, type AnyFault, type Known } from '../fault';

const HOUR_MS = 60 * 60 * 1000;
export const LATE_BACKUP_MS = 30 * HOUR_MS;
export const LATE_VERIFICATION_MS = 9 * 24 * HOUR_MS;

type Part = 'backup' | 'files' | 'log' | 'verification';
/** What deploy/host calls them; any other is one of the backup. */
const PART_OF: Readonly<Record<string, Part>> = { files: 'files', wal: 'log', verify: 'verification' };

function saidOf(part: Part, { problems, reason }: Backups): string {
  const failed = Object.entries(problems).filter((entry): entry is [string, string] => entry[1] !== null);
  // Written by somebody who knows no parts.
  if (failed.length === 0 && reason !== null) failed.push(['backup', reason]);
  return failed.flatMap(([name, text]) => ((PART_OF[name] ?? 'backup') === part ? [text] : [])).join('; ');
}

const failed =
  (part: Part) =>
  ({ backups }: Known<'backups'>): { readonly said: string } | null => {
    const said = backups ? saidOf(part, backups) : '';
    return said === '' ? null : { said };
  };

const late =
  (which: 'at' | 'verifiedAt', lateMs: number) =>
  ({ backups, now }: Known<'backups'>): { readonly at: Date | null } | null => {
    if (!backups) return null;
    const { [which]: at, since } = backups;
    const from = at ?? since ?? null;
    return from === null || now.getTime() - from.getTime() > lateMs ? { at } : null;
  };

const lastAt = (at: Date | null): string => at?.toISOString() ?? 'never';
const RUNBOOK = 'then docs/runbook.md, “Backups fail”.';

export const BACKUP_FAILED = fault({
  id: 'BKP-01',
  layer: 'backups',
  severity: 'harm',
  needs: ['backups'],
  find: failed('backup'),
  explains: ['BKP-02'],
  owner: {
    ko: '마지막 백업이 실패했으니, 지금 서버를 잃으면 그 뒤의 주문도 잃어요.',
    en: 'The last backup failed: should the server be lost now, everything since the one before is lost too.',
  },
  expert: ({ said }) => `The last backup failed: ${said}`,
  mend: `On the machine: sudo systemctl start essence-aura-backup; journalctl -u essence-aura-backup -n 50; ${RUNBOOK}`,
});

export const BACKUP_LATE = fault({
  id: 'BKP-02',
  layer: 'backups',
  severity: 'harm',
  needs: ['backups'],
  find: late('at', LATE_BACKUP_MS),
  owner: {
    ko: '하루가 넘도록 백업이 만들어지지 않았어요.',
    en: 'No backup has been made for more than a day.',
  },
  expert: ({ at }) => `Last backup: ${lastAt(at)}; one is due every day.`,
  mend: `On the machine: systemctl list-timers 'essence-aura-*'; sudo systemctl start essence-aura-backup; ${RUNBOOK}`,
});

export const LOG_SHIPPING_FAILED = fault({
  id: 'BKP-03',
  layer: 'backups',
  severity: 'harm',
  needs: ['backups'],
  find: failed('log'),
  owner: {
    ko: '데이터베이스의 변경 기록이 백업 저장소로 나가지 못하고 있어요.',
    en: 'The database’s log of changes does not reach the place where backups are kept.',
  },
  expert: ({ said }) => `Shipping of the write-ahead log failed: ${said}`,
  mend: `On the machine: sudo -u postgres pgbackrest --stanza=essence-aura check; ${RUNBOOK}`,
});

export const FILES_FAILED = fault({
  id: 'BKP-04',
  layer: 'backups',
  severity: 'harm',
  needs: ['backups'],
  find: failed('files'),
  owner: {
    ko: '사진과 열쇠 같은 파일의 백업이 실패했어요.',
    en: 'The backup of files, such as pictures and keys, failed.',
  },
  expert: ({ said }) => `The backup of files failed: ${said}`,
  mend: `On the machine: sudo systemctl start essence-aura-files; journalctl -u essence-aura-files -n 50; ${RUNBOOK}`,
});

export const VERIFICATION_FAILED = fault({
  id: 'BKP-05',
  layer: 'backups',
  severity: 'harm',
  needs: ['backups'],
  find: failed('verification'),
  explains: ['BKP-06'],
  owner: {
    ko: '백업을 시험 삼아 복원해 봤는데 실패했어요.',
    en: 'A trial restore of the backups failed.',
  },
  expert: ({ said }) => `The proof that the backups restore failed: ${said}`,
  mend: `On the machine: sudo systemctl start essence-aura-verify; journalctl -u essence-aura-verify -n 50; ${RUNBOOK}`,
});

export const VERIFICATION_LATE = fault({
  id: 'BKP-06',
  layer: 'backups',
  severity: 'risk',
  needs: ['backups'],
  find: late('verifiedAt', LATE_VERIFICATION_MS),
  owner: {
    ko: '백업이 정말 복원되는지 일주일 넘게 확인하지 않았어요.',
    en: 'For more than a week nobody has proved that the backups can be restored.',
  },
  expert: ({ at }) => `The backups were last proved to restore: ${lastAt(at)}; that is due every week.`,
  mend: `On the machine: sudo systemctl start essence-aura-verify; ${RUNBOOK}`,
});

export const BACKUPS_FAULTS: readonly AnyFault[] = [
  ...[BACKUP_FAILED, BACKUP_LATE, LOG_SHIPPING_FAILED, FILES_FAILED, VERIFICATION_FAILED, VERIFICATION_LATE],
];
