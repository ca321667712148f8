/**
 * Runs the program as `pulumi up` does: in a process of Pulumi's own Node.js runtime, which talks to an engine over
 * gRPC. The engine here creates nothing and answers with made-up identifiers.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { Server, ServerCredentials, status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { EngineService, type IEngineServer } from '@pulumi/pulumi/proto/engine_grpc_pb';
import * as engineMessages from '@pulumi/pulumi/proto/engine_pb';
import * as provider from '@pulumi/pulumi/proto/provider_pb';
import { ResourceMonitorService, type IResourceMonitorServer } from '@pulumi/pulumi/proto/resource_grpc_pb';
import * as messages from '@pulumi/pulumi/proto/resource_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { Struct, type JavaScriptValue } from 'google-protobuf/google/protobuf/struct_pb';

const root = path.resolve(__dirname, '..', '..');

/** Tests ask no name server: to the program the domain is one that nobody has registered. */
const NO_NAMES =
  "import dns from 'node:dns'; dns.promises.Resolver.prototype.resolveNs = () => Promise.reject(new Error('ENOTFOUND'));";
const onPlatform = (platform: string): string =>
  `Object.defineProperty(process, 'platform', { value: '${platform}' });`;

export interface Run {
  readonly exitCode: number | null;
  readonly registered: readonly string[];
  /** What the operator would read. */
  readonly log: string;
}

export interface RunOptions {
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  readonly stack: string;
  readonly zoneName: string;
  /** Where releases are, as far as the program knows: the directory of Pulumi.yaml. */
  readonly projectDirectory: string;
  /** Where the AWS CLI is looked for first. */
  readonly commands: string;
  /** In which zones AWS offers the instance type. */
  readonly offering?: readonly string[];
  /** As the program sees it; Node's own by default. */
  readonly platform?: string;
}

export async function runUnderPulumi(options: RunOptions): Promise<Run> {
  const { zoneName, offering = ['ap-northeast-2a'] } = options;
  const registered: string[] = [];
  const log: string[] = [];
  const server = new Server();
  server.addService(ResourceMonitorService, monitor(registered, zoneName, offering));
  server.addService(EngineService, engine(log));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  try {
    const exitCode = await runProgram(port, options, log);
    return { exitCode, registered, log: log.join('\n') };
  } finally {
    server.forceShutdown();
  }
}

/** The command line is the one that Pulumi's language host builds for `main: deploy/`. */
async function runProgram(port: number, options: RunOptions, log: string[]): Promise<number | null> {
  const { config, secretKeys = [], stack, projectDirectory, commands, platform } = options;
  const before = encodeURIComponent(platform ? NO_NAMES + onPlatform(platform) : NO_NAMES);
  const address = `127.0.0.1:${port}`;
  const pwd = path.join(root, 'deploy');
  const values = { project: 'essence-aura', stack, 'root-directory': projectDirectory, pwd };
  const flags = Object.entries({ ...values, monitor: address, engine: address }).map(([k, v]) => `--${k}=${v}`);
  const child = spawn(process.execPath, [require.resolve('@pulumi/pulumi/cmd/run'), ...flags, '.'], {
    env: {
      PATH: `${commands}:${process.env.PATH}`,
      // What Windows calls it: the compiler keeps files there.
      ...(platform && { TEMP: os.tmpdir() }),
      PULUMI_NODEJS_TYPESCRIPT: 'true',
      PULUMI_CONFIG: JSON.stringify(config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
      NODE_OPTIONS: `--import=data:text/javascript,${before}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => log.push(text));
  }
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return exitCode;
}

/** What AWS would add, whatever it is that was asked for. */
const MADE_UP: Record<string, JavaScriptValue> = {
  publicIp: '203.0.113.10',
  allocationId: 'eipalloc-1',
  availabilityZone: 'ap-northeast-2a',
  ipv6CidrBlock: '2001:db8:1:200::/56',
  arn: 'arn:aws:test',
  bucket: 'bucket',
  zoneId: 'zone',
  nameServers: ['ns-1.example.net', 'ns-2.example.org'],
  sesSmtpPasswordV4: 'password',
  dkimSigningAttributes: { tokens: ['k1', 'k2', 'k3'] },
};

function monitor(registered: string[], zoneName: string, offering: readonly string[]): UntypedServiceImplementation {
  const zone = { id: 'zone', zoneId: 'zone', name: zoneName, nameServers: ['ns-1.example.net'], accountId: '1' };
  const implementation: Partial<IResourceMonitorServer> = {
    supportsFeature: (_call, done) => done(null, new messages.SupportsFeatureResponse().setHassupport(true)),
    registerResource(call, done) {
      const type = call.request.getType();
      const name = call.request.getName();
      registered.push(`${type} ${name}`);
      const response = new messages.RegisterResourceResponse();
      response.setUrn(`urn:pulumi:test::essence-aura::${type}::${name}`);
      response.setId(`${name}-id`);
      const inputs = call.request.getObject()?.toJavaScript() ?? {};
      response.setObject(Struct.fromJavaScript({ ...MADE_UP, ...inputs }));
      done(null, response);
    },
    registerResourceOutputs: (_call, done) => done(null, new Empty()),
    invoke(call, done) {
      const answers: Readonly<Record<string, Record<string, JavaScriptValue>>> = {
        'aws:ssm/getParameter:getParameter': { insecureValue: 'ami-1' },
        'aws:ec2/getInstances:getInstances': { ids: [] },
        'aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings': { locations: [...offering] },
      };
      const token = call.request.getTok();
      // As the provider says that SES doesn't know a name.
      if (token.startsWith('aws:sesv2/')) done({ code: status.UNKNOWN, details: 'NotFoundException' });
      else done(null, new provider.InvokeResponse().setReturn(Struct.fromJavaScript(answers[token] ?? zone)));
    },
    signalAndWaitForShutdown: (_call, done) => done(null, new Empty()),
  };
  return implementation as UntypedServiceImplementation;
}

function engine(log: string[]): UntypedServiceImplementation {
  const implementation: Partial<IEngineServer> = {
    log(call, done) {
      if (call.request.getSeverity() !== engineMessages.LogSeverity.DEBUG) log.push(call.request.getMessage());
      done(null, new Empty());
    },
    getRootResource: (_call, done) => done(null, new engineMessages.GetRootResourceResponse()),
    setRootResource: (_call, done) => done(null, new engineMessages.SetRootResourceResponse()),
  };
  return implementation as UntypedServiceImplementation;
}
