export interface HostAddress {
  readonly host: string;
  readonly address: string;
}

export interface DnsFacts {
  /** A and AAAA of every host as the authoritative servers say, of each server's answers all; in development loopback. */
  readonly addresses: readonly HostAddress[];
}
