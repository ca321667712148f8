/** The machine of a stack, its region and its bucket, found by their tags: no state of Pulumi's, no passphrase. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Aws } from './aws-cli';
import { ProgramError } from './run-program';

export interface Machine {
  readonly instanceId: string;
  readonly stack: string;
  /** As EC2 calls it: pending, running, stopping or stopped. */
  readonly state: string;
  readonly region: string;
  /** null: made by a program of before this tag. */
  readonly bucket: string | null;
  /** When its own disk was made, which a stop and a start leave as it is. */
  readonly madeAt: Date | null;
  readonly volumes: readonly string[];
}

export interface Search {
  /** null: of any stack, if there is only one. */
  readonly stack: string | null;
  /** Of one stack, the first in which there is one counts. */
  readonly regions: readonly string[];
}

/** The tag `Project` of everything that is the shop's. */
export const PROJECT = 'essence-aura';
const STACK_FILE = /^Pulumi\.(production|staging)\.yaml$/;
const STACK_FILES = path.join('deploy', 'stacks');

const answerSchema = z.object({
  Reservations: z.array(
    z.object({
      Instances: z.array(
        z.object({
          InstanceId: z.string(),
          State: z.object({ Name: z.string() }),
          RootDeviceName: z.string().default(''),
          Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
          BlockDeviceMappings: z
            .array(
              z.object({
                DeviceName: z.string(),
                Ebs: z.object({ VolumeId: z.string(), AttachTime: z.coerce.date().optional() }).optional(),
              }),
            )
            .default([]),
        }),
      ),
    }),
  ),
});
type Instance = z.infer<typeof answerSchema>['Reservations'][number]['Instances'][number];

/** Where to look: what the CLI is set to first, then what the files of the stacks say. @throws Error where neither does */
export async function regionsFor(
  aws: Aws,
  {
    stack,
    root,
    awsRegion,
  }: { readonly stack: string | null; readonly root: string; readonly awsRegion: string | null },
): Promise<readonly string[]> {
  const regions = regionsFrom(awsRegion ?? (await configuredRegion(aws)), { stack, root });
  if (regions.length > 0) return regions;
  throw new Error('Which region? Set AWS_REGION, such as AWS_REGION=ap-northeast-2, or run aws configure set region …');
}

/** @param set what whoever asks is set to */
export function regionsFrom(
  set: string | null,
  { stack, root }: { readonly stack: string | null; readonly root: string },
): readonly string[] {
  return [...new Set([...(set ? [set] : []), ...regionsOfStackFiles(root, stack)])];
}

/** It ends with 1 where nothing is set. */
async function configuredRegion(aws: Aws): Promise<string | null> {
  const said = await aws(['configure', 'get', 'region']).catch((error: unknown) => {
    if (error instanceof ProgramError && error.exitCode === 1) return '';
    throw error;
  });
  return said.trim() || null;
}

function regionsOfStackFiles(root: string, stack: string | null): string[] {
  return stackFiles(root)
    .filter(({ name }) => stack === null || name === stack)
    .map(({ text }) => stackValue(text, 'aws:region'))
    .filter((region) => region !== null);
}

export function stackFiles(root: string): readonly { readonly name: string; readonly text: string }[] {
  const directory = path.join(root, STACK_FILES);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => STACK_FILE.test(file))
    .map((file) => ({
      name: String(STACK_FILE.exec(file)?.[1]),
      text: readFileSync(path.join(directory, file), 'utf8'),
    }));
}

/** @param key such as `aws:region` @param indent of a key of its own, where it is not one of the configuration */
export function stackValue(text: string, key: string, indent = '  '): string | null {
  return new RegExp(`^${indent}${key}: *['"]?([^\\s'"]+)`, 'm').exec(text)?.[1] ?? null;
}

/** Every one that is not ended for good. */
export async function findMachines(aws: Aws, { stack, regions }: Search): Promise<readonly Machine[]> {
  const all: Machine[] = [];
  for (const region of regions) {
    const filters = [
      `Name=tag:Project,Values=${PROJECT}`,
      ...(stack === null ? [] : [`Name=tag:Stack,Values=${stack}`]),
      'Name=instance-state-name,Values=pending,running,stopping,stopped',
    ];
    const output = await aws([
      ...['ec2', 'describe-instances', '--region', region, '--filters', ...filters, '--output', 'json'],
    ]);
    const { Reservations } = answerSchema.parse(JSON.parse(output));
    const found = Reservations.flatMap(({ Instances }) => Instances).map((instance) => machineOf(instance, region));
    all.push(...found);
    // Of any stack: another one may stand elsewhere.
    if (stack !== null && found.length > 0) break;
  }
  return all;
}

function machineOf(instance: Instance, region: string): Machine {
  const tag = (key: string): string | null => instance.Tags.find(({ Key }) => Key === key)?.Value ?? null;
  const disks = instance.BlockDeviceMappings;
  return {
    instanceId: instance.InstanceId,
    stack: tag('Stack') ?? '',
    state: instance.State.Name,
    region,
    bucket: tag('Bucket'),
    madeAt: disks.find(({ DeviceName }) => DeviceName === instance.RootDeviceName)?.Ebs?.AttachTime ?? null,
    volumes: disks.flatMap(({ Ebs }) => (Ebs ? [Ebs.VolumeId] : [])),
  };
}

/** @throws Error in one sentence unless there is exactly one, that runs, and knows its bucket */
export async function findRunningMachine(aws: Aws, search: Search): Promise<Machine & { readonly bucket: string }> {
  const [machine, ...others] = await findMachines(aws, search);
  const where = search.regions.join(' or ');
  const whose = search.stack === null ? `of ${PROJECT}` : `of the stack ${search.stack}`;
  if (!machine) {
    throw new Error(
      `There is no machine ${whose} in ${where}, in the account that the AWS CLI is signed in to: run npx pulumi up first, ` +
        'set AWS_REGION or AWS_PROFILE, or name a host: npm run deploy -- user@host',
    );
  }
  if (others.length > 0) {
    const all = [machine, ...others].map(({ instanceId, stack }) => `${instanceId} (${stack})`).join(' and ');
    const choose = search.stack === null ? 'Say which: --stack production' : 'End the one that is not the shop';
    throw new Error(`There is more than one machine ${whose} in ${where}: ${all}. ${choose}.`);
  }
  const { instanceId, state, region, bucket } = machine;
  if (state !== 'running') {
    const start = `aws ec2 start-instances --region ${region} --instance-ids ${instanceId}`;
    throw new Error(`${instanceId} is ${state}. ${state === 'pending' ? 'Wait until it runs' : `Start it: ${start}`}`);
  }
  if (bucket === null) throw new Error(`${instanceId} has no tag Bucket that names its bucket: run npx pulumi up once`);
  return { ...machine, bucket };
}
