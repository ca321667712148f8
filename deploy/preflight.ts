/** Looks, before the first `pulumi up`, at what would stop it: the doctor's cloud view, with what the stack's file says. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openCloud } from '../server/doctor/cloud/open';
import type { Cloud } from '../server/doctor/cloud/questions';
import type { Context } from '../server/doctor/context';
import { diagnose } from '../server/doctor/diagnose';
import type { Looked } from '../server/doctor/gather';
import { PREFLIGHT_PROBES } from '../server/doctor/probes/preflight';
import type { Report } from '../server/doctor/report';
import type { Plan, StackFile, Workplace } from '../server/health/facts/preflight';
import { PREFLIGHT_FAULTS } from '../server/health/faults/preflight';
import { hostsOf } from '../server/hosts';
import { systemClock } from '../server/process/clock';
import { messageOf } from '../server/process/thrown';
import { openAwsCli, type Aws } from '../server/release/aws-cli';
import { stackValue } from '../server/release/machine';
import type { RunProgram } from '../server/release/run-program';
import { StackConfigError, type StackConfig } from './config';
import { imageParameter } from './image';
import { configOf } from './readable-config';

export interface PreflightOptions {
  readonly root: string;
  /** The stack's file, from the root on. */
  readonly file: string;
  readonly awsRegion: string | null;
  readonly resolvers: readonly string[];
  readonly run: RunProgram;
  readonly tell: (looked: Looked) => void;
  /** Not given: whoever is signed in. */
  readonly cloud?: Cloud | null;
}

export async function preflight(options: PreflightOptions): Promise<Report> {
  const { root, file, awsRegion, resolvers, run, tell } = options;
  const stackFile = readPlan(root, file);
  const domain = stackFile.plan?.domain ?? domainIn(path.join(root, file));
  const cloud = options.cloud === undefined ? await cloudOf(stackFile, { domain, root, awsRegion }) : options.cloud;
  const cli = openAwsCli(run);
  // It is asked for twice; that there is none is a fault that is told, and no end of this.
  cli.catch(() => undefined);
  const context: Context = {
    target: { hosts: hostsOf(domain), httpPort: 80, httpsPort: 443, shopPort: 3001, isPublic: true },
    clock: systemClock,
    reach: { resolvers, extraRoots: [], rdapBootstrapUrl: '' },
    inside: null,
    cloud,
    preflight: {
      stackFile,
      readWorkplace: () => readWorkplace(root, cli),
      askCli: async (args) => JSON.parse(await (await cli)([...args, '--output', 'json'])) as unknown,
    },
  };
  return diagnose(context, { views: ['cloud'], only: ['cloud'], probes: PREFLIGHT_PROBES, tell });
}

/** What may close the way: without it, nobody can say that it is open. */
const DECISIVE = new Set<string>(
  PREFLIGHT_FAULTS.filter(({ severity }) => severity === 'down').flatMap(({ needs }) => needs as readonly string[]),
);

export type Verdict = 'well' | 'faults' | 'unknown';

export function verdictOf({ findings, layers }: Report): Verdict {
  if (findings.some(({ severity }) => severity === 'down')) return 'faults';
  const unlooked = layers.flatMap((layer) => layer.unlooked.map((why) => why.split(':', 1)[0] ?? ''));
  if (unlooked.some((fact) => DECISIVE.has(fact))) return 'unknown';
  return findings.length > 0 ? 'faults' : 'well';
}

/** The stack's own region, whatever the CLI is set to: that is where the machine is going to stand. */
async function cloudOf(
  { plan }: StackFile,
  where: { readonly domain: string; readonly root: string; readonly awsRegion: string | null },
): Promise<Cloud | null> {
  const { cloud } = await openCloud(where);
  return cloud && plan ? { ...cloud, regions: [plan.region], stack: plan.stack } : cloud;
}

export function readPlan(root: string, file: string): StackFile {
  const full = path.join(root, file);
  if (!existsSync(full))
    return { file, plan: null, problems: ['there is no such file: docs/launch.md says how it is made'] };
  try {
    return { file, plan: planOf(configOf(full)), problems: null };
  } catch (error) {
    if (!(error instanceof StackConfigError)) throw error;
    const [, ...problems] = error.message.split('\n').map((line) => line.trim());
    return { file, plan: null, problems };
  }
}

const planOf = (config: StackConfig): Plan => ({
  stack: config.stack,
  region: config.region,
  domain: config.domain,
  instanceType: config.instanceType,
  availabilityZone: config.availabilityZone,
  imageParameter: imageParameter(config.instanceType),
  zoneId: config.zoneId,
  register: config.register,
  mail: config.mail,
});

/** Of a file that can't be used otherwise, for the report's head. */
function domainIn(file: string): string {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return stackValue(text, 'essence-aura:domain') ?? 'example.com';
}

async function readWorkplace(root: string, cli: Promise<Aws>): Promise<Workplace> {
  const cliProblem = await cli.then(
    () => null,
    (error: unknown) => messageOf(error),
  );
  const declared = read(path.join(root, 'package.json')) as { devDependencies?: { pulumi?: string } } | null;
  const installed = read(path.join(root, 'node_modules', 'pulumi', 'package.json')) as { version?: string } | null;
  return {
    platform: process.platform,
    cliProblem,
    pulumi: { pinned: declared?.devDependencies?.pulumi ?? null, installed: installed?.version ?? null },
  };
}

const read = (file: string): unknown => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);
