export interface Disk {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export interface ClockComparison {
  readonly comparedWith: string;
  /** How far this machine's clock is ahead; negative: behind. */
  readonly aheadSeconds: number;
}

export interface HostFacts {
  /** The one that holds DATA_DIR. */
  readonly disk: Disk;
  /** One for each that was asked. */
  readonly clocks: readonly ClockComparison[];
}
