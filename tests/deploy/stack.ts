/** Runs the program against Pulumi's mocks and keeps what it asked for. Each run loads the program, and Pulumi, anew. */
import type * as Pulumi from '@pulumi/pulumi';
import type * as Mocks from '@pulumi/pulumi/runtime/mocks';
import type { AskAws } from '../../deploy/aws-cli';
import { type StackName } from '../../deploy/host-config';

export const ADDRESS = '203.0.113.10';
export const ADDRESS_V6 = '2001:db8:1:200::a';
const NETWORK_V6 = '2001:db8:1:200::/56';
export const IMAGE = 'ami-0123456789abcdef0';
export const ARTEFACT = {
  id: '20261123120000-1a2b3c4',
  file: '/artefacts/essence-aura-20261123120000-1a2b3c4.tar.gz',
  sha256: 'a'.repeat(64),
};
export const NAME_SERVERS = ['ns-1.example.net', 'ns-2.example.org'];

export const CONFIG: Readonly<Record<StackName, Readonly<Record<string, string>>>> = {
  production: {
    'aws:region': 'ap-northeast-2',
    'essence-aura:domain': 'essence-aura.com',
    'essence-aura:ownerEmail': 'owner@example.com',
  },
  staging: {
    'aws:region': 'ap-northeast-2',
    'essence-aura:domain': 'staging.essence-aura.com',
    'essence-aura:zoneId': 'Z0123456789ABCDEFGHIJ',
    'essence-aura:ownerEmail': 'owner@example.com',
    'essence-aura:certificateAuthority': 'letsencrypt-staging',
    'essence-aura:mail': 'own',
    'essence-aura:secrets': '{"MAIL_URL":"smtps://shop:hunter2hunter2@mail.example.com"}',
    'essence-aura:adminAddress': '198.51.100.7',
    'essence-aura:adminKey': 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample owner@laptop',
  },
};

export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  /** What it waits for: whole types with names, such as `aws:ec2/instance:Instance::shop`. */
  readonly dependsOn: readonly string[];
  readonly secretOutputs: readonly string[];
}

/** The part of a registration's wire message that the public mocks don't pass on. */
interface Registration {
  getType(): string;
  getName(): string;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getIgnorechangesList(): string[];
  getDependenciesList(): string[];
  getAdditionalsecretoutputsList(): string[];
}

export interface Stack {
  readonly resources: readonly Resource[];
  readonly calls: readonly Mocks.MockCallArgs[];
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly delegationAsked: readonly (readonly [string, readonly string[], string])[];
  /** What AWS was asked through its CLI. */
  readonly asked: readonly (readonly string[])[];
  /** What the operator reads. */
  readonly log: readonly string[];
  of(type: string): readonly Resource[];
  one(type: string): Resource;
}

/** What the account has before the program runs. */
export interface Account {
  /** Of SES, by the name of the identity. */
  readonly identities?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** That bear this stack's tags. */
  readonly machines?: readonly string[];
  /** Where the instance type is offered. */
  readonly zones?: readonly string[];
  /** Of a subnet that was made before. */
  readonly standsIn?: string;
  /** The CLI's answers. */
  readonly ask?: AskAws;
}

const OFFERED = ['ap-northeast-2c', 'ap-northeast-2a', 'us-east-1b', 'us-east-1d', 'us-east-1-mia-1a'];

export async function runProgram(
  stackName: StackName = 'production',
  config: Readonly<Record<string, string>> = CONFIG[stackName],
  account: Account = {},
): Promise<Stack> {
  jest.resetModules();
  const pulumi = jest.requireActual<typeof Pulumi>('@pulumi/pulumi');
  const { MockMonitor } = jest.requireActual<typeof Mocks>('@pulumi/pulumi/runtime/mocks');
  const inputs = new Map<string, Record<string, unknown>>();
  const calls: Mocks.MockCallArgs[] = [];
  const asked: (readonly string[])[] = [];
  const log: string[] = [];
  const registrations: Registration[] = [];
  const delegationAsked: (readonly [string, readonly string[], string])[] = [];
  const key = (type: string, name: string): string => `${type} ${name}`;

  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const register = MockMonitor.prototype.registerResource;
  jest.spyOn(MockMonitor.prototype, 'registerResource').mockImplementation(function (
    this: Mocks.MockMonitor,
    request,
    done,
  ) {
    registrations.push(request as Registration);
    return register.call(this, request, done);
  });
  jest.doMock('../../deploy/delegation', () => ({
    delegationNotice: (zone: string, servers: readonly string[], registrar: string) => {
      delegationAsked.push([zone, servers, registrar]);
      return Promise.resolve(null);
    },
  }));
  jest.doMock('../../deploy/artefact', () => ({
    ...jest.requireActual<object>('../../deploy/artefact'),
    artefactOrBuild: () => ARTEFACT,
  }));
  jest.doMock('../../deploy/aws-cli', () => ({
    createAskAws: (): AskAws => (args) => {
      asked.push(args);
      return (account.ask ?? (() => Promise.reject(new Error('no AWS in a test'))))(args);
    },
  }));
  // Where there is no engine, Pulumi's log goes to the terminal.
  for (const stream of ['log', 'warn', 'error'] as const) {
    jest.spyOn(console, stream).mockImplementation((...texts: unknown[]) => void log.push(texts.join(' ')));
  }
  pulumi.runtime.setAllConfig({ ...config }, ['essence-aura:secrets', 'essence-aura:contact']);
  await pulumi.runtime.setMocks(
    {
      newResource(args: Mocks.MockResourceArgs) {
        inputs.set(key(args.type, args.name), args.inputs as Record<string, unknown>);
        return { id: idOf(args), state: stateOf(args, account) };
      },
      call(args) {
        calls.push(args);
        return answerTo(args, account);
      },
    },
    'essence-aura',
    stackName,
  );
  const program = jest.requireActual<Record<string, unknown>>('../../deploy/index');
  const settled = await Promise.all(
    Object.entries(program).map(async ([name, value]) => [name, await settle(pulumi, value)] as const),
  );
  await pulumi.runtime.disconnect();

  const resources = registrations.map((registration) => ({
    type: registration.getType(),
    name: registration.getName(),
    inputs: unwrap(inputs.get(key(registration.getType(), registration.getName())) ?? {}) as Resource['inputs'],
    protect: registration.getProtect(),
    retainOnDelete: registration.getRetainondelete(),
    ignoreChanges: registration.getIgnorechangesList(),
    dependsOn: registration.getDependenciesList().map((urn) => urn.split('::').slice(2).join('::')),
    secretOutputs: registration.getAdditionalsecretoutputsList(),
  }));
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  return {
    resources,
    calls,
    delegationAsked,
    asked,
    log,
    outputs: Object.fromEntries(settled),
    of,
    one(type) {
      const [first, ...others] = of(type);
      if (!first || others.length > 0) throw new Error(`expected one ${type}, found ${of(type).length}`);
      return first;
    },
  };
}

function answerTo({ token, inputs }: Mocks.MockCallArgs, account: Account): Record<string, unknown> {
  const asked = inputs as { readonly emailIdentity?: string };
  switch (token) {
    case 'aws:ssm/getParameter:getParameter':
      return { value: IMAGE, insecureValue: IMAGE };
    case 'aws:index/getCallerIdentity:getCallerIdentity':
      return { accountId: '123456789012' };
    case 'aws:ec2/getInstances:getInstances':
      return { ids: account.machines ?? [] };
    case 'aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings':
      return { locations: account.zones ?? OFFERED };
    case 'aws:sesv2/getEmailIdentity:getEmailIdentity': {
      const tags = account.identities?.[asked.emailIdentity ?? ''];
      if (!tags) throw new Error('NotFoundException: Email identity does not exist');
      return { emailIdentity: asked.emailIdentity, tags, dkimSigningAttributes: [{ tokens: ['f1', 'f2', 'f3'] }] };
    }
    default:
      return { id: 'found-zone', zoneId: 'found-zone', name: 'essence-aura.com', nameServers: NAME_SERVERS };
  }
}

const idOf = ({ type, name }: Mocks.MockResourceArgs): string =>
  type === 'aws:ebs/volume:Volume' ? 'vol-0123456789abcdef0' : `${name}-id`;

/** What AWS would add to what was asked for. */
function stateOf({ name, type, inputs }: Mocks.MockResourceArgs, account: Account): object {
  const zone = { zoneId: 'made-zone', nameServers: NAME_SERVERS };
  const signing = {
    ...(inputs as { dkimSigningAttributes?: object }).dkimSigningAttributes,
    tokens: ['k1', 'k2', 'k3'],
  };
  return {
    bucket: `${name}-bucket`,
    name: `${name}-1a2b3c4`,
    arn: `arn:aws:test:::${name}`,
    ...(type === 'aws:ec2/vpc:Vpc' && { ipv6CidrBlock: NETWORK_V6 }),
    sesSmtpPasswordV4: 'p+w/d',
    ...(inputs as object),
    ...(type === 'aws:route53/zone:Zone' && zone),
    ...(type === 'aws:route53domains/domain:Domain' && {
      hostedZoneId: 'zone-of-the-domain',
      nameServers: NAME_SERVERS.map((name) => ({ name, glueIps: [] })),
    }),
    ...(type === 'aws:ec2/subnet:Subnet' && account.standsIn && { availabilityZone: account.standsIn }),
    ...(type === 'aws:sesv2/emailIdentity:EmailIdentity' && { dkimSigningAttributes: signing }),
    publicIp: ADDRESS,
    allocationId: 'eipalloc-1',
  };
}

/** How a secret travels; see the runtime's serialisation. */
const SECRET = '4dabf18193072939515e22adb298388d';

/** Secrets as `{ secret: value }`, so that a test sees both that it is one and what it says. */
function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== 'object' || value === null) return value;
  if (SECRET in value && 'value' in value) return { secret: unwrap(value.value) };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unwrap(inner)]));
}

const settle = (pulumi: typeof Pulumi, value: unknown): Promise<unknown> =>
  new Promise((resolve) => void (pulumi.output(value) as Pulumi.Output<unknown>).apply(resolve));
