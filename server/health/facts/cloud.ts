/** What the owner's account at AWS says. Nothing in it is secret; whose an account or an address is stays there. */
import type { CloudBalancer, CloudDistribution } from './cloud-front';
import type { CloudAcl, CloudFirewall, CloudRoutes } from './cloud-network';
import type { PreflightFacts } from './preflight';

export interface CloudCaller {
  readonly account: string;
  /** Signed in as the account's root user, who may do anything. */
  readonly isRoot: boolean;
}

export interface CloudMachine {
  readonly instanceId: string;
  readonly stack: string;
  readonly region: string;
  /** As EC2 calls it: pending, running, stopping or stopped. */
  readonly state: string;
  readonly stateReason: string | null;
  readonly instanceType: string;
  readonly launchedAt: Date | null;
  readonly publicIp: string | null;
  readonly ipv6: readonly string[];
  readonly vpcId: string;
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
  readonly metadata: { readonly endpoint: string; readonly tokens: string };
}

export interface CloudChecks {
  /** By what AWS checks: system, instance, disks. Such as ok, impaired, initializing. */
  readonly states: Readonly<Record<string, string>>;
  /** What AWS has planned with it, and when. */
  readonly events: readonly string[];
}

export interface ElasticIp {
  readonly publicIp: string;
  readonly allocationId: string;
  /** null: it is lent to nobody. */
  readonly instanceId: string | null;
}

export interface CloudDisk {
  readonly volumeId: string;
  readonly region: string;
  /** Holds the data: outlives machines. */
  readonly isData: boolean;
  readonly sizeGib: number;
  readonly madeAt: Date | null;
  /** null: to none. */
  readonly attachedTo: string | null;
}

/** Of the data's disk. */
export interface CloudSnapshots {
  readonly volumeId: string;
  readonly diskMadeAt: Date | null;
  readonly newestAt: Date | null;
}

/** null: the machine's type has no credits. */
export type CloudCredits = {
  readonly mode: string;
  readonly balance: number;
  readonly surplusCharged: number;
} | null;

export interface ZoneRecord {
  /** Lower case, without a trailing dot. */
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
  /** The name of what it stands for, of an alias. */
  readonly alias: string | null;
}

export interface CloudZone {
  readonly id: string;
  readonly name: string;
  readonly nameServers: readonly string[];
  /** Of the shop's names and of its mail's keys, and those whose name has the zone's twice. */
  readonly records: readonly ZoneRecord[];
}

/** Whom the world asks about the zone that the shop's names are in. */
export interface CloudDelegation {
  readonly zone: string;
  readonly servers: readonly string[];
}

/** null: the domain isn't registered in this account. */
export type CloudRegistration = {
  readonly domain: string;
  readonly statuses: readonly string[];
  readonly expiresAt: Date | null;
  readonly isRenewed: boolean;
  readonly nameServers: readonly string[];
  /** PENDING, DONE or EXPIRED: whether the registrant has followed the link in the registrar's mail. */
  readonly reachability: string | null;
} | null;

export interface CloudMail {
  readonly region: string;
  readonly isProduction: boolean;
  readonly isSending: boolean;
  readonly enforcement: string | null;
  /** Of the request to leave the sandbox: PENDING, GRANTED, DENIED, FAILED. */
  readonly review: string | null;
  /** The domain as a sender; null: SES doesn't know it, so mail goes another way. */
  readonly identity: {
    readonly isVerified: boolean;
    readonly dkim: string;
    readonly tokens: readonly string[];
    readonly returnDomain: string | null;
    readonly returnStatus: string | null;
  } | null;
}

export interface CloudTopic {
  readonly arn: string;
  readonly region: string;
  readonly confirmed: number;
  readonly pending: number;
}

interface Known {
  readonly cloudCaller: CloudCaller;
  /** Of this shop. */
  readonly cloudMachines: readonly CloudMachine[];
  readonly cloudChecks: CloudChecks;
  readonly cloudAddresses: readonly ElasticIp[];
  readonly cloudFirewall: CloudFirewall;
  readonly cloudAcl: CloudAcl;
  readonly cloudRoutes: CloudRoutes;
  readonly cloudDisks: readonly CloudDisk[];
  readonly cloudSnapshots: CloudSnapshots;
  readonly cloudCredits: CloudCredits;
  /** Public ones that the shop's names can be in: of the domain, and of those above it. */
  readonly cloudZones: readonly CloudZone[];
  readonly cloudDelegation: CloudDelegation;
  readonly cloudRegistration: CloudRegistration;
  readonly cloudMail: CloudMail;
  readonly cloudTopics: readonly CloudTopic[];
  /** Those that the shop's names lead to. */
  readonly cloudBalancers: readonly CloudBalancer[];
  readonly cloudDistributions: readonly CloudDistribution[];
}

export type CloudFacts = Known & PreflightFacts;
