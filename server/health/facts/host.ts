export interface Disk {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export interface ClockComparison {
  readonly comparedWith: string;
  /** How far this machine's clock is ahead; negative: behind. */
  readonly aheadSeconds: number;
}

export interface FileSystem extends Disk {
  /** A directory on it. */
  readonly at: string;
  /** null: it counts none. */
  readonly freeInodes: number | null;
  readonly totalInodes: number | null;
}

export interface Memory {
  readonly totalBytes: number;
  readonly availableBytes: number;
  readonly swapTotalBytes: number;
  readonly swapFreeBytes: number;
  /** Of the shop's processes the kernel has ended for want of memory since they were started; null: unknown. */
  readonly oomKills: number | null;
}

export interface OpenFiles {
  readonly process: string;
  readonly open: number;
  readonly limit: number;
}

export interface HostFacts {
  /** The one that holds DATA_DIR. */
  readonly disk: Disk;
  /** One for each that was asked. */
  readonly clocks: readonly ClockComparison[];
  /** What chrony says of itself. */
  readonly timeSync: { readonly isSynchronised: boolean };
  /** Each once: of DATA_DIR, of Postgres, of the system. */
  readonly fileSystems: readonly FileSystem[];
  readonly memory: Memory;
  /** The share of a second in which the processor was another machine's, 0 to 1. */
  readonly cpuSteal: number;
  readonly openFiles: readonly OpenFiles[];
}
