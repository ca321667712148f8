export interface HostAddress {
  readonly host: string;
  readonly address: string;
}

/** What somebody said of the addresses of a host. */
export interface Lookup {
  readonly host: string;
  readonly type: 'A' | 'AAAA';
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`…, or why nothing was said, such as `silent`. */
  readonly outcome: string;
  readonly addresses: readonly string[];
  /** Where an alias (CNAME) ends. */
  readonly alias: string | null;
  /** How long it may still be remembered; of nothing too, where it is said with it. */
  readonly ttlSeconds: number | null;
}

/** lame: it answers, and doesn't speak for the zone. unreachable: it can't be told from here. */
export type ServerState = 'speaks' | 'lame' | 'silent' | 'refused' | 'garbled' | 'unreachable';

export interface ServerView {
  readonly name: string;
  readonly address: string;
  readonly state: ServerState;
  /** Of a lame one: `REFUSED`. */
  readonly outcome: string;
  /** Why it doesn't answer over TCP; null: it does, or wasn't asked. */
  readonly tcpFailure: string | null;
  readonly serial: number | null;
  readonly nameServers: readonly string[];
  readonly lookups: readonly Lookup[];
}

/** Each server of the zone, by each address, asked itself. */
export interface Zone {
  readonly name: string;
  readonly servers: readonly ServerView[];
  /** What a name that nobody can have made leads to; empty: nothing. */
  readonly wildcard: readonly string[];
  /** Names that end in the zone's twice, as when a whole name is typed where its first part is asked for. */
  readonly doubled: readonly string[];
}

export interface CaaRecord {
  readonly tag: string;
  readonly value: string;
  readonly isCritical: boolean;
}

export interface CaaFacts {
  /** For each host, the set that holds and where it is; of those without any none. */
  readonly sets: readonly { readonly host: string; readonly at: string; readonly records: readonly CaaRecord[] }[];
  /** Servers that speak for the zone and fail at this question. */
  readonly failures: readonly { readonly host: string; readonly server: string; readonly outcome: string }[];
  /** How the shop proves its names; null: not known from here. */
  readonly challenge: 'http-01' | 'dns-01' | null;
  /** URLs of the shop's accounts at CAs; null: not known from here. */
  readonly accounts: readonly string[] | null;
}

/** Of a zone of which its parent says that it is signed; where it says so of none, both are empty. */
export interface DnssecFacts {
  readonly signers: readonly number[];
  readonly servers: readonly {
    readonly server: string;
    /** Tags of the keys that it shows. */
    readonly keys: readonly number[];
    /** One of them is one that the parent names. */
    readonly isVouchedFor: boolean;
    /** The first end of the signatures on its SOA and its keys; null: none. */
    readonly signedUntil: Date | null;
  }[];
}

export interface ResolverLookup extends Lookup {
  /** Of what failed: what it found, with the signatures left aside; null: it wasn't asked. */
  readonly unchecked: string | null;
  /** In the resolver's own words (RFC 8914). */
  readonly reason: string | null;
}

export interface ResolverView {
  readonly resolver: string;
  /** Why it can't be asked for anything; null: it can. */
  readonly failure: string | null;
  readonly nameServers: readonly string[];
  readonly nameServersTtlSeconds: number | null;
  readonly lookups: readonly ResolverLookup[];
}

export interface DnsFacts {
  /**
   * A and AAAA of every host as the authoritative servers say, of each server's answers all; in development loopback.
   * Where they can't be asked, as resolvers say.
   */
  readonly addresses: readonly HostAddress[];
  readonly zone: Zone;
  readonly caa: CaaFacts;
  readonly dnssec: DnssecFacts;
  /** What the resolvers of this machine tell its programs. */
  readonly resolution: readonly ResolverView[];
}
