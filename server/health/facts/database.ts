export interface DatabaseReach {
  /** null: it answers. */
  readonly error: string | null;
  /** Postgres' own (SQLSTATE) or the system's; null: none. */
  readonly code?: string | null;
}

export interface DatabaseState {
  /** Of clients, without Postgres' own processes. */
  readonly connections: number;
  /** What is left for others than superusers. */
  readonly maxConnections: number;
  /** The oldest of each, in seconds; 0: none. */
  readonly idleInTransactionSeconds: number;
  readonly lockWaitSeconds: number;
  readonly sizeBytes: number;
  readonly appliedMigration: number;
  readonly missingTables: readonly string[];
  /** null: write-ahead log isn't archived here. */
  readonly archiver: {
    readonly lastArchivedAt: Date | null;
    readonly lastFailedAt: Date | null;
    readonly failures: number;
  } | null;
}

export interface OutboxState {
  readonly failed: number;
  /** The oldest that still waits though its time has come, in seconds; 0: none. */
  readonly waitingSeconds: number;
  readonly lastError: string | null;
}

export interface JobQueue {
  /** Tasks that were given up. */
  readonly dead: readonly string[];
  /** The oldest whose time has come, in seconds; 0: none. */
  readonly waitingSeconds: number;
}

export interface DatabaseFacts {
  readonly databaseReach: DatabaseReach;
  readonly databaseState: DatabaseState;
  /** The newest that this release's code brings. */
  readonly knownMigration: number;
  readonly outbox: OutboxState;
  readonly jobQueue: JobQueue;
}
