/** Where Route 53 says the shop's names lead, and whose the domain is. */
import type * as Route53 from '@aws-sdk/client-route-53';
import { getDomain } from 'tldts';
import { delegatedTo } from '../../../certificates/name-servers';
import { withoutDot } from '../../../certificates/route53';
import type { CloudRegistration, CloudZone, ZoneRecord } from '../../../health/facts/cloud';
import { nearestZones } from '../../../health/faults/cloud-names';
import type { Hosts } from '../../../hosts';
import { askAll } from '../../cloud/ask-all';
import { WORLD, type Cloud } from '../../cloud/questions';
import { cloudOf } from '../../context';
import { probe, type AnyProbe } from '../../probe';
import { ASK_MS } from './machine';

const TYPES = ['A', 'AAAA', 'CNAME', 'NS'];

async function readZones(cloud: Cloud, hosts: Hosts, signal: AbortSignal): Promise<readonly CloudZone[]> {
  const zones = await askAll<Route53.HostedZone, string>(async (Marker) => {
    const page = await cloud.ask('route53:ListHostedZones', WORLD, { Marker }, signal);
    return { rows: page.HostedZones ?? [], next: page.NextMarker };
  });
  const ours = zones.filter(({ Name = '', Config }) => {
    const name = withoutDot(Name);
    return Config?.PrivateZone !== true && (hosts.apex === name || hosts.apex.endsWith(`.${name}`));
  });
  return Promise.all(
    ours.map(({ Id = '', Name = '' }) => readZone(cloud, { Id, name: withoutDot(Name), hosts }, signal)),
  );
}

async function readZone(
  cloud: Cloud,
  { Id, name, hosts }: { readonly Id: string; readonly name: string; readonly hosts: Hosts },
  signal: AbortSignal,
): Promise<CloudZone> {
  type Place = Pick<
    Route53.ListResourceRecordSetsRequest,
    'StartRecordName' | 'StartRecordType' | 'StartRecordIdentifier'
  >;
  const [{ DelegationSet }, sets] = await Promise.all([
    cloud.ask('route53:GetHostedZone', WORLD, { Id }, signal),
    askAll<Route53.ResourceRecordSet, Place>(async (place) => {
      const page = await cloud.ask('route53:ListResourceRecordSets', WORLD, { HostedZoneId: Id, ...place }, signal);
      const next = {
        StartRecordName: page.NextRecordName,
        StartRecordType: page.NextRecordType,
        StartRecordIdentifier: page.NextRecordIdentifier,
      };
      return { rows: page.ResourceRecordSets ?? [], next: page.IsTruncated ? next : undefined };
    }),
  ]);
  return {
    id: Id.replace('/hostedzone/', ''),
    name,
    nameServers: (DelegationSet?.NameServers ?? []).map(withoutDot).sort(),
    records: sets.map(recordOf).filter((record) => isOfInterest(record, name, hosts)),
  };
}

function recordOf({ Name = '', Type, ResourceRecords = [], AliasTarget }: Route53.ResourceRecordSet): ZoneRecord {
  return {
    name: withoutDot(Name).replace('\\052', '*'),
    type: Type ?? '',
    values: ResourceRecords.flatMap(({ Value }) => Value ?? []),
    alias: AliasTarget?.DNSName === undefined ? null : withoutDot(AliasTarget.DNSName).replace(/^dualstack\./, ''),
  };
}

function isOfInterest({ name, type }: ZoneRecord, zone: string, hosts: Hosts): boolean {
  if (name.endsWith(`.${zone}.${zone}`)) return true;
  if (type === 'CNAME' && name.endsWith(`._domainkey.${hosts.apex}`)) return true;
  return TYPES.includes(type) && (name.startsWith('*.') || hosts.all.some((host) => host.name === name));
}

const cloudZones = probe({
  fact: 'cloudZones',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: [],
  onlyPublic: true,
  gather: (context, _known, signal) => readZones(cloudOf(context), context.target.hosts, signal),
});

const cloudDelegation = probe({
  fact: 'cloudDelegation',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['cloudZones'],
  gather: async ({ reach }, { cloudZones: zones }) => {
    const zone = nearestZones(zones)[0]?.name;
    if (zone === undefined) throw new Error('no hosted zone of the domain is in this account');
    return { zone, servers: await delegatedTo(zone, { resolver: reach.resolvers[0] ?? null, port: 53 }) };
  },
});

async function readRegistration(cloud: Cloud, apex: string, signal: AbortSignal): Promise<CloudRegistration> {
  const domain = getDomain(apex);
  if (domain === null) return null;
  const asked = { DomainName: domain };
  const detail = await cloud.ask('route53domains:GetDomainDetail', WORLD, asked, signal).catch((error: unknown) => {
    // So it says that the account doesn't hold it.
    if ((error as Error).name === 'InvalidInput') return null;
    throw error;
  });
  if (!detail) return null;
  const reached = await cloud
    .ask('route53domains:GetContactReachabilityStatus', WORLD, { domainName: domain }, signal)
    .catch(() => null);
  return {
    domain,
    statuses: detail.StatusList ?? [],
    expiresAt: detail.ExpirationDate ?? null,
    isRenewed: detail.AutoRenew ?? false,
    nameServers: (detail.Nameservers ?? []).flatMap(({ Name }) => (Name === undefined ? [] : withoutDot(Name))).sort(),
    reachability: reached?.status ?? null,
  };
}

const cloudRegistration = probe({
  fact: 'cloudRegistration',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: [],
  onlyPublic: true,
  gather: (context, _known, signal) => readRegistration(cloudOf(context), context.target.hosts.apex, signal),
});

export const NAMES_PROBES: readonly AnyProbe[] = [cloudZones, cloudDelegation, cloudRegistration];
