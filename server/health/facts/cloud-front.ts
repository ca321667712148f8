/** What stands in front of the machine, where somebody has put something there: load balancers, CloudFront. */
import type { FirewallGroup } from './cloud-network';

export interface CloudCertificate {
  readonly arn: string;
  /** As ACM calls it: ISSUED, PENDING_VALIDATION, EXPIRED and so on. */
  readonly status: string;
  /** null: it can't be read. */
  readonly names: readonly string[] | null;
}

export interface BalancerListener {
  readonly port: number;
  readonly protocol: string;
  readonly certificates: readonly CloudCertificate[];
}

export interface BalancerTarget {
  readonly id: string;
  readonly port: number;
  readonly state: string;
  /** Such as Target.ResponseCodeMismatch; null: it is healthy. */
  readonly reason: string | null;
  readonly description: string | null;
}

export interface TargetGroup {
  readonly arn: string;
  readonly vpcId: string;
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly check: {
    readonly protocol: string;
    /** Of the target, where it is `traffic-port`. */
    readonly port: string;
    readonly path: string | null;
    /** What it takes as well: such as 200 or 200-299. */
    readonly codes: string | null;
  };
  readonly targets: readonly BalancerTarget[];
}

export interface CloudBalancer {
  readonly name: string;
  readonly region: string;
  /** application or network. */
  readonly type: string;
  readonly scheme: string;
  readonly state: string;
  /** The shop's names that lead to it. */
  readonly hosts: readonly string[];
  readonly listeners: readonly BalancerListener[];
  readonly groups: readonly TargetGroup[];
  readonly firewall: readonly FirewallGroup[];
}

export interface CloudDistribution {
  readonly id: string;
  readonly hosts: readonly string[];
  readonly isEnabled: boolean;
  readonly aliases: readonly string[];
  /** null: CloudFront's own, which knows no name of a shop. */
  readonly certificate: CloudCertificate | null;
  readonly origins: readonly { readonly domain: string; readonly protocol: string }[];
  /** Keeps answers, whatever they say of themselves, for this long at least. */
  readonly minAgeSeconds: number;
  /** It asks the machine without any visitor's cookies. */
  readonly isWithoutCookies: boolean;
}
