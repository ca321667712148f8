/** What lets traffic to the machine and away from it. */
/** Of a security group: what it lets through. */
export interface FirewallRule {
  /** tcp, udp, icmp, or -1 for all. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** Networks in CIDR notation, prefix lists and other groups by their ids. */
  readonly peers: readonly string[];
}

export interface FirewallGroup {
  readonly groupId: string;
  readonly inbound: readonly FirewallRule[];
  readonly outbound: readonly FirewallRule[];
}

export interface CloudFirewall {
  readonly region: string;
  readonly groups: readonly FirewallGroup[];
}

export interface AclEntry {
  readonly number: number;
  readonly isOutbound: boolean;
  readonly isAllow: boolean;
  /** -1: all; 6: TCP. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly cidr: string;
}

export interface CloudAcl {
  readonly aclId: string;
  readonly region: string;
  readonly entries: readonly AclEntry[];
}

export interface CloudRoutes {
  readonly tableId: string;
  readonly region: string;
  readonly routes: readonly {
    readonly destination: string;
    /** Such as igw-… or nat-…; null: nothing that is known here. */
    readonly target: string | null;
    readonly isActive: boolean;
  }[];
}
