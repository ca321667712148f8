/** The shop's machine in the owner's account, with its address and its disks. */
import type * as Ec2 from '@aws-sdk/client-ec2';
import type {
  CloudChecks,
  CloudCredits,
  CloudDisk,
  CloudMachine,
  CloudSnapshots,
  ElasticIp,
} from '../../../health/facts/cloud';
import { PROJECT } from '../../../release/machine';
import { askAll } from '../../cloud/ask-all';
import { WORLD, type Cloud } from '../../cloud/questions';
import { cloudOf } from '../../context';
import { probe, type AnyProbe } from '../../probe';

export const ASK_MS = 8_000;

const filter = (name: string, ...values: readonly string[]): Ec2.Filter => ({ Name: name, Values: [...values] });
const filtersOf = (stack: string | null): Ec2.Filter[] => [
  filter('tag:Project', PROJECT),
  ...(stack === null ? [] : [filter('tag:Stack', stack)]),
];
const tagOf = (tags: readonly Ec2.Tag[] | undefined, key: string): string | null =>
  tags?.find(({ Key }) => Key === key)?.Value ?? null;

/** @throws Error where it can't be told which */
export function machineAmong(machines: readonly CloudMachine[]): CloudMachine {
  const [machine, ...others] = machines;
  if (!machine) throw new Error('there is no machine');
  if (others.length > 0) throw new Error('there is more than one machine');
  return machine;
}

/** As `npm run deploy` finds it: by its tags, and of one stack in the first region that has one. */
export async function readMachines(cloud: Cloud, signal: AbortSignal): Promise<readonly CloudMachine[]> {
  const { stack, regions } = cloud;
  if (regions.length === 0) throw new Error('which region? Set AWS_REGION, or keep the files of the stacks here');
  const all: CloudMachine[] = [];
  for (const region of regions) {
    const Filters = [...filtersOf(stack), filter('instance-state-name', 'pending', 'running', 'stopping', 'stopped')];
    const instances = await askAll<Ec2.Instance, string>(async (NextToken) => {
      const page = await cloud.ask('ec2:DescribeInstances', region, { Filters, NextToken }, signal);
      return { rows: (page.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []), next: page.NextToken };
    });
    all.push(...instances.map((instance) => machineOf(instance, region)));
    if (stack !== null && all.length > 0) break;
  }
  const stacks = new Set(all.map((machine) => machine.stack));
  if (stack === null && stacks.size > 1) {
    throw new Error(
      `there are machines of ${[...stacks].sort().join(' and ')}, and no stack's file here names the domain`,
    );
  }
  return all;
}

function machineOf(instance: Ec2.Instance, region: string): CloudMachine {
  return {
    instanceId: instance.InstanceId ?? '',
    stack: tagOf(instance.Tags, 'Stack') ?? '',
    region,
    state: instance.State?.Name ?? 'unknown',
    stateReason: instance.StateReason?.Message ?? null,
    instanceType: instance.InstanceType ?? '',
    launchedAt: instance.LaunchTime ?? null,
    publicIp: instance.PublicIpAddress ?? null,
    ipv6: (instance.NetworkInterfaces ?? []).flatMap(({ Ipv6Addresses }) =>
      (Ipv6Addresses ?? []).flatMap(({ Ipv6Address }) => Ipv6Address ?? []),
    ),
    vpcId: instance.VpcId ?? '',
    subnetId: instance.SubnetId ?? '',
    securityGroupIds: (instance.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
    metadata: {
      endpoint: instance.MetadataOptions?.HttpEndpoint ?? 'unknown',
      tokens: instance.MetadataOptions?.HttpTokens ?? 'unknown',
    },
  };
}

const cloudCaller = probe({
  fact: 'cloudCaller',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: [],
  gather: async (context, _known, signal) => {
    const { Account, Arn } = await cloudOf(context).ask('sts:GetCallerIdentity', WORLD, {}, signal);
    return { account: Account ?? '', isRoot: (Arn ?? '').endsWith(':root') };
  },
});

const cloudMachines = probe({
  fact: 'cloudMachines',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: [],
  gather: (context, _known, signal) => readMachines(cloudOf(context), signal),
});

const cloudChecks = probe({
  fact: 'cloudChecks',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['cloudMachines'],
  gather: async (context, { cloudMachines: machines }, signal): Promise<CloudChecks> => {
    const { region, instanceId } = machineAmong(machines);
    const asked = { InstanceIds: [instanceId], IncludeAllInstances: true };
    const { InstanceStatuses } = await cloudOf(context).ask('ec2:DescribeInstanceStatus', region, asked, signal);
    const status = InstanceStatuses?.[0];
    const states = {
      system: status?.SystemStatus?.Status ?? 'unknown',
      instance: status?.InstanceStatus?.Status ?? 'unknown',
      disks: status?.AttachedEbsStatus?.Status ?? 'unknown',
    };
    // Those that are over stay for a week, and say so in their description.
    const events = (status?.Events ?? []).filter(
      ({ Description = '' }) => !/^\[(Completed|Canceled)\]/.test(Description),
    );
    const said = events.map(({ Code, NotBefore }) => `${Code} from ${NotBefore?.toISOString() ?? 'soon on'}`);
    return { states, events: said };
  },
});

const cloudAddresses = probe({
  fact: 'cloudAddresses',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['cloudMachines'],
  gather: async (context, { cloudMachines: machines }, signal) => {
    const cloud = cloudOf(context);
    if (machines.length > 0) return readAddresses(cloud, machineAmong(machines), signal);
    // They outlive it.
    const all = cloud.regions.map((region) => readAddresses(cloud, { region, stack: cloud.stack }, signal));
    return (await Promise.all(all)).flat();
  },
});

async function readAddresses(
  cloud: Cloud,
  { region, stack }: { readonly region: string; readonly stack: string | null },
  signal: AbortSignal,
): Promise<readonly ElasticIp[]> {
  const asked = { Filters: filtersOf(stack) };
  const { Addresses = [] } = await cloud.ask('ec2:DescribeAddresses', region, asked, signal);
  return Addresses.map(({ PublicIp, AllocationId, InstanceId }) => ({
    publicIp: PublicIp ?? '',
    allocationId: AllocationId ?? '',
    instanceId: InstanceId === undefined || InstanceId === '' ? null : InstanceId,
  }));
}

const cloudDisks = probe({
  fact: 'cloudDisks',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['cloudMachines'],
  gather: async (context, { cloudMachines: machines }, signal): Promise<readonly CloudDisk[]> => {
    const { region, stack } = machineAmong(machines);
    const asked = { Filters: filtersOf(stack) };
    const { Volumes = [] } = await cloudOf(context).ask('ec2:DescribeVolumes', region, asked, signal);
    return Volumes.map((volume) => ({
      volumeId: volume.VolumeId ?? '',
      region,
      isData: tagOf(volume.Tags, 'Name') === `${PROJECT}-${stack}-data`,
      sizeGib: volume.Size ?? 0,
      madeAt: volume.CreateTime ?? null,
      attachedTo: volume.Attachments?.find(({ State }) => State === 'attached')?.InstanceId ?? null,
    }));
  },
});

const cloudSnapshots = probe({
  fact: 'cloudSnapshots',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['cloudMachines', 'cloudDisks'],
  gather: async (context, { cloudMachines: machines, cloudDisks: disks }, signal): Promise<CloudSnapshots> => {
    const { region, instanceId } = machineAmong(machines);
    const disk = disks.find(({ isData, attachedTo }) => isData && attachedTo === instanceId);
    if (!disk) throw new Error("the data's disk is not known");
    const cloud = cloudOf(context);
    const Filters = [filter('volume-id', disk.volumeId), filter('status', 'completed', 'pending')];
    const snapshots = await askAll<Ec2.Snapshot, string>(async (NextToken) => {
      const asked = { OwnerIds: ['self'], Filters, NextToken };
      const page = await cloud.ask('ec2:DescribeSnapshots', region, asked, signal);
      return { rows: page.Snapshots ?? [], next: page.NextToken };
    });
    const times = snapshots.flatMap(({ StartTime }) => (StartTime ? [StartTime.getTime()] : []));
    return {
      volumeId: disk.volumeId,
      diskMadeAt: disk.madeAt,
      newestAt: times.length === 0 ? null : new Date(Math.max(...times)),
    };
  },
});

const HALF_AN_HOUR_MS = 30 * 60 * 1000;

const cloudCredits = probe({
  fact: 'cloudCredits',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['cloudMachines'],
  gather: async (context, { cloudMachines: machines, now }, signal): Promise<CloudCredits> => {
    const { region, instanceId, instanceType } = machineAmong(machines);
    if (!/^t\d/.test(instanceType)) return null;
    const cloud = cloudOf(context);
    const metric = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: {
        Metric: { Namespace: 'AWS/EC2', MetricName, Dimensions: [{ Name: 'InstanceId', Value: instanceId }] },
        Period: 300,
        Stat: 'Minimum',
      },
    });
    const asked = {
      StartTime: new Date(now.getTime() - HALF_AN_HOUR_MS),
      EndTime: now,
      ScanBy: 'TimestampDescending' as const,
      MetricDataQueries: [metric('balance', 'CPUCreditBalance'), metric('charged', 'CPUSurplusCreditsCharged')],
    };
    const [{ InstanceCreditSpecifications }, { MetricDataResults = [] }] = await Promise.all([
      cloud.ask('ec2:DescribeInstanceCreditSpecifications', region, { InstanceIds: [instanceId] }, signal),
      cloud.ask('cloudwatch:GetMetricData', region, asked, signal),
    ]);
    const newest = (id: string): number | undefined => MetricDataResults.find(({ Id }) => Id === id)?.Values?.[0];
    const balance = newest('balance');
    if (balance === undefined) throw new Error('CloudWatch has no figures of the last half an hour');
    const mode = InstanceCreditSpecifications?.[0]?.CpuCredits ?? 'unknown';
    return { mode, balance, surplusCharged: newest('charged') ?? 0 };
  },
});

export const MACHINE_PROBES: readonly AnyProbe[] = [
  ...[cloudCaller, cloudMachines, cloudChecks, cloudAddresses, cloudDisks, cloudSnapshots, cloudCredits],
];
