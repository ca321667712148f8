/** The policy that deploy/README.md offers for the doctor: it lets through every question, and nothing else. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PERMISSIONS, type Question } from '../../../server/doctor/cloud/questions';
import { BALANCED, DISTRIBUTED, recordedCloud } from './account';
import { look } from './look';

const README = readFileSync(path.join(__dirname, '..', '..', '..', 'deploy', 'README.md'), 'utf8');

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string;
}
const { Statement: statements } = JSON.parse(/```json\n([^]*?)```/.exec(README)?.[1] ?? '{}') as {
  readonly Statement: readonly Statement[];
};
const allowed = statements.flatMap(({ Action }) => Action);

test('the policy allows each question that is asked, and the one that the CLI asks', () => {
  const needed = Object.values(PERMISSIONS).filter((permission) => permission !== null);
  expect([...allowed].sort()).toEqual([...new Set([...needed, 'freetier:GetAccountPlanState'])].sort());
});

test('nothing that it allows changes anything, or has a star in its name', () => {
  expect(statements.every(({ Effect }) => Effect === 'Allow')).toBe(true);
  expect(allowed.filter((action) => !/^[a-z0-9]+:(Get|List|Describe)[A-Za-z0-9]+$/.test(action))).toEqual([]);
});

test('parameters are read where Debian names its images, and nowhere else', () => {
  const reading = statements.filter(({ Action }) => [Action].flat().includes('ssm:GetParameter'));
  expect(reading.map(({ Resource }) => Resource)).toEqual(['arn:aws:ssm:*::parameter/aws/service/debian/*']);
});

test('every question of the doctor is asked by one of its probes', async () => {
  const asked = new Set<Question>();
  for (const answers of [BALANCED, DISTRIBUTED]) {
    const cloud = recordedCloud(answers);
    await look(cloud);
    for (const question of cloud.asked) asked.add(question);
  }
  const ofPreflight = /^(servicequotas|ssm):|:Describe(Vpcs|InstanceTypes|InstanceTypeOfferings)$/;
  const never = (Object.keys(PERMISSIONS) as Question[]).filter((one) => !asked.has(one) && !ofPreflight.test(one));
  expect(never).toEqual([]);
});
