/** Runs the program against Pulumi's mocks and keeps what it asked for. One run a test file: modules load once. */
import * as pulumi from '@pulumi/pulumi';
import { MockMonitor, type MockCallArgs, type MockResourceArgs } from '@pulumi/pulumi/runtime/mocks';

export const ADDRESS = '203.0.113.10';
export const IMAGE = 'ami-0123456789abcdef0';
export const CONFIG = {
  'essence-aura:domain': 'essence-aura.com',
  'essence-aura:zoneId': 'Z0123456789ABCDEFGHIJ',
  'essence-aura:ownerEmail': 'owner@essence-aura.com',
};

export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
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
  /** All resources of a type, such as `aws:ec2/instance:Instance`. */
  of(type: string): readonly Resource[];
  /** The one resource of a type. */
  one(type: string): Resource;
}

export async function runProgram(): Promise<Stack> {
  const inputs = new Map<string, Record<string, unknown>>();
  const calls: MockCallArgs[] = [];
  const registrations: Registration[] = [];
  const key = (type: string, name: string): string => `${type} ${name}`;

  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const register = MockMonitor.prototype.registerResource;
  jest.spyOn(MockMonitor.prototype, 'registerResource').mockImplementation(function (this: MockMonitor, request, done) {
    registrations.push(request as Registration);
    return register.call(this, request, done);
  });
  pulumi.runtime.setAllConfig(CONFIG);
  await pulumi.runtime.setMocks(
    {
      newResource(args: MockResourceArgs) {
        inputs.set(key(args.type, args.name), args.inputs as Record<string, unknown>);
        const state = { ...(args.inputs as object), publicIp: ADDRESS, allocationId: 'eipalloc-1' };
        return { id: `${args.name}-id`, state };
      },
      call(args) {
        calls.push(args);
        if (args.token === 'aws:ssm/getParameter:getParameter') return { value: IMAGE, insecureValue: IMAGE };
        return { id: 'zone-id', zoneId: 'zone-id', name: 'essence-aura.com', nameServers: ['ns-1.example.net'] };
      },
    },
    'essence-aura',
    'test',
  );
  const program = jest.requireActual<Record<string, unknown>>('../../deploy/index');
  const settled = await Promise.all(
    Object.entries(program).map(async ([name, value]) => [name, await settle(value)] as const),
  );
  await pulumi.runtime.disconnect();

  const resources = registrations.map((registration) => ({
    type: registration.getType(),
    name: registration.getName(),
    inputs: inputs.get(key(registration.getType(), registration.getName())) ?? {},
    protect: registration.getProtect(),
    retainOnDelete: registration.getRetainondelete(),
    ignoreChanges: registration.getIgnorechangesList(),
  }));
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  return {
    resources,
    calls,
    outputs: Object.fromEntries(settled),
    of,
    one(type) {
      const [first, ...others] = of(type);
      if (!first || others.length > 0) throw new Error(`expected one ${type}, found ${of(type).length}`);
      return first;
    },
  };
}

const settle = (value: unknown): Promise<unknown> =>
  new Promise((resolve) => void (pulumi.output(value) as pulumi.Output<unknown>).apply(resolve));
