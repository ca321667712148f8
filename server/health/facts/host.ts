export interface Disk {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export interface HostFacts {
  /** The one that holds DATA_DIR. */
  readonly disk: Disk;
}
