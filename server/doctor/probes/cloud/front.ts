/** What stands in front of the machine where the shop's names lead there: load balancers, CloudFront. */
import type * as CloudFront from '@aws-sdk/client-cloudfront';
import type * as Elb from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CloudZone } from '../../../health/facts/cloud';
import type {
  BalancerListener,
  CloudBalancer,
  CloudCertificate,
  CloudDistribution,
  TargetGroup,
} from '../../../health/facts/cloud-front';
import { nearestZones } from '../../../health/faults/cloud-names';
import type { Hosts } from '../../../hosts';
import { askAll } from '../../cloud/ask-all';
import { WORLD, type Cloud } from '../../cloud/questions';
import { cloudOf } from '../../context';
import { probe, type AnyProbe } from '../../probe';
import { ASK_MS } from './machine';
import { readGroups } from './network';

const MOST_HOPS = 4;

/** @returns by what they lead to, the shop's names; only what is a name itself, and no address */
export function leadsOf(zones: readonly CloudZone[], hosts: Hosts): ReadonlyMap<string, readonly string[]> {
  const records = nearestZones(zones).flatMap((zone) => zone.records);
  const leads = new Map<string, string[]>();
  for (const { name } of hosts.all) {
    let at = name;
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      const record = records.find((one) => one.name === at && (one.alias !== null || one.type === 'CNAME'));
      if (!record) break;
      at = record.alias ?? (record.values[0] ?? '').toLowerCase().replace(/\.$/, '');
    }
    if (at !== name && !records.some((record) => record.name === at)) leads.set(at, [...(leads.get(at) ?? []), name]);
  }
  return leads;
}

const BALANCER = /\.([a-z]{2}(?:-[a-z]+)+-\d)\.elb\.amazonaws\.com$|\.elb\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com$/;

interface Lead {
  readonly dnsName: string;
  readonly region: string;
  readonly hosts: readonly string[];
}

async function readBalancer(
  cloud: Cloud,
  { dnsName, region, hosts }: Lead,
  signal: AbortSignal,
): Promise<CloudBalancer> {
  const all = await askAll<Elb.LoadBalancer, string>(async (Marker) => {
    const page = await cloud.ask('elbv2:DescribeLoadBalancers', region, { Marker }, signal);
    return { rows: page.LoadBalancers ?? [], next: page.NextMarker };
  });
  const found = all.find(({ DNSName = '' }) => DNSName.toLowerCase() === dnsName);
  const nothing = { listeners: [], groups: [], firewall: [] };
  if (!found) return { name: dnsName, region, type: '', scheme: '', state: 'missing', hosts, ...nothing };
  const LoadBalancerArn = found.LoadBalancerArn ?? '';
  const [listeners, groups, firewall] = await Promise.all([
    readListeners(cloud, region, LoadBalancerArn, signal),
    readTargetGroups(cloud, region, LoadBalancerArn, signal),
    readGroups(cloud, region, found.SecurityGroups ?? [], signal),
  ]);
  return {
    name: found.LoadBalancerName ?? dnsName,
    region,
    type: found.Type ?? '',
    scheme: found.Scheme ?? '',
    state: found.State?.Code ?? 'unknown',
    hosts,
    listeners,
    groups,
    firewall,
  };
}

async function readListeners(
  cloud: Cloud,
  region: string,
  LoadBalancerArn: string,
  signal: AbortSignal,
): Promise<readonly BalancerListener[]> {
  const { Listeners = [] } = await cloud.ask('elbv2:DescribeListeners', region, { LoadBalancerArn }, signal);
  return Promise.all(
    Listeners.map(async ({ ListenerArn = '', Port = 0, Protocol = '', Certificates = [] }) => {
      const isSecure = Certificates.length > 0;
      const more = isSecure
        ? await cloud.ask('elbv2:DescribeListenerCertificates', region, { ListenerArn }, signal)
        : { Certificates: [] };
      const arns = [...Certificates, ...(more.Certificates ?? [])].flatMap(
        ({ CertificateArn }) => CertificateArn ?? [],
      );
      const certificates = await Promise.all([...new Set(arns)].map((arn) => readCertificate(cloud, arn, signal)));
      return { port: Port, protocol: Protocol, certificates };
    }),
  );
}

/** One that was put into IAM says nothing of itself here. */
async function readCertificate(cloud: Cloud, arn: string, signal: AbortSignal): Promise<CloudCertificate> {
  const [, , service, region = WORLD] = arn.split(':');
  if (service !== 'acm') return { arn, status: 'unknown', names: null };
  const { Certificate } = await cloud.ask('acm:DescribeCertificate', region, { CertificateArn: arn }, signal);
  const names = Certificate?.SubjectAlternativeNames ?? [Certificate?.DomainName ?? ''];
  return { arn, status: Certificate?.Status ?? 'unknown', names: names.map((name) => name.toLowerCase()) };
}

async function readTargetGroups(
  cloud: Cloud,
  region: string,
  LoadBalancerArn: string,
  signal: AbortSignal,
): Promise<readonly TargetGroup[]> {
  const { TargetGroups = [] } = await cloud.ask('elbv2:DescribeTargetGroups', region, { LoadBalancerArn }, signal);
  return Promise.all(
    TargetGroups.map(async (group) => {
      const asked = { TargetGroupArn: group.TargetGroupArn };
      const { TargetHealthDescriptions = [] } = await cloud.ask('elbv2:DescribeTargetHealth', region, asked, signal);
      return {
        arn: group.TargetGroupArn ?? '',
        vpcId: group.VpcId ?? '',
        name: group.TargetGroupName ?? '',
        protocol: group.Protocol ?? '',
        port: group.Port ?? 0,
        check: {
          protocol: group.HealthCheckProtocol ?? '',
          port: group.HealthCheckPort ?? 'traffic-port',
          path: group.HealthCheckPath ?? null,
          codes: group.Matcher?.HttpCode ?? null,
        },
        targets: TargetHealthDescriptions.map(({ Target, TargetHealth }) => ({
          id: Target?.Id ?? '',
          port: Target?.Port ?? group.Port ?? 0,
          state: TargetHealth?.State ?? 'unknown',
          reason: TargetHealth?.Reason ?? null,
          description: TargetHealth?.Description ?? null,
        })),
      };
    }),
  );
}

const cloudBalancers = probe({
  fact: 'cloudBalancers',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['cloudZones'],
  gather: (context, { cloudZones: zones, target }, signal) => {
    const leads = [...leadsOf(zones, target.hosts)].flatMap(([dnsName, hosts]): Lead[] => {
      const [, classic, network] = BALANCER.exec(dnsName) ?? [];
      const region = classic ?? network;
      return region === undefined ? [] : [{ dnsName, region, hosts }];
    });
    return Promise.all(leads.map((lead) => readBalancer(cloudOf(context), lead, signal)));
  },
});

const cloudDistributions = probe({
  fact: 'cloudDistributions',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['cloudZones'],
  gather: async (context, { cloudZones: zones, target }, signal): Promise<readonly CloudDistribution[]> => {
    const leads = [...leadsOf(zones, target.hosts)].filter(([name]) => name.endsWith('.cloudfront.net'));
    if (leads.length === 0) return [];
    const cloud = cloudOf(context);
    const all = await askAll<CloudFront.DistributionSummary, string>(async (Marker) => {
      const { DistributionList: list } = await cloud.ask('cloudfront:ListDistributions', WORLD, { Marker }, signal);
      return { rows: list?.Items ?? [], next: list?.IsTruncated ? list.NextMarker : undefined };
    });
    return Promise.all(
      leads.flatMap(([name, hosts]) => {
        const found = all.find(({ DomainName = '' }) => DomainName.toLowerCase() === name);
        return found ? [readDistribution(cloud, found, hosts, signal)] : [];
      }),
    );
  },
});

async function readDistribution(
  cloud: Cloud,
  { Id, Enabled, Aliases, ViewerCertificate, Origins, DefaultCacheBehavior: kept }: CloudFront.DistributionSummary,
  hosts: readonly string[],
  signal: AbortSignal,
): Promise<CloudDistribution> {
  const arn = ViewerCertificate?.ACMCertificateArn;
  const isOwn = ViewerCertificate?.CloudFrontDefaultCertificate === true;
  const other = { arn: ViewerCertificate?.IAMCertificateId ?? '', status: 'unknown', names: null };
  return {
    id: Id ?? '',
    hosts,
    isEnabled: Enabled ?? false,
    aliases: (Aliases?.Items ?? []).map((alias) => alias.toLowerCase()),
    certificate: isOwn ? null : arn === undefined ? other : await readCertificate(cloud, arn, signal),
    origins: (Origins?.Items ?? []).map(({ DomainName = '', CustomOriginConfig: custom }) => ({
      domain: DomainName.toLowerCase(),
      protocol: custom?.OriginProtocolPolicy ?? 's3',
    })),
    minAgeSeconds: kept?.MinTTL ?? 0,
    isWithoutCookies: cookiesLost(kept),
  };
}

/** AWS's own policy for pages that are everybody's. */
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';

function cookiesLost(kept: CloudFront.DefaultCacheBehavior | undefined): boolean {
  if (kept?.OriginRequestPolicyId !== undefined && kept.OriginRequestPolicyId !== '') return false;
  return kept?.CachePolicyId === CACHING_OPTIMIZED || kept?.ForwardedValues?.Cookies?.Forward === 'none';
}

export const FRONT_PROBES: readonly AnyProbe[] = [cloudBalancers, cloudDistributions];
