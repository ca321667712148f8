/** A job of the timetable, when it last ran and how that ended. */
export interface JobRun {
  readonly task: string;
  readonly startedAt: Date;
  readonly error: string | null;
}

export interface NamedRelease {
  /** As in “shop worker 12”. */
  readonly process: string;
  readonly release: string;
}

export type ProcessName = 'edge' | 'certificates' | 'shop' | 'jobs';

export interface OwnProcess {
  readonly name: ProcessName;
  readonly pid: number;
  readonly startedAt: Date;
  /** Names of settings that it was started with another value of than they have now: no values. */
  readonly otherSettings: readonly string[];
}

/** A process as pm2 lists it. */
export interface Pm2App {
  readonly name: string;
  readonly status: string;
  readonly restarts: number;
  readonly upMs: number;
}

export interface ProcessFacts {
  /** Those that serve this DATA_DIR. */
  readonly ownProcesses: readonly OwnProcess[];
  readonly pm2Apps: readonly Pm2App[];
  /** As systemd says: `enabled`, `disabled` … */
  readonly unitState: string;
  /** Settings without which something of a shop in public doesn't work. */
  readonly missingVariables: readonly string[];

  /** What the shop answered to /readyz on loopback; null: nothing. */
  readonly shopStatus: number | null;
  /** What the processes call themselves, and what was switched to. */
  readonly releases: { readonly current: string; readonly running: readonly NamedRelease[] };
  readonly jobRuns: readonly JobRun[];
  /** How late what a worker has to do begins: the 99th percentile of its last minutes. */
  readonly eventLoops: readonly { readonly process: string; readonly lateMs: number }[];
}
