import type { ClockComparison } from './host';

/** What the registry's RDAP server says (RFC 9083). */
export interface Registration {
  /** The part of the name that is bought. */
  readonly domain: string;
  readonly server: string;
  readonly isRegistered: boolean;
  /** As in EPP: `clientHold`, `clientTransferProhibited`… */
  readonly statuses: readonly string[];
  readonly expiresAt: Date | null;
  readonly nameServers: readonly string[];
  readonly registrar: string | null;
}

export interface DelegatedServer {
  readonly name: string;
  readonly addresses: readonly string[];
}

/** Which key the parent says that the zone is signed with. */
export interface DelegationSigner {
  readonly keyTag: number;
  readonly algorithm: number;
  readonly digestType: number;
  /** In hex. */
  readonly digest: string;
}

/** Whom the servers of the zone above send the world to. */
export interface Delegation {
  readonly domain: string;
  /** null: they know nobody who speaks for the domain. */
  readonly zone: string | null;
  readonly parent: string;
  /** Who said it: `a.gtld-servers.net (192.5.6.30)`. */
  readonly saidBy: string;
  /** `NXDOMAIN`, or what else they answered. */
  readonly rcode: string;
  readonly nameServers: readonly DelegatedServer[];
  readonly ttlSeconds: number | null;
  readonly signers: readonly DelegationSigner[];
}

/** What IANA knows of the registry (RFC 9224). */
export interface RegistryServer {
  /** Of RDAP; null: it has none. */
  readonly url: string | null;
  /** This computer's clock against IANA's; null: it told no time. */
  readonly clock: ClockComparison | null;
}

export interface RegistrarFacts {
  readonly registryServer: RegistryServer;
  readonly registration: Registration;
  readonly delegation: Delegation;
}
