/** What no stack may ever ask for, judged over everything a run of the program registered. */
import { readFileSync } from 'node:fs';
import { asset } from '@pulumi/pulumi';
import { type Resource } from './stack';

type Rule = (resources: readonly Resource[]) => readonly string[];

export interface Ingress {
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly cidrBlocks?: readonly string[];
  readonly ipv6CidrBlocks?: readonly string[];
}

export function violationsOf(resources: readonly Resource[]): readonly string[] {
  return RULES.flatMap((rule) => rule(resources));
}

const PUBLIC_PORTS: readonly number[] = [80, 443];
/** What is lost for good, or takes days to have again, when it goes. */
const PRECIOUS: readonly string[] = [
  'aws:ec2/eip:Eip',
  'aws:ec2/instance:Instance',
  'aws:ebs/volume:Volume',
  'aws:s3/bucket:Bucket',
  'aws:route53/zone:Zone',
];

/** What the machine is told about itself, which everybody on it may read. */
const SETTINGS = 'settings';

const ofType = (resources: readonly Resource[], type: string): readonly Resource[] =>
  resources.filter((resource) => resource.type === type);
const tagsOf = ({ inputs }: Resource) => (inputs.tags ?? {}) as Readonly<Record<string, string>>;
const label = ({ type, name }: Resource): string => `${type.split(':').at(-1) ?? type} ${name}`;
const each =
  (type: string, judge: (resource: Resource) => string | null): Rule =>
  (resources) =>
    ofType(resources, type).flatMap((resource) => {
      const problem = judge(resource);
      return problem === null ? [] : [`${label(resource)} ${problem}`];
    });

const RULES: readonly Rule[] = [
  (resources) =>
    ofType(resources, 'aws:ec2/securityGroup:SecurityGroup').flatMap((group) =>
      (group.inputs.ingress as readonly Ingress[])
        .filter((rule) => isWide(rule) && !isPublic(rule))
        .map((rule) => `${label(group)} opens ${portsOf(rule)} to the world`),
    ),
  (resources) =>
    resources
      .filter((resource) => /securityGroup.*Rule/i.test(resource.type))
      .map((resource) => `${label(resource)} opens a port outside of the one group whose rules are read here`),
  each('aws:ec2/instance:Instance', ({ inputs }) =>
    (inputs.metadataOptions as { httpTokens?: string } | undefined)?.httpTokens === 'required'
      ? null
      : "lets its metadata be read without a token (IMDSv1), and with it the role's credentials",
  ),
  each('aws:ec2/instance:Instance', ({ inputs }) =>
    (inputs.rootBlockDevice as { encrypted?: boolean } | undefined)?.encrypted === true
      ? null
      : 'has an unencrypted root disk',
  ),
  each('aws:ebs/volume:Volume', ({ inputs }) => (inputs.encrypted === true ? null : 'is not encrypted')),
  (resources) => {
    const snapshots = ofType(resources, 'aws:dlm/lifecyclePolicy:LifecyclePolicy').flatMap(({ inputs }) =>
      Object.entries((inputs.policyDetails as { targetTags?: Record<string, string> }).targetTags ?? {}),
    );
    return ofType(resources, 'aws:ebs/volume:Volume')
      .filter((volume) => !snapshots.some(([name, value]) => tagsOf(volume)[name] === value))
      .map((volume) => `${label(volume)} has no snapshots made of it`);
  },
  (resources) => ofType(resources, 'aws:s3/bucket:Bucket').flatMap((bucket) => bucketProblems(bucket, resources)),
  (resources) => {
    const apexes = ofType(resources, 'aws:route53/record:Record').filter(({ name }) => name === 'apex');
    const guarded = recordsOf(resources, 'CAA')
      .filter(({ inputs }) => (inputs.records as readonly string[]).some((value) => /^0 issue "[a-z]/.test(value)))
      .map(({ inputs }) => inputs.name);
    return apexes
      .filter(({ inputs }) => !guarded.includes(inputs.name))
      .map(({ inputs }) => `${String(inputs.name)} has no CAA record: any authority may certify it`);
  },
  (resources) => {
    const names = (type: string) => recordsOf(resources, type).map(({ inputs }) => String(inputs.name));
    const v4 = names('A');
    const v6 = names('AAAA');
    const alone = [...v4.filter((name) => !v6.includes(name)), ...v6.filter((name) => !v4.includes(name))];
    return alone.map((name) => `${name} has an address of one family only`);
  },
  (resources) =>
    resources
      .filter(({ type, protect }) => PRECIOUS.includes(type) && !protect)
      .map((resource) => `${label(resource)} is not protected`),
  each('aws:ssm/parameter:Parameter', ({ name, inputs }) =>
    inputs.type === 'SecureString' || name === SETTINGS ? null : 'is not encrypted',
  ),
  each('aws:ssm/parameter:Parameter', ({ name, inputs }) =>
    name === SETTINGS || (typeof inputs.value === 'object' && inputs.value !== null && 'secret' in inputs.value)
      ? null
      : "stands in plain text in Pulumi's state",
  ),
  (resources) =>
    resources
      .filter((resource) => takesTags(resource.type))
      .filter((resource) => ['Name', 'Project', 'Stack'].some((tag) => !tagsOf(resource)[tag]))
      .map((resource) => `${label(resource)} is not tagged`),
  (resources) => resources.flatMap((resource) => permissionProblems(resource)),
  waitsForTheMachine,
  (resources) =>
    resources.flatMap((resource) =>
      resource.ignoreChanges
        .filter((name) => isAsset(resource.inputs[name]))
        .map((name) => `${label(resource)} ignores changes of a file, which every later run opens: ${name}`),
    ),
  (resources) => resources.flatMap((resource) => descriptionProblems(resource)),
];

/** AWS refuses a description with any other character, and `preview` doesn't notice. */
const DESCRIBABLE: Readonly<Record<string, RegExp>> = {
  'aws:dlm/lifecyclePolicy:LifecyclePolicy': /^[0-9A-Za-z _-]{1,500}$/,
  'aws:ec2/securityGroup:SecurityGroup': /^[0-9A-Za-z ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/,
};

function descriptionProblems(resource: Resource): readonly string[] {
  const pattern = DESCRIBABLE[resource.type];
  if (!pattern) return [];
  const { description, ingress = [], egress = [] } = resource.inputs as Described;
  return [description, ...[...ingress, ...egress].map((rule) => rule.description)]
    .filter((text) => text !== undefined && !pattern.test(text))
    .map((text) => `${label(resource)} is described in characters that AWS refuses: ${String(text)}`);
}

interface Described {
  readonly description?: string;
  readonly ingress?: readonly Described[];
  readonly egress?: readonly Described[];
}

const MACHINE = 'aws:ec2/instance:Instance::shop';
const ITS_LOANS = [
  'aws:ec2/eipAssociation:EipAssociation::address-of-shop',
  'aws:ec2/volumeAttachment:VolumeAttachment::data-of-shop',
];
/** Who has to tell a registrar of it can begin, also where AWS lets a new account start no machine yet. */
const AT_ONCE = ['aws:route53/zone:Zone::zone', 'aws:route53/record:Record::delegation'];
const idOf = ({ type, name }: Resource): string => `${type}::${name}`;

/** Pulumi begins nothing more after a first refusal: what the machine can do without may not come before it. */
function waitsForTheMachine(resources: readonly Resource[]): readonly string[] {
  const byId = new Map(resources.map((resource) => [idOf(resource), resource]));
  const neededBy = (ids: readonly string[], seen = new Set<string>()): ReadonlySet<string> => {
    for (const id of ids.filter((one) => !seen.has(one))) {
      seen.add(id);
      neededBy(byId.get(id)?.dependsOn ?? [], seen);
    }
    return seen;
  };
  const itself = neededBy([MACHINE, ...ITS_LOANS]);
  return resources
    .filter((resource) => resource.type.startsWith('aws:'))
    .filter((resource) => !itself.has(idOf(resource)) && !AT_ONCE.includes(idOf(resource)))
    .filter((resource) => ![MACHINE, ...ITS_LOANS].every((id) => neededBy([idOf(resource)]).has(id)))
    .map((resource) => `${label(resource)} could keep the machine from being made`);
}

const isAsset = (value: unknown): boolean => asset.Asset.isInstance(value) || asset.Archive.isInstance(value);

const recordsOf = (resources: readonly Resource[], type: string): readonly Resource[] =>
  ofType(resources, 'aws:route53/record:Record').filter(({ inputs }) => inputs.type === type);

const portsOf = ({ fromPort, toPort }: Ingress): string =>
  fromPort === toPort ? `port ${fromPort}` : `ports ${fromPort} to ${toPort}`;
const isPublic = ({ protocol, fromPort, toPort }: Ingress): boolean =>
  protocol === 'tcp' && fromPort === toPort && PUBLIC_PORTS.includes(fromPort);
/** Wider than an office's network. */
const isWide = ({ cidrBlocks = [], ipv6CidrBlocks = [] }: Ingress): boolean =>
  cidrBlocks.some((block) => Number(block.split('/')[1]) < 24) ||
  ipv6CidrBlocks.some((block) => Number(block.split('/')[1]) < 48);

const CLOSED = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'];

function bucketProblems(bucket: Resource, resources: readonly Resource[]): readonly string[] {
  const physicalName = `${bucket.name}-bucket`;
  const about = (kind: string): Readonly<Record<string, unknown>> =>
    ofType(resources, `aws:s3/bucket${kind}:Bucket${kind}`).find(({ inputs }) => inputs.bucket === physicalName)
      ?.inputs ?? {};
  const encryption = JSON.stringify(about('ServerSideEncryptionConfiguration'));
  const policy = String(about('Policy').policy);
  const checks: readonly (readonly [boolean, string])[] = [
    [CLOSED.every((key) => about('PublicAccessBlock')[key] === true), 'may be made public'],
    [/"sseAlgorithm":"(AES256|aws:kms)"/.test(encryption), 'is not encrypted'],
    [JSON.stringify(about('Versioning')).includes('"Enabled"'), 'keeps no versions'],
    [/"Effect":"Deny".*"aws:SecureTransport":"false"/.test(policy), 'can be read without TLS'],
    [bucket.inputs.acl === undefined, 'has an access list'],
    [bucket.inputs.forceDestroy !== true, 'would be deleted with what is in it'],
  ];
  return checks.filter(([isRight]) => !isRight).map(([, problem]) => `${label(bucket)} ${problem}`);
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

const asList = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);
/** Of these, nothing that a machine or a user of this program holds may reach beyond its own. */
const NARROW = /^(\*|s3:|ssm:Get.*Parameter|iam:|kms:|secretsmanager:|ec2:|route53:)/;

function permissionProblems(resource: Resource): readonly string[] {
  if (!['aws:iam/rolePolicy:RolePolicy', 'aws:iam/userPolicy:UserPolicy'].includes(resource.type)) return [];
  const { Statement: statements } = JSON.parse(String(resource.inputs.policy)) as { Statement: readonly Statement[] };
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource: targets }) =>
      asList(Action)
        .filter((action) => action.endsWith('*') || (NARROW.test(action) && asList(targets).includes('*')))
        .map((action) => `${label(resource)} allows ${action} on more than its own`),
    );
}

/** `aws:ec2/eip:Eip` is `ec2/eip.js` in the provider's package, which names every input it takes. */
function takesTags(type: string): boolean {
  const [, file] = /^aws:([\w/]+):/.exec(type) ?? [];
  if (file === undefined) return false;
  return /resourceInputs\["tags"\] = args/.test(readFileSync(require.resolve(`@pulumi/aws/${file}.js`), 'utf8'));
}
