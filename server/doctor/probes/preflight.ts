/** What the first `pulumi up` will need, asked before it is run. */
import { z } from 'zod';
import type { FactName } from '../../health/facts';
import type { Plan, Quotas, StackFile } from '../../health/facts/preflight';
import { messageOf } from '../../process/thrown';
import { WORLD, type Cloud } from '../cloud/questions';
import { zonesOf } from '../cloud/zones';
import { cloudOf, preflightOf } from '../context';
import { probe, type AnyProbe } from '../probe';
import { ASK_MS, MACHINE_PROBES } from './cloud/machine';
import { readMail } from './cloud/mail';
import { NAMES_PROBES } from './cloud/names';

const stackFile = probe({
  fact: 'stackFile',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: [],
  gather: (context) => Promise.resolve(preflightOf(context).stackFile),
});

function planOf({ plan }: StackFile): Plan {
  if (!plan) throw new Error("the stack's file can't be used");
  return plan;
}

const WORKPLACE_MS = 20_000;

const workplace = probe({
  fact: 'workplace',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: WORKPLACE_MS,
  after: [],
  gather: (context, _known, signal) => preflightOf(context).readWorkplace(signal),
});

const signInProblem = probe({
  fact: 'signInProblem',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: [],
  gather: async ({ cloud }, _known, signal) => {
    if (!cloud) return 'nobody is signed in to AWS here';
    try {
      await cloud.ask('sts:GetCallerIdentity', WORLD, {}, signal);
      return null;
    } catch (error) {
      const reason = messageOf(error);
      // That AWS can't be reached says nothing of who asks.
      if (/could not be asked/.test(reason)) throw error;
      return reason;
    }
  },
});

const planSchema = z.object({
  accountPlanType: z.string(),
  accountPlanStatus: z.string(),
  accountPlanExpirationDate: z.coerce.date().optional(),
});

const accountPlan = probe({
  fact: 'accountPlan',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: WORKPLACE_MS,
  after: ['cloudCaller'],
  gather: async (context) => {
    const asked = ['freetier', 'get-account-plan-state', '--region', WORLD];
    const answer = await preflightOf(context)
      .askCli(asked)
      .catch((error: unknown) => {
        if (/\(ResourceNotFoundException\)/.test(messageOf(error))) return null;
        throw error;
      });
    if (answer === null) return null;
    const { accountPlanType, accountPlanStatus, accountPlanExpirationDate } = planSchema.parse(answer);
    return { type: accountPlanType, status: accountPlanStatus, expiresAt: accountPlanExpirationDate ?? null };
  },
});

/** Their codes are AWS's own, the same in every account and region. */
const QUOTAS = {
  /** Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances, counted in virtual processors. */
  vcpus: ['ec2', 'L-1216C47A'],
  addresses: ['ec2', 'L-0263D0A3'],
  networks: ['vpc', 'L-F678F1CE'],
} as const;
const STANDARD = /^[acdhimrtz]\d/;

async function quotaOf(cloud: Cloud, region: string, name: keyof typeof QUOTAS, signal: AbortSignal): Promise<number> {
  const [ServiceCode, QuotaCode] = QUOTAS[name];
  const asked = { ServiceCode, QuotaCode };
  const { Quota } = await cloud.ask('servicequotas:GetServiceQuota', region, asked, signal).catch((error: unknown) => {
    if ((error as Error).name !== 'NoSuchResourceException') throw error;
    return cloud.ask('servicequotas:GetAWSDefaultServiceQuota', region, asked, signal);
  });
  if (Quota?.Value === undefined) throw new Error(`AWS names no quota of ${name}`);
  return Quota.Value;
}

const quotas = probe({
  fact: 'quotas',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['stackFile'],
  gather: async (context, known, signal): Promise<Quotas> => {
    const { region, instanceType } = planOf(known.stackFile);
    const cloud = cloudOf(context);
    const [vcpus, addresses, networks] = await Promise.all([
      STANDARD.test(instanceType) ? readVcpus(cloud, region, instanceType, signal) : null,
      countOf(cloud.ask('ec2:DescribeAddresses', region, {}, signal), ({ Addresses }) => Addresses),
      countOf(cloud.ask('ec2:DescribeVpcs', region, {}, signal), ({ Vpcs }) => Vpcs),
    ]);
    const limits = await Promise.all([
      quotaOf(cloud, region, 'addresses', signal),
      quotaOf(cloud, region, 'networks', signal),
    ]);
    return {
      region,
      vcpus,
      addresses: { limit: limits[0], used: addresses },
      networks: { limit: limits[1], used: networks },
    };
  },
});

async function countOf<T>(asking: Promise<T>, rowsOf: (answer: T) => readonly unknown[] | undefined): Promise<number> {
  return (await asking.then(rowsOf))?.length ?? 0;
}

async function readVcpus(
  cloud: Cloud,
  region: string,
  instanceType: string,
  signal: AbortSignal,
): Promise<NonNullable<Quotas['vcpus']>> {
  const Filters = [{ Name: 'instance-state-name', Values: ['pending', 'running'] }];
  const [limit, { InstanceTypes }, { Reservations = [] }] = await Promise.all([
    quotaOf(cloud, region, 'vcpus', signal),
    cloud.ask('ec2:DescribeInstanceTypes', region, { InstanceTypes: [instanceType as never] }, signal),
    cloud.ask('ec2:DescribeInstances', region, { Filters }, signal),
  ]);
  const used = Reservations.flatMap(({ Instances }) => Instances ?? [])
    .filter(({ InstanceType = '' }) => STANDARD.test(InstanceType))
    .map(({ CpuOptions }) => (CpuOptions?.CoreCount ?? 1) * (CpuOptions?.ThreadsPerCore ?? 1));
  const needed = InstanceTypes?.[0]?.VCpuInfo?.DefaultVCpus;
  if (needed === undefined) throw new Error(`AWS says nothing of ${instanceType}`);
  return { limit, used: used.reduce((sum, one) => sum + one, 0), needed };
}

const offers = probe({
  fact: 'offers',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['stackFile'],
  gather: async (context, known, signal) => {
    const { region, instanceType } = planOf(known.stackFile);
    const asked = {
      LocationType: 'availability-zone' as const,
      Filters: [{ Name: 'instance-type', Values: [instanceType] }],
    };
    const answer = await cloudOf(context).ask('ec2:DescribeInstanceTypeOfferings', region, asked, signal);
    const names = (answer.InstanceTypeOfferings ?? []).flatMap(({ Location }) => Location ?? []);
    return { instanceType, region, zones: zonesOf(region, names) };
  },
});

const image = probe({
  fact: 'image',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['stackFile'],
  gather: async (context, known, signal) => {
    const { region, imageParameter: parameter } = planOf(known.stackFile);
    const answer = await cloudOf(context)
      .ask('ssm:GetParameter', region, { Name: parameter }, signal)
      .catch((error: unknown) => {
        if ((error as Error).name === 'ParameterNotFound') return null;
        throw error;
      });
    return { parameter, region, id: answer?.Parameter?.Value ?? null };
  },
});

/** Of the region that is planned, where there is no machine yet. */
const plannedMail = probe({
  fact: 'cloudMail',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['stackFile'],
  gather: (context, known, signal) => {
    const { mail, region, domain } = planOf(known.stackFile);
    if (mail === 'own') throw new Error('mail goes by a server of your own');
    return readMail(cloudOf(context), { region, domain }, signal);
  },
});

const FROM_THE_DOCTOR: readonly FactName[] = ['cloudCaller', 'cloudMachines'];

export const PREFLIGHT_PROBES: readonly AnyProbe[] = [
  ...[stackFile, workplace, signInProblem, accountPlan, quotas, offers, image, plannedMail],
  ...MACHINE_PROBES.filter(({ fact }) => FROM_THE_DOCTOR.includes(fact)),
  ...NAMES_PROBES,
];
