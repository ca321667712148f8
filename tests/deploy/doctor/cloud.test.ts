/** Faults of an account at AWS, each made of recorded answers that the real probes read. Nothing of it was run against AWS. */
import { CLOUD_FAULTS } from '../../../server/health/faults/cloud';
import { judge, type Finding } from '../../../server/health/judge';
import { aclEntries, HEALTHY, INSTANCE, instance } from './account';
import { credits, machine, acl, groups, unhealthy, BALANCED_BY, DISTRIBUTED_BY, findingsOf, type Case } from './cases';
import { BALANCED, DISTRIBUTED } from './front';
import { FRONT_FAULTS } from './front-faults';
import { look } from './look';
import { MACHINE_FAULTS } from './machine-faults';
import { NAMES_FAULTS } from './names-faults';
import { NETWORK_FAULTS } from './network-faults';
import { recordedCloud, refuse } from './recorded-cloud';

const FAULTS = [...MACHINE_FAULTS, ...NETWORK_FAULTS, ...NAMES_FAULTS, ...FRONT_FAULTS];

test.each([
  ['as the stack makes it', { change: {} }],
  [
    'where mail goes another way',
    {
      change: {
        'sesv2:GetEmailIdentity': refuse('sesv2:GetEmailIdentity', 'NotFoundException'),
        'sesv2:GetAccount': { ProductionAccessEnabled: false },
      },
    },
  ],
  [
    'whose domain is registered elsewhere',
    { change: { 'route53domains:GetDomainDetail': refuse('route53domains:GetDomainDetail', 'InvalidInput') } },
  ],
  ['with a load balancer', BALANCED_BY({})],
  ['with CloudFront', DISTRIBUTED_BY({})],
  [
    'of a machine that has just begun, with no credits yet',
    { change: { ...machine({ LaunchTime: new Date('2026-11-30T03:30:00Z') }), ...credits('standard', 0, 0) } },
  ],
  [
    'with a rule of the ACL against one network',
    { change: acl({ ...aclEntries[0], RuleNumber: 1, RuleAction: 'deny', CidrBlock: '192.0.2.0/24' }, ...aclEntries) },
  ],
] satisfies readonly (readonly [string, Case])[])('of an account %s nothing is found', async (_what, one) => {
  expect((await findingsOf(one)).map(({ id, expert }) => `${id} ${expert}`)).toEqual([]);
});

test.each(FAULTS)('%s: %s', async (id, _what, one) => {
  const findings = await findingsOf(one);
  expect(findings.map((finding) => finding.id)).toEqual([id]);
  const [{ owner, expert, mend }] = findings as [Finding];
  expect(owner.ko).toMatch(/[가-힣].*요\.$/);
  for (const words of [owner.ko, owner.en, expert, mend]) {
    expect(words).toMatch(/\S/);
    expect(words).not.toMatch(/undefined|null|\[object|NaN/);
  }
});

test('of two machines none is ended before it is known where the data is', async () => {
  const [, , two] = FAULTS.find(([id]) => id === 'AWS-14')!;
  const [finding] = await findingsOf(two);
  expect(finding?.mend).toMatch(/^aws ec2 describe-volumes --region \S+ --filters \S+=i-\w+,i-other/);
  expect(finding?.mend).toMatch(/Then stop .*, and terminate nothing/);
});

test('every row of the cloud layer is shown by a fault here', () => {
  const shown = new Set(FAULTS.map(([id]) => id));
  expect(CLOUD_FAULTS.map(({ id }) => id).filter((id) => !id.startsWith('PRE-') && !shown.has(id))).toEqual([]);
});

test('what the man of the origin story saw is one finding, with what it leads to below it', async () => {
  const one = groups({ Port: 3001 }, 3001, unhealthy('FailedHealthChecks', 'Health checks failed'));
  const [finding] = await findingsOf(BALANCED_BY(one));
  expect(finding).toMatchObject({ id: 'ELB-01', severity: 'down', certainty: 'certain', browser: '502 Bad Gateway' });
  expect(finding!.expert).toContain('target_status_code "-"');
  expect(finding!.expert).toContain(`${INSTANCE}:3001 unhealthy (Target.FailedHealthChecks)`);
  expect(finding!.explains.map(({ id }) => id)).toEqual(['ELB-06']);
});

test('a refusal of AWS is no fault: it says what could not be looked at', async () => {
  const { facts, looked } = await look(
    recordedCloud({
      ...HEALTHY,
      'ec2:DescribeRouteTables': refuse('ec2:DescribeRouteTables', 'UnauthorizedOperation'),
    }),
  );
  expect(facts.cloudRoutes).toBeUndefined();
  expect(looked.find(({ probe }) => probe.fact === 'cloudRoutes')?.reason).toBe(
    'AWS refused ec2:DescribeRouteTables: UnauthorizedOperation',
  );
  expect(judge(facts, CLOUD_FAULTS)).toEqual([]);
});

test('of two stacks whose files are not here it is not guessed which is meant', async () => {
  const other = { ...instance, InstanceId: 'i-staging', Tags: [{ Key: 'Stack', Value: 'staging' }] };
  const cloud = recordedCloud(
    { ...HEALTHY, 'ec2:DescribeInstances': { Reservations: [{ Instances: [instance, other] }] } },
    null,
  );
  const { looked } = await look(cloud);
  expect(looked.find(({ probe }) => probe.fact === 'cloudMachines')?.reason).toContain(
    'machines of production and staging',
  );
});

test('no fact holds a mail address, a key or who the account is signed in as', async () => {
  for (const answers of [HEALTHY, BALANCED, DISTRIBUTED]) {
    const { facts } = await look(recordedCloud(answers));
    expect(JSON.stringify(facts)).not.toMatch(/@|AIDA|user\/owner/);
  }
});
