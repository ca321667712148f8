import { asset } from '@pulumi/pulumi';
import { violationsOf } from './policy';
import { runProgram, type Resource, type Stack } from './stack';

let stack: Stack;
beforeAll(async () => {
  stack = await runProgram('production');
});

/** The stack as a careless hand would leave it. */
type Careless = () => readonly Resource[];

/** Everything of a type (and a name) has some of its inputs changed. */
const doctored =
  (type: string, change: Readonly<Record<string, unknown>>, name?: string): Careless =>
  () => {
    const isMeant = (resource: Resource): boolean =>
      resource.type.endsWith(`:${type}`) && (name ?? resource.name) === resource.name;
    expect(stack.resources.filter(isMeant)).not.toEqual([]);
    return stack.resources.map((resource) =>
      isMeant(resource) ? { ...resource, inputs: { ...resource.inputs, ...change } } : resource,
    );
  };

const without =
  (isMeant: (resource: Resource) => boolean): Careless =>
  () => {
    const left = stack.resources.filter((resource) => !isMeant(resource));
    expect(left.length).toBeLessThan(stack.resources.length);
    return left;
  };

const opening =
  (port: number | readonly [number, number], source: object, protocol = 'tcp'): Careless =>
  () => {
    const [fromPort, toPort] = typeof port === 'number' ? [port, port] : port;
    const { ingress } = stack.one('aws:ec2/securityGroup:SecurityGroup').inputs;
    const rule = { protocol, fromPort, toPort, ...source };
    return doctored('SecurityGroup', { ingress: [...(ingress as object[]), rule] })();
  };
const OPEN_METADATA =
  "Instance shop lets its metadata be read without a token (IMDSv1), and with it the role's credentials";
const UNCERTIFIED = 'essence-aura.com has no CAA record: any authority may certify it';
const PUBLIC_22 = 'SecurityGroup web opens port 22 to the world';
const HALVES = { cidrBlocks: ['0.0.0.0/1', '128.0.0.0/1'] };
const WORLD = { cidrBlocks: ['0.0.0.0/0'] };
const WORLD_V6 = { ipv6CidrBlocks: ['::/0'] };

test('the program as it is breaks no rule', () => {
  expect(violationsOf(stack.resources)).toEqual([]);
});

const allowing = (Action: string, target: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: target }] });

type Case = readonly [what: string, resources: Careless, says: string];
const CASES: readonly Case[] = [
  [
    'a file among what is ignored',
    doctored('BucketObjectv2', { source: new asset.FileAsset('/artefacts/x.tar.gz') }, 'first-release'),
    'BucketObjectv2 first-release ignores changes of a file, which every later run opens: source',
  ],
  [
    'a budget that is made at once',
    () => stack.resources.map((one) => (one.name === 'budget' ? { ...one, dependsOn: [] } : one)),
    'Budget budget could keep the machine from being made',
  ],
  ['port 22 open to the world', opening(22, WORLD), PUBLIC_22],
  ['port 22 open to the world over IPv6', opening(22, WORLD_V6), PUBLIC_22],
  ['port 22 open to half of the world', opening(22, HALVES), PUBLIC_22],
  ['Postgres open to the world', opening(5432, WORLD), 'SecurityGroup web opens port 5432 to the world'],
  ['the shop past the edge', opening(3001, WORLD_V6), 'SecurityGroup web opens port 3001 to the world'],
  [
    'a range that begins with a public port',
    opening([443, 8443], WORLD),
    'SecurityGroup web opens ports 443 to 8443 to the world',
  ],
  ['every protocol', opening(0, WORLD, '-1'), 'SecurityGroup web opens port 0 to the world'],
  [
    'a rule that stands elsewhere',
    () => [
      ...stack.resources,
      { ...stack.one('aws:budgets/budget:Budget'), type: 'aws:ec2/securityGroupRule:SecurityGroupRule', name: 'x' },
    ],
    'SecurityGroupRule x opens a port outside of the one group whose rules are read here',
  ],
  ['an unencrypted volume', doctored('Volume', { encrypted: false }), 'Volume data is not encrypted'],
  [
    'an unencrypted root disk',
    doctored('Instance', { rootBlockDevice: { volumeSize: 16 } }),
    'Instance shop has an unencrypted root disk',
  ],
  ['metadata without a token', doctored('Instance', { metadataOptions: { httpTokens: 'optional' } }), OPEN_METADATA],
  ["metadata as AWS's default has it", doctored('Instance', { metadataOptions: undefined }), OPEN_METADATA],
  ['no CAA record', without(({ inputs }) => inputs.type === 'CAA'), UNCERTIFIED],
  [
    'a CAA record of another name',
    doctored('Record', { name: 'www.essence-aura.com' }, 'certificate-authority'),
    UNCERTIFIED,
  ],
  [
    'a name without IPv6',
    without(({ name }) => name === 'app-ipv6'),
    'app.essence-aura.com has an address of one family only',
  ],
  [
    'a bucket that may be made public',
    doctored('BucketPublicAccessBlock', { blockPublicPolicy: false }),
    'Bucket store may be made public',
  ],
  [
    'a bucket that nothing closes',
    without(({ type }) => type.includes('BucketPublicAccessBlock')),
    'Bucket store may be made public',
  ],
  ['a public list', doctored('Bucket', { acl: 'public-read' }), 'Bucket store has an access list'],
  ['an unencrypted bucket', without(({ type }) => type.includes('Encryption')), 'Bucket store is not encrypted'],
  ['a bucket without versions', without(({ type }) => type.includes('Versioning')), 'Bucket store keeps no versions'],
  [
    'a bucket that is read without TLS',
    doctored('BucketPolicy', { policy: '{}' }),
    'Bucket store can be read without TLS',
  ],
  ['no snapshots', without(({ type }) => type.startsWith('aws:dlm/')), 'Volume data has no snapshots made of it'],
  [
    'snapshots of something else',
    doctored('LifecyclePolicy', { policyDetails: { targetTags: { other: 'tag' } } }),
    'Volume data has no snapshots made of it',
  ],
  ['a plain parameter', doctored('Parameter', { type: 'String' }), 'Parameter secret-MAIL_URL is not encrypted'],
  [
    'a secret in plain text',
    doctored('Parameter', { value: 'smtps://…' }),
    "Parameter secret-MAIL_URL stands in plain text in Pulumi's state",
  ],
  ['a thing without tags', doctored('Budget', { tags: undefined }), 'Budget budget is not tagged'],
  ['half of the tags', doctored('Vpc', { tags: { Name: 'x' } }), 'Vpc network is not tagged'],
  [
    "a policy's description that AWS refuses",
    doctored('LifecyclePolicy', { description: "the shop's snapshots" }),
    "LifecyclePolicy snapshots is described in characters that AWS refuses: the shop's snapshots",
  ],
  [
    "a group's description that AWS refuses",
    doctored('SecurityGroup', { description: 'web — and nothing else' }),
    'SecurityGroup web is described in characters that AWS refuses: web — and nothing else',
  ],
  [
    'a role that reads every bucket',
    doctored('RolePolicy', { policy: allowing('s3:GetObject', '*') }),
    'RolePolicy shop allows s3:GetObject on more than its own',
  ],
  [
    'a role that may do anything with its bucket',
    doctored('RolePolicy', { policy: allowing('s3:*', 'arn:aws:s3:::x') }),
    'RolePolicy shop allows s3:* on more than its own',
  ],
];

test.each(CASES)('%s is found', (_careless, resources, says) => {
  expect(violationsOf(resources())).toEqual([says]);
});

test.each([
  'aws:ec2/eip:Eip',
  'aws:ec2/instance:Instance',
  'aws:ebs/volume:Volume',
  'aws:s3/bucket:Bucket',
  'aws:route53/zone:Zone',
])('an unprotected %s is found', (type) => {
  const resources = stack.resources.map((one) => (one.type === type ? { ...one, protect: false } : one));
  expect(violationsOf(resources)).toEqual([expect.stringMatching(/is not protected$/)]);
});

test("an administrator's own address at port 22 is not the world", () => {
  expect(violationsOf(opening(22, { cidrBlocks: ['203.0.113.7/32'] })())).toEqual([]);
});
