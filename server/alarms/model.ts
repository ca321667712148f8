export const TROUBLE_KINDS = [
  'certificate',
  'disk',
  'verification',
  'log',
  'backup',
  'files',
  'unpaid',
  'confirmations',
] as const;
export type TroubleKind = (typeof TROUBLE_KINDS)[number];

/** `late`: nobody said that it failed, it only did not happen. `ended`: of a certificate that no browser takes. */
export type TroubleCause = 'failed' | 'late' | 'failing' | 'ended' | 'low' | 'many' | 'open';

export interface Trouble {
  readonly kind: TroubleKind;
  readonly cause: TroubleCause;
  readonly said: string | null;
  /** When it last went well (backup, verification), or ends (certificate). */
  readonly lastAt: Date | null;
  readonly freeBytes: number | null;
  readonly totalBytes: number | null;
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
