/** What `pulumi up` would make, as the Pulumi program asks for it: its user-data, its uploads, its parameters. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Parameter } from './aws/parameters';
import { runOrThrow } from './waits';

export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface Captured {
  readonly resources: readonly Resource[];
  readonly userData: string | Buffer;
  readonly objects: ReadonlyMap<string, Buffer>;
  readonly parameters: ReadonlyMap<string, Parameter>;
}

export interface ProgramOptions {
  readonly root: string;
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  readonly address: string;
}

const SECONDS = 120;

export async function captureProgram({
  root,
  stack,
  config,
  secretKeys = [],
  address,
}: ProgramOptions): Promise<Captured> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'rehearsal-'));
  try {
    const file = path.join(scratch, 'resources.json');
    const script = path.join(root, 'dist', 'rehearsal', 'capture-program.js');
    await runOrThrow(process.execPath, [script, path.join(root, 'deploy'), file], {
      what: 'the Pulumi program to end',
      seconds: SECONDS,
      cwd: root,
      stdin: JSON.stringify({ stack, config, secretKeys, address }),
    });
    return await read(JSON.parse(await readFile(file, 'utf8')) as Resource[]);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function read(asked: readonly Resource[]): Promise<Captured> {
  const resources = asked.map((resource) => ({ ...resource, inputs: plain(resource.inputs) as Resource['inputs'] }));
  const of = (pattern: RegExp) => resources.filter((resource) => pattern.test(resource.type));
  const instance = of(/^aws:ec2\/instance:Instance$/)[0]?.inputs;
  if (!instance) throw new Error('the Pulumi program asked for no machine');
  const objects = new Map<string, Buffer>();
  for (const { inputs } of of(/^aws:s3\/bucketObject(v2)?:BucketObject(v2)?$/)) {
    objects.set(`${String(inputs['bucket'])}/${String(inputs['key'])}`, await contentOf(inputs));
  }
  const parameters = of(/^aws:ssm\/parameter:Parameter$/).map(
    ({ inputs }) =>
      [
        String(inputs['name']),
        { type: String(inputs['type']), value: String(inputs['value'] ?? inputs['insecureValue']) },
      ] as const,
  );
  return { resources, userData: userDataOf(instance), objects, parameters: new Map(parameters) };
}

function userDataOf(instance: Resource['inputs']): string | Buffer {
  const { userData, userDataBase64 } = instance;
  if (typeof userDataBase64 === 'string') return Buffer.from(userDataBase64, 'base64');
  if (typeof userData === 'string') return userData;
  throw new Error('the Pulumi program gives its machine no user-data');
}

async function contentOf(inputs: Resource['inputs']): Promise<Buffer> {
  if (typeof inputs['content'] === 'string') return Buffer.from(inputs['content']);
  if (typeof inputs['contentBase64'] === 'string') return Buffer.from(inputs['contentBase64'], 'base64');
  const source = inputs['source'] as { path?: string; text?: string } | string | undefined;
  if (typeof source === 'string') return readFile(source);
  if (source?.text !== undefined) return Buffer.from(source.text);
  if (source?.path !== undefined) return readFile(source.path);
  throw new Error(`the object ${String(inputs['key'])} has no content`);
}

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

/** Pulumi wraps what is secret; here it is handed to a machine of our own. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Record<string, unknown>;
  if (fields[SIGNATURE] === SECRET) return plain(fields['value']);
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, plain(field)]));
}
