/** What lets traffic to the machine: security groups, network ACL, route table. */
import type * as Ec2 from '@aws-sdk/client-ec2';
import type { AclEntry, CloudAcl, CloudRoutes, FirewallGroup, FirewallRule } from '../../../health/facts/cloud-network';
import type { Cloud } from '../../cloud/questions';
import { cloudOf } from '../../context';
import { probe, type AnyProbe } from '../../probe';
import { ASK_MS, machineAmong } from './machine';

const ALL = '-1';
const FIRST = 0;
const LAST = 65_535;

export async function readGroups(
  cloud: Cloud,
  region: string,
  GroupIds: string[],
  signal: AbortSignal,
): Promise<readonly FirewallGroup[]> {
  if (GroupIds.length === 0) return [];
  const { SecurityGroups = [] } = await cloud.ask('ec2:DescribeSecurityGroups', region, { GroupIds }, signal);
  return SecurityGroups.map(({ GroupId, IpPermissions = [], IpPermissionsEgress = [] }) => ({
    groupId: GroupId ?? '',
    inbound: IpPermissions.map(ruleOf),
    outbound: IpPermissionsEgress.map(ruleOf),
  }));
}

function ruleOf(rule: Ec2.IpPermission): FirewallRule {
  const protocol = rule.IpProtocol ?? ALL;
  return {
    protocol,
    from: protocol === ALL ? FIRST : (rule.FromPort ?? FIRST),
    to: protocol === ALL ? LAST : (rule.ToPort ?? LAST),
    peers: [
      ...(rule.IpRanges ?? []).map(({ CidrIp }) => CidrIp),
      ...(rule.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => CidrIpv6),
      ...(rule.PrefixListIds ?? []).map(({ PrefixListId }) => PrefixListId),
      ...(rule.UserIdGroupPairs ?? []).map(({ GroupId }) => GroupId),
    ].flatMap((peer) => peer ?? []),
  };
}

const cloudFirewall = probe({
  fact: 'cloudFirewall',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['cloudMachines'],
  gather: async (context, { cloudMachines: machines }, signal) => {
    const { region, securityGroupIds } = machineAmong(machines);
    return { region, groups: await readGroups(cloudOf(context), region, [...securityGroupIds], signal) };
  },
});

const cloudAcl = probe({
  fact: 'cloudAcl',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['cloudMachines'],
  gather: async (context, { cloudMachines: machines }, signal): Promise<CloudAcl> => {
    const { region, subnetId } = machineAmong(machines);
    const asked = { Filters: [{ Name: 'association.subnet-id', Values: [subnetId] }] };
    const { NetworkAcls } = await cloudOf(context).ask('ec2:DescribeNetworkAcls', region, asked, signal);
    const acl = NetworkAcls?.[0];
    if (!acl) throw new Error(`AWS names no network ACL of ${subnetId}`);
    return { aclId: acl.NetworkAclId ?? '', region, entries: (acl.Entries ?? []).map(entryOf) };
  },
});

function entryOf(entry: Ec2.NetworkAclEntry): AclEntry {
  return {
    number: entry.RuleNumber ?? 0,
    isOutbound: entry.Egress ?? false,
    isAllow: entry.RuleAction === 'allow',
    protocol: entry.Protocol ?? ALL,
    from: entry.PortRange?.From ?? FIRST,
    to: entry.PortRange?.To ?? LAST,
    cidr: entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '',
  };
}

const cloudRoutes = probe({
  fact: 'cloudRoutes',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['cloudMachines'],
  gather: async (context, { cloudMachines: machines }, signal): Promise<CloudRoutes> => {
    const { region, subnetId, vpcId } = machineAmong(machines);
    const cloud = cloudOf(context);
    const tablesOf = async (Filters: Ec2.Filter[]): Promise<readonly Ec2.RouteTable[]> =>
      (await cloud.ask('ec2:DescribeRouteTables', region, { Filters }, signal)).RouteTables ?? [];
    const [own] = await tablesOf([{ Name: 'association.subnet-id', Values: [subnetId] }]);
    // A subnet without one of its own has the network's.
    const main = [
      { Name: 'vpc-id', Values: [vpcId] },
      { Name: 'association.main', Values: ['true'] },
    ];
    const table = own ?? (await tablesOf(main))[0];
    if (!table) throw new Error(`AWS names no route table of ${subnetId}`);
    return { tableId: table.RouteTableId ?? '', region, routes: (table.Routes ?? []).map(routeOf) };
  },
});

const routeOf = (route: Ec2.Route): CloudRoutes['routes'][number] => ({
  destination: route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? '',
  target:
    route.GatewayId ??
    route.NatGatewayId ??
    route.EgressOnlyInternetGatewayId ??
    route.TransitGatewayId ??
    route.InstanceId ??
    route.NetworkInterfaceId ??
    null,
  isActive: route.State === 'active',
});

export const NETWORK_PROBES: readonly AnyProbe[] = [cloudFirewall, cloudAcl, cloudRoutes];
