/** Runs the program against Pulumi's mocks and keeps what it asked for. One run a test file: modules load once. */
import * as pulumi from '@pulumi/pulumi';
import { MockMonitor, type MockCallArgs, type MockResourceArgs } from '@pulumi/pulumi/runtime/mocks';
import { type StackName } from '../../deploy/host-config';

export const ADDRESS = '203.0.113.10';
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
}

/** The part of a registration's wire message that the public mocks don't pass on. */
interface Registration {
  getType(): string;
  getName(): string;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getIgnorechangesList(): string[];
}

export interface Stack {
  readonly resources: readonly Resource[];
  readonly calls: readonly MockCallArgs[];
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly delegationAsked: readonly (readonly [string, readonly string[]])[];
  of(type: string): readonly Resource[];
  one(type: string): Resource;
}

export async function runProgram(
  stackName: StackName = 'production',
  config: Readonly<Record<string, string>> = CONFIG[stackName],
): Promise<Stack> {
  const inputs = new Map<string, Record<string, unknown>>();
  const calls: MockCallArgs[] = [];
  const registrations: Registration[] = [];
  const delegationAsked: (readonly [string, readonly string[]])[] = [];
  const key = (type: string, name: string): string => `${type} ${name}`;

  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const register = MockMonitor.prototype.registerResource;
  jest.spyOn(MockMonitor.prototype, 'registerResource').mockImplementation(function (this: MockMonitor, request, done) {
    registrations.push(request as Registration);
    return register.call(this, request, done);
  });
  jest.doMock('../../deploy/delegation', () => ({
    delegationNotice: (zone: string, servers: readonly string[]) => {
      delegationAsked.push([zone, servers]);
      return Promise.resolve(null);
    },
  }));
  jest.doMock('../../deploy/release', () => ({
    ...jest.requireActual<object>('../../deploy/release'),
    artefactOrBuild: () => ARTEFACT,
  }));
  // Where there is no engine, Pulumi's log goes to the terminal.
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  pulumi.runtime.setAllConfig({ ...config }, ['essence-aura:secrets']);
  await pulumi.runtime.setMocks(
    {
      newResource(args: MockResourceArgs) {
        inputs.set(key(args.type, args.name), args.inputs as Record<string, unknown>);
        return { id: idOf(args), state: stateOf(args) };
      },
      call(args) {
        calls.push(args);
        if (args.token === 'aws:ssm/getParameter:getParameter') return { value: IMAGE, insecureValue: IMAGE };
        if (args.token === 'aws:index/getCallerIdentity:getCallerIdentity') return { accountId: '123456789012' };
        return { id: 'found-zone', zoneId: 'found-zone', name: 'essence-aura.com', nameServers: NAME_SERVERS };
      },
    },
    'essence-aura',
    stackName,
  );
  const program = jest.requireActual<Record<string, unknown>>('../../deploy/index');
  const settled = await Promise.all(
    Object.entries(program).map(async ([name, value]) => [name, await settle(value)] as const),
  );
  await pulumi.runtime.disconnect();

  const resources = registrations.map((registration) => ({
    type: registration.getType(),
    name: registration.getName(),
    inputs: unwrap(inputs.get(key(registration.getType(), registration.getName())) ?? {}) as Resource['inputs'],
    protect: registration.getProtect(),
    retainOnDelete: registration.getRetainondelete(),
    ignoreChanges: registration.getIgnorechangesList(),
  }));
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  return {
    resources,
    calls,
    delegationAsked,
    outputs: Object.fromEntries(settled),
    of,
    one(type) {
      const [first, ...others] = of(type);
      if (!first || others.length > 0) throw new Error(`expected one ${type}, found ${of(type).length}`);
      return first;
    },
  };
}

const idOf = ({ type, name }: MockResourceArgs): string =>
  type === 'aws:ebs/volume:Volume' ? 'vol-0123456789abcdef0' : `${name}-id`;

/** What AWS would add to what was asked for. */
function stateOf({ name, type, inputs }: MockResourceArgs): object {
  const zone = { zoneId: 'made-zone', nameServers: NAME_SERVERS };
  const signing = {
    ...(inputs as { dkimSigningAttributes?: object }).dkimSigningAttributes,
    tokens: ['k1', 'k2', 'k3'],
  };
  return {
    bucket: `${name}-bucket`,
    arn: `arn:aws:test:::${name}`,
    availabilityZone: 'ap-northeast-2a',
    ...(type === 'aws:ec2/vpc:Vpc' && { ipv6CidrBlock: NETWORK_V6 }),
    sesSmtpPasswordV4: 'p+w/d',
    ...(inputs as object),
    ...(type === 'aws:route53/zone:Zone' && zone),
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

const settle = (value: unknown): Promise<unknown> =>
  new Promise((resolve) => void (pulumi.output(value) as pulumi.Output<unknown>).apply(resolve));
