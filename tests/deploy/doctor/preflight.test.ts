/** What would stop the first `pulumi up`, each made of recorded answers; and the command over a project's own files. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { preflight, readPlan, verdictOf } from '../../../deploy/preflight';
import type { Preflight } from '../../../server/doctor/context';
import { PREFLIGHT_PROBES } from '../../../server/doctor/probes/preflight';
import type { Plan } from '../../../server/health/facts/preflight';
import { CLOUD_FAULTS } from '../../../server/health/faults/cloud';
import { PREFLIGHT_FAULTS } from '../../../server/health/faults/preflight';
import { judge, type Finding } from '../../../server/health/judge';
import { ProgramError, type RunProgram } from '../../../server/release/run-program';
import { newDirectory } from '../directories';
import { ACCOUNT, DOMAIN, HEALTHY, NAME_SERVERS, REGION, records, sendingAccount, zone, type Answers } from './account';
import { look, withResolver } from './look';
import { recordedCloud, refuse } from './recorded-cloud';

const PARAMETER = '/aws/service/debian/release/13/latest/arm64';
const PLAN: Plan = {
  stack: 'production',
  region: REGION,
  domain: DOMAIN,
  instanceType: 't4g.small',
  availabilityZone: null,
  imageParameter: PARAMETER,
  zoneId: 'ZONE1',
  register: false,
  mail: 'ses',
};
const FILE = 'deploy/stacks/Pulumi.production.yaml';

/** Before anything is made: a zone with its own records, a mail account that is out of the sandbox. */
const EMPTY: Answers = {
  ...HEALTHY,
  'ec2:DescribeInstances': { Reservations: [] },
  'ec2:DescribeAddresses': { Addresses: [] },
  'ec2:DescribeVpcs': { Vpcs: [{ VpcId: 'vpc-default', IsDefault: true }] },
  'ec2:DescribeInstanceTypes': { InstanceTypes: [{ InstanceType: 't4g.small', VCpuInfo: { DefaultVCpus: 2 } }] },
  'ec2:DescribeInstanceTypeOfferings': {
    InstanceTypeOfferings: [`${REGION}a`, `${REGION}c`, `${REGION}-local-1a`].map((Location) => ({ Location })),
  },
  'servicequotas:GetServiceQuota': ({ QuotaCode }) => ({ Quota: { Value: QuotaCode === 'L-1216C47A' ? 32 : 5 } }),
  'ssm:GetParameter': { Parameter: { Name: PARAMETER, Value: 'ami-0123456789abcdef0' } },
  'sesv2:GetEmailIdentity': refuse('sesv2:GetEmailIdentity', 'NotFoundException'),
  'route53:ListResourceRecordSets': { ResourceRecordSets: records.slice(0, 1), IsTruncated: false, MaxItems: 300 },
};

interface Case {
  readonly change?: Answers;
  readonly plan?: Partial<Plan>;
  readonly before?: Partial<Preflight>;
  readonly accountPlan?: object;
}

const WELL = { platform: 'linux', cliProblem: null, pulumi: { pinned: '3.265.0', installed: '3.265.0' } };
const at = (changed: object): Partial<Preflight> => ({ readWorkplace: () => Promise.resolve({ ...WELL, ...changed }) });
const PAID = { accountId: ACCOUNT, accountPlanType: 'PAID', accountPlanStatus: 'ACTIVE' };

async function findingsOf({
  change = {},
  plan = {},
  before = {},
  accountPlan = PAID,
}: Case): Promise<readonly Finding[]> {
  const stackFile = { file: FILE, plan: { ...PLAN, ...plan }, problems: null };
  const { facts } = await look(recordedCloud({ ...EMPTY, ...change }), {
    probes: PREFLIGHT_PROBES,
    preflight: { stackFile, ...at({}), askCli: () => Promise.resolve(accountPlan), ...before } as Preflight,
  });
  return judge(facts, CLOUD_FAULTS);
}

const free = (changed: object): object => ({ ...PAID, accountPlanType: 'FREE', ...changed });
const quota =
  (code: string, Value: number): NonNullable<Answers['servicequotas:GetServiceQuota']> =>
  ({ QuotaCode }) => ({ Quota: { Value: QuotaCode === code ? Value : 32 } });

const FAULTS: readonly (readonly [id: string, what: string, fault: Case])[] = [
  [
    'PRE-01',
    'a stack that is called otherwise',
    { before: { stackFile: { file: FILE, plan: null, problems: ['domain is missing'] } } },
  ],
  ['PRE-02', 'Windows', { before: at({ platform: 'win32' }) }],
  ['PRE-03', 'no CLI of AWS', { before: at({ cliProblem: 'The AWS CLI is needed, version 2' }) }],
  ['PRE-04', 'no Pulumi', { before: at({ pulumi: { pinned: '3.265.0', installed: null } }) }],
  [
    'PRE-05',
    'a session that has ended',
    { change: { 'sts:GetCallerIdentity': refuse('sts:GetCallerIdentity', 'ExpiredToken') } },
  ],
  [
    'PRE-06',
    'the root user',
    { change: { 'sts:GetCallerIdentity': { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root` } } },
  ],
  ['PRE-07', 'the free plan', { accountPlan: free({ accountPlanExpirationDate: '2027-04-01T00:00:00Z' }) }],
  ['PRE-07', 'the free plan, at its end', { accountPlan: free({ accountPlanExpirationDate: '2026-12-02T00:00:00Z' }) }],
  [
    'PRE-08',
    'a new account with one processor',
    { change: { 'servicequotas:GetServiceQuota': quota('L-1216C47A', 1) } },
  ],
  [
    'PRE-08',
    "AWS's own quota, and others that run",
    {
      change: {
        'servicequotas:GetServiceQuota': refuse('servicequotas:GetServiceQuota', 'NoSuchResourceException'),
        'servicequotas:GetAWSDefaultServiceQuota': { Quota: { Value: 5 } },
        'ec2:DescribeInstances': ({ Filters }) => ({
          Reservations: Filters?.some(({ Name }) => Name === 'tag:Project')
            ? []
            : [{ Instances: [{ InstanceType: 'm5.xlarge', CpuOptions: { CoreCount: 2, ThreadsPerCore: 2 } }] }],
        }),
      },
    },
  ],
  ['PRE-09', 'no address left', { change: { 'servicequotas:GetServiceQuota': quota('L-0263D0A3', 0) } }],
  ['PRE-10', 'no network left', { change: { 'servicequotas:GetServiceQuota': quota('L-F678F1CE', 1) } }],
  [
    'PRE-11',
    'a type that the region lacks',
    { change: { 'ec2:DescribeInstanceTypeOfferings': { InstanceTypeOfferings: [] } } },
  ],
  ['PRE-11', 'a zone that lacks it', { plan: { availabilityZone: `${REGION}b` } }],
  ['PRE-12', 'no image', { change: { 'ssm:GetParameter': refuse('ssm:GetParameter', 'ParameterNotFound') } }],
  ['PRE-13', 'a zone that is not there', { plan: { zoneId: 'ZGONE' } }],
  [
    'PRE-14',
    'records of another page',
    {
      change: {
        'route53:ListResourceRecordSets': {
          ResourceRecordSets: records.slice(0, 2),
          IsTruncated: false,
          MaxItems: 300,
        },
      },
    },
  ],
  ['PRE-15', 'a zone that nobody named', { plan: { zoneId: null } }],
  ['PRE-15', 'a zone before the domain is bought', { plan: { zoneId: null, register: true } }],
  ['PRE-16', 'the sandbox', { change: { 'sesv2:GetAccount': { ...sendingAccount, ProductionAccessEnabled: false } } }],
  [
    'ZONE-02',
    'a registrar that was not told',
    {
      change: { 'route53:GetHostedZone': { HostedZone: zone, DelegationSet: { NameServers: ['ns-7.awsdns-07.com'] } } },
    },
  ],
];

test('of an empty account that has all that is needed nothing is found', async () => {
  expect((await findingsOf({})).map(({ id, expert }) => `${id} ${expert}`)).toEqual([]);
});

test('an account of before there were plans has none, and that is no fault', async () => {
  const none = () => Promise.reject(new Error('An error occurred (ResourceNotFoundException) when calling …'));
  expect(await findingsOf({ before: { askCli: none } })).toEqual([]);
});

test.each(FAULTS)('%s: %s', async (id, _what, one) => {
  const findings = await findingsOf(one);
  expect(findings.map((finding) => finding.id)).toEqual([id]);
  const [{ owner, expert, mend }] = findings as [Finding];
  expect(owner.ko).toMatch(/[가-힣].*요\.$/);
  for (const words of [owner.ko, owner.en, expert, mend]) expect(words).not.toMatch(/undefined|null|\[object|NaN/);
});

test('every row is shown by a fault here', () => {
  expect(PREFLIGHT_FAULTS.map(({ id }) => id).filter((id) => !FAULTS.some(([shown]) => shown === id))).toEqual([]);
});

/** A project whose package.json pins what it has, with one file of a stack. */
function project(stack: string): string {
  const root = newDirectory();
  for (const folder of ['deploy/stacks', 'node_modules/pulumi'])
    mkdirSync(path.join(root, folder), { recursive: true });
  writeFileSync(path.join(root, 'package.json'), '{"devDependencies":{"pulumi":"3.265.0"}}');
  writeFileSync(path.join(root, 'node_modules/pulumi/package.json'), '{"version":"3.265.0"}');
  writeFileSync(path.join(root, FILE), stack);
  return root;
}
const STACK = `config:
  aws:region: ${REGION}
  essence-aura:domain: ${DOMAIN}
  essence-aura:ownerEmail: owner@example.com
  essence-aura:zoneId: ZONE1
  essence-aura:secrets:
    PAYMENT_KEY:
      secure: v1:abc
`;

/** As AWS's CLI answers: which it is, and which plan the account is on. */
const cli: RunProgram = (_program, args) =>
  Promise.resolve(args.includes('--version') ? 'aws-cli/2.33.0 Python/3.13 Linux' : JSON.stringify(PAID));

const run = (
  stack: string,
  { cloud = recordedCloud(EMPTY) as never, program = cli }: { cloud?: never; program?: RunProgram } = {},
) =>
  withResolver(NAME_SERVERS, (resolver) =>
    preflight({
      root: project(stack),
      file: FILE,
      awsRegion: null,
      resolvers: [resolver],
      run: program,
      tell: () => undefined,
      cloud,
    }),
  );

test('over a project and an account where all is well, the whole command finds nothing', async () => {
  const report = await run(STACK);
  expect(report.findings.map(({ id, expert }) => `${id} ${expert}`)).toEqual([]);
  expect(report).toMatchObject({ domain: DOMAIN, layers: [{ layer: 'cloud', state: 'well', unlooked: [] }] });
  expect(verdictOf(report)).toBe('well');
});

test('where AWS can’t be asked, nobody says that nothing stands in the way', async () => {
  const ask = () => Promise.reject(new Error('sts:GetCallerIdentity could not be asked: connect ECONNREFUSED'));
  const report = await run(STACK, { cloud: { regions: [REGION], stack: 'production', ask } as never });
  expect(report.findings).toEqual([]);
  expect(report.layers[0]!.unlooked).toContainEqual(expect.stringMatching(/^signInProblem: .*ECONNREFUSED/));
  expect(verdictOf(report)).toBe('unknown');
});

test('nor where one of the questions that decide is refused; mails on a server of one’s own are no such question', async () => {
  const refused = recordedCloud({ ...EMPTY, 'ssm:GetParameter': refuse('ssm:GetParameter', 'AccessDenied') });
  expect(verdictOf(await run(STACK, { cloud: refused as never }))).toBe('unknown');
  const report = await run(`${STACK}  essence-aura:mail: own\n`);
  expect(report.layers[0]!.unlooked).toEqual(['cloudMail: mail goes by a server of your own']);
  expect(verdictOf(report)).toBe('well');
});

test('what `up` refuses in the file is told in its words, and the rest is looked at all the same', async () => {
  const report = await run(STACK.replace('ZONE1', 'example.com').replace('  aws:region: ap-northeast-2\n', ''));
  const [finding] = report.findings;
  expect(report.findings).toHaveLength(1);
  expect(finding).toMatchObject({ id: 'PRE-01', layer: 'cloud' });
  expect(finding!.expert).toContain('essence-aura:zoneId must be the id of a hosted zone');
  expect(finding!.expert).toContain('aws:region is missing');
  expect(report.layers[0]!.unlooked).toContain("image: the stack's file can't be used");
});

test('without a CLI and without anybody signed in, both are said', async () => {
  const missing: RunProgram = (program) => Promise.reject(new ProgramError(program, null, 'aws is not installed here'));
  const report = await run(STACK, { cloud: null as never, program: missing });
  expect(report.findings.map(({ id }) => id)).toEqual(['PRE-05', 'PRE-03']);
  expect(verdictOf(report)).toBe('faults');
});

test("the example of a stack's file is one that can be planned by, and names the image for its processor", () => {
  const root = newDirectory();
  cpSync(path.join(__dirname, '..', '..', '..', 'deploy', 'stacks'), path.join(root, 'stacks'), { recursive: true });
  const { plan, problems } = readPlan(root, 'stacks/Pulumi.example.yaml');
  expect(problems).toBeNull();
  expect(plan).toMatchObject({
    domain: DOMAIN,
    region: REGION,
    imageParameter: PARAMETER,
    mail: 'ses',
    register: false,
  });
});
