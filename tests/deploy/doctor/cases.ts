/** What a fault's answers are made with, and what the doctor says of them. */
import { CLOUD_FAULTS } from '../../../server/health/faults/cloud';
import { judge, type Finding } from '../../../server/health/judge';
import {
  ANYWHERE,
  address,
  identity,
  instance,
  registration,
  ADDRESS,
  HEALTHY,
  HOSTS,
  INSTANCE,
  IPV6,
  type Answers,
  type records,
} from './account';
import { group, BALANCED, DISTRIBUTED, distributed, target } from './front';
import { look } from './look';
import { recordedCloud } from './recorded-cloud';

export interface Case {
  readonly of?: Answers;
  readonly change: Answers;
  readonly addresses?: readonly string[];
  readonly nameServers?: readonly string[];
}

const OWN = [ADDRESS, IPV6];

/** Of what is not there, nothing more can be known. */
const FOLLOWS = /^(there is (no|more than one) machine|the data's disk is not known|cloud\w+ is not known)$/;

export async function findingsOf({
  of = HEALTHY,
  change,
  addresses = OWN,
  nameServers,
}: Case): Promise<readonly Finding[]> {
  const { facts, looked } = await look(recordedCloud({ ...of, ...change }), nameServers ? { nameServers } : {});
  const unlooked = looked.filter(({ reason }) => reason !== null && !FOLLOWS.test(reason));
  expect(unlooked.map(({ probe, reason }) => `${probe.fact}: ${reason}`)).toEqual([]);
  const known = HOSTS.flatMap((host) => addresses.map((one) => ({ host, address: one })));
  return judge({ ...facts, addresses: known }, CLOUD_FAULTS);
}

export const machine = (changed: object): Answers => ({
  'ec2:DescribeInstances': { Reservations: [{ Instances: [{ ...instance, ...changed }] }] },
});
export const inbound = (...IpPermissions: object[]): Answers => ({
  'ec2:DescribeSecurityGroups': {
    SecurityGroups: [{ GroupId: 'sg-web', IpPermissions, IpPermissionsEgress: [{ IpProtocol: '-1', ...ANYWHERE }] }],
  },
});
export const acl = (...Entries: object[]): Answers => ({
  'ec2:DescribeNetworkAcls': { NetworkAcls: [{ NetworkAclId: 'acl-1', Entries }] },
});
export const states = (changed: object): Answers => ({
  'ec2:DescribeInstanceStatus': { InstanceStatuses: [{ InstanceId: INSTANCE, ...changed }] },
});
export const zoneOf = (ResourceRecordSets: typeof records): Answers => ({
  'route53:ListResourceRecordSets': { ResourceRecordSets, IsTruncated: false, MaxItems: 300 },
});
export const credits = (CpuCredits: string, balance: number, charged: number): Answers => ({
  'ec2:DescribeInstanceCreditSpecifications': { InstanceCreditSpecifications: [{ InstanceId: INSTANCE, CpuCredits }] },
  'cloudwatch:GetMetricData': {
    MetricDataResults: [
      { Id: 'balance', Values: [balance] },
      { Id: 'charged', Values: [charged] },
    ],
  },
});
export const domain = (changed: object): Answers => ({
  'route53domains:GetDomainDetail': { ...registration, ...changed },
});
export const mail = (changed: object): Answers => ({ 'sesv2:GetEmailIdentity': { ...identity, ...changed } });
export const groups = (changed: object, port: number, health?: object): Answers => ({
  'elbv2:DescribeTargetGroups': { TargetGroups: [{ ...group, ...changed }] },
  'elbv2:DescribeTargetHealth': target(port, health),
});
export const unhealthy = (reason: string, Description: string) => ({
  State: 'unhealthy',
  Reason: `Target.${reason}`,
  Description,
});
export const cdn = (changed: object): Answers => ({ 'cloudfront:ListDistributions': distributed(changed) as never });

export const EIP_ALONE = {
  'ec2:DescribeAddresses': { Addresses: [{ ...address, InstanceId: undefined, AssociationId: undefined }] },
};
export const BALANCED_BY = (change: Answers): Case => ({ of: BALANCED, change, addresses: ['198.51.100.1'] });
export const DISTRIBUTED_BY = (change: Answers): Case => ({ of: DISTRIBUTED, change, addresses: ['198.51.100.2'] });

export type Faults = readonly (readonly [id: string, what: string, fault: Case])[];
