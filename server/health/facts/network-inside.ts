/** Who listens on this machine, and what it can reach itself. */
import type { ClockComparison } from './host';

export interface Listener {
  readonly address: string;
  readonly port: number;
  /** As its command line begins; null: that may not be read. */
  readonly program: string | null;
}

export interface Ports {
  readonly listeners: readonly Listener[];
  readonly hasIpv6: boolean;
  /** The one address that the edge is told to listen on; null: all. */
  readonly edgeAddress: string | null;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly shopPort: number;
  /** null: no Postgres of this machine. */
  readonly postgresPort: number | null;
  /** Ports from here on need no privilege; null: unknown. */
  readonly unprivilegedFrom: number | null;
}

export interface Outbound {
  readonly host: string;
  /** An error's code, such as ETIMEDOUT; null: it was reached. */
  readonly code: string | null;
  readonly said: string;
  /** This machine's clock against its own; null: it told no time. */
  readonly clock: ClockComparison | null;
}

export interface MachineResolver {
  readonly names: readonly { readonly name: string; readonly code: string | null }[];
  readonly nameServers: readonly string[];
}

export interface NetworkInsideFacts {
  readonly ownPorts: Ports;
  /** Ports of ours that the machine's own firewall drops for strangers. */
  readonly firewall: { readonly closed: readonly number[] };
  /** The directory of the CA. */
  readonly outbound: Outbound;
  readonly machineResolver: MachineResolver;
  /** Whether there is a way out of this machine's networks. */
  readonly defaultRoute: boolean;
  /** As the metadata service says; null: it has none. */
  readonly publicAddress: { readonly ipv4: string | null };
}
