import type { StandingAlarm } from '../../alarms/model';
import type { Diagnosis } from '../../doctor/kept/model';
import type { ShownServer } from '../../store/mail/model';

export type MailPart = 'failed' | 'queued';

export interface MailLine {
  readonly id: number;
  readonly kind: string;
  readonly recipient: string;
  readonly subject: string;
  readonly status: 'queued' | 'sent' | 'failed';
  readonly attempts: number;
  readonly lastError: string | null;
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** It told something that is not kept: sent again it would be a riddle. */
  readonly isSealed: boolean;
}

export interface Mail extends MailLine {
  readonly body: string;
}

export interface JobRun {
  readonly task: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly error: string | null;
}

export interface FailedJob {
  readonly task: string;
  readonly attempts: number;
  readonly error: string;
}

export interface DatabaseFacts {
  readonly postgres: string;
  readonly sizeBytes: number;
  readonly migration: { readonly number: number; readonly name: string; readonly at: Date };
  readonly mailsQueued: number;
  readonly mailsFailed: number;
  readonly jobsWaiting: number;
  readonly jobsFailed: readonly FailedJob[];
  readonly runs: readonly JobRun[];
  readonly alarms: readonly StandingAlarm[];
  readonly diagnosis: Diagnosis;
  readonly shopperSessions: number;
  readonly deskSessions: number;
  /** Of the desk. */
  readonly mailServer: ShownServer | null;
}
