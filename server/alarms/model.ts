import type { Finding } from '../health/judge';

export const TROUBLE_KINDS = [
  'certificate',
  'disk',
  'verification',
  'log',
  'backup',
  'files',
  'unpaid',
  'payments',
  'confirmations',
  'doctor',
] as const;
type Subject = (typeof TROUBLE_KINDS)[number];
/** The doctor's findings are apart, each with its id: one is told of while another lasts. */
export type TroubleKind = Subject | `doctor:${string}`;

export const subjectOf = (kind: TroubleKind): Subject => TROUBLE_KINDS.find((one) => one === kind) ?? 'doctor';

/** `late`: nobody said that it failed, it only did not happen. `ended`: of a certificate that no browser takes. */
export type TroubleCause = 'failed' | 'late' | 'failing' | 'ended' | 'low' | 'many' | 'open' | 'found';

export interface Trouble {
  readonly kind: TroubleKind;
  readonly cause: TroubleCause;
  readonly said: string | null;
  /** When it last went well (backup, verification), or ends (certificate). */
  readonly lastAt: Date | null;
  readonly freeBytes: number | null;
  readonly totalBytes: number | null;
  /** Of the doctor's alone. */
  readonly finding: Pick<Finding, 'layer' | 'owner' | 'mend' | 'mendKo'> | null;
  /** It has to be seen for that long before it counts. */
  readonly patienceMs: number;
}

export interface Alarm extends Omit<Trouble, 'patienceMs'> {
  readonly since: Date;
  readonly lookedAt: Date;
  /** null: not long enough yet to be told of. */
  readonly beganAt: Date | null;
  /** Not seen any more since then. */
  readonly absentSince: Date | null;
  readonly toldAt: Date | null;
  readonly mailId: number | null;
}

export interface StandingAlarm extends Omit<Alarm, 'lookedAt' | 'beganAt' | 'mailId'> {
  /** What became of the last mail about it; null while there was none, or when it is long gone. */
  readonly mailStatus: 'queued' | 'sent' | 'failed' | null;
}
