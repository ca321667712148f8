/** As whoever makes backups writes it down (DATA_DIR/backups/status.json). */
export interface Backups {
  readonly at: Date | null;
  /** Why the last attempt failed; null after one that went well. */
  readonly reason: string | null;
  /** The same by the part that failed: backup, files, wal, verify. null for one that went well. */
  readonly problems: Readonly<Record<string, string | null>>;
  /** When the backups were last proved to restore. */
  readonly verifiedAt: Date | null;
  /** Since when somebody makes them: what isn't done yet is late only then. Unknown: from the start. */
  readonly since?: Date;
}

export interface BackupFacts {
  /** null: nobody makes any here, which is no fault. */
  readonly backups: Backups | null;
}
