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

export interface ProcessFacts {
  /** What the shop answered to /readyz on loopback; null: nothing. */
  readonly shopStatus: number | null;
  /** What the processes call themselves, and what was switched to. */
  readonly releases: { readonly current: string; readonly running: readonly NamedRelease[] };
  readonly jobRuns: readonly JobRun[];
}
