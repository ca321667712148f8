/** What probes are given to look with. */
import type { Config } from '../config/env';
import type { Target } from '../health/facts';
import type { StackFile, Workplace } from '../health/facts/preflight';
import type { Clock } from '../process/clock';
import type { Cloud } from './cloud/questions';

export interface Reach {
  /** Recursive DNS servers: the system's own first. Each an address, with a port where it isn't 53. */
  readonly resolvers: readonly string[];
  /** Certificates that count as roots beside those of Node, PEM; a private CA's. */
  readonly extraRoots: readonly string[];
  /** IANA's list of RDAP servers by top-level domain (RFC 9224). */
  readonly rdapBootstrapUrl: string;
  /** Where name servers listen: 53 but in tests. */
  readonly nameServerPort?: number;
}

export interface Inside {
  readonly config: Config;
  /** null where it isn't told: then nothing is said of the database. */
  readonly databaseUrl: string | null;
  /** Where mails go; missing: nothing is said of their server. */
  readonly mailUrl?: string | null;
  /** AWS' metadata service, which root alone may ask; missing: where AWS has it. */
  readonly metadataUrl?: string;
  /** What nft tells root of the machine's firewall, as JSON; missing: it is asked, which root alone may. */
  readonly ruleset?: string;
}

/** Of the computer from which the first `pulumi up` is to be run. */
export interface Preflight {
  readonly stackFile: StackFile;
  readonly readWorkplace: (signal: AbortSignal) => Promise<Workplace>;
  /** AWS's own CLI, for the few questions that no client of its SDK is installed for. @throws what it refuses with */
  readonly askCli: (args: readonly string[]) => Promise<unknown>;
}

export interface Context {
  readonly target: Target;
  readonly clock: Clock;
  readonly reach: Reach;
  /** null: this is not the shop's machine, or nobody asked for that view. */
  readonly inside: Inside | null;
  /** null: nobody is signed in to AWS here, or nobody asked for that view. */
  readonly cloud: Cloud | null;
  /** Why there is none, where one would be of use. */
  readonly cloudProblem?: string;
  /** Only before the first `up`. */
  readonly preflight?: Preflight;
}

/** What a probe of the inside view can count on: without it none is run. */
export function insideOf({ inside }: Context): Inside {
  if (!inside) throw new Error('this is not the machine of the shop');
  return inside;
}

/** What a probe of the cloud view can count on. */
export function cloudOf({ cloud }: Context): Cloud {
  if (!cloud) throw new Error('nobody is signed in to AWS here');
  return cloud;
}

export function preflightOf({ preflight }: Context): Preflight {
  if (!preflight) throw new Error('only npm run preflight looks at this');
  return preflight;
}
