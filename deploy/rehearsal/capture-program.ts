// Runs the Pulumi program against Pulumi's own mocks, and writes what it asked for as JSON:
// `node dist/rehearsal/capture-program.js DIRECTORY_OF_THE_PROGRAM OUTPUT_FILE < configuration.json`
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import * as pulumi from '@pulumi/pulumi';
import type { MockResourceArgs } from '@pulumi/pulumi/runtime/mocks';
import * as state from '@pulumi/pulumi/runtime/state';
import { transformSync } from 'esbuild';
import { ACCOUNT, roleArn, ZONE } from './mocked-account';

interface Question {
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  readonly address: string;
}

interface Compiling {
  _compile(code: string, file: string): unknown;
}

/** The runtime's own, which its types leave out. */
interface RuntimeState {
  getStore(): { readonly settings: { readonly options: { rootDirectory?: string } } };
}

/** The program is TypeScript and finds its files beside itself, so it is compiled as it is loaded, as Pulumi does. */
function loadTypeScript(): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only hook that keeps a module's own directory
  require.extensions['.ts'] = (module, file) => {
    const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'cjs', target: 'node20' });
    (module as unknown as Compiling)._compile(code, file);
  };
}

const settle = (value: unknown): Promise<unknown> =>
  new Promise((resolve) => void (pulumi.output(value) as pulumi.Output<unknown>).apply(resolve));

async function main(program: string, outputFile: string): Promise<void> {
  const question = JSON.parse(readFileSync(0, 'utf8')) as Question;
  const resources: unknown[] = [];
  pulumi.runtime.setAllConfig(question.config, [...question.secretKeys]);
  await pulumi.runtime.setMocks(
    {
      newResource(args: MockResourceArgs) {
        resources.push({ type: args.type, name: args.name, inputs: args.inputs as unknown });
        return { id: `${args.name}-id`, state: stateOf(args, question) };
      },
      call: (args) => ({
        ...(args.inputs as object),
        id: 'id',
        zoneId: ZONE,
        name: question.config['essence-aura:domain'],
        nameServers: ['ns-1.rehearsal.test'],
        value: 'ami-0123456789abcdef0',
        insecureValue: 'ami-0123456789abcdef0',
        accountId: ACCOUNT,
        region: 'ap-northeast-2',
        names: ['ap-northeast-2a', 'ap-northeast-2b'],
        json: '{}',
        ids: [],
        locations: ['ap-northeast-2a'],
        tags: {},
        dkimSigningAttributes: [],
      }),
    },
    'essence-aura',
    question.stack,
  );
  // The mocks call it "rootDirectory", and the release that the program uploads is looked for below it.
  (state as unknown as RuntimeState).getStore().settings.options.rootDirectory = path.dirname(program);
  loadTypeScript();
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- after the hook and the mocks, and by its path
  const outputs = require(path.join(program, 'index.ts')) as Record<string, unknown>;
  for (const value of Object.values(outputs)) await settle(value);
  await pulumi.runtime.disconnect();
  writeFileSync(outputFile, JSON.stringify(await withoutPromises(resources)));
}

/** A file that is to be uploaded hands its path over as a promise. */
async function withoutPromises(value: unknown): Promise<unknown> {
  const settled = await value;
  if (Array.isArray(settled)) return Promise.all(settled.map(withoutPromises));
  if (typeof settled !== 'object' || settled === null) return settled;
  const entries = Object.entries(settled).map(async ([name, field]) => [name, await withoutPromises(field)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function stateOf({ type, name, inputs }: MockResourceArgs, { address }: Question): object {
  const asked = inputs as Record<string, unknown>;
  const bucket = `${name}-rehearsal`;
  return {
    bucket,
    arn: arnOf(type, name, bucket),
    publicIp: address,
    allocationId: 'eipalloc-1',
    ipv6CidrBlock: 'fd00:42::/56',
    ipv6Addresses: ['fd00:42::2'],
    dkimTokens: ['one', 'two', 'three'],
    smtpUsername: 'rehearsal',
    nameServers: ['ns-1.rehearsal.test'],
    zoneId: ZONE,
    ...asked,
  };
}

/** As AWS has it where policies name it. */
function arnOf(type: string, name: string, bucket: string): string {
  if (type === 'aws:s3/bucket:Bucket') return `arn:aws:s3:::${bucket}`;
  return type === 'aws:iam/role:Role' ? roleArn(name) : `arn:aws:rehearsal:::${name}`;
}

const [program = '', outputFile = ''] = process.argv.slice(2);
main(program, outputFile).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exit(1);
  },
);
