/** Pulumi's own CLI, on one stack, and its one resource that is ever made anew: the machine. */
import { z } from 'zod';
import { ProgramError, type RunProgram } from './run-program';

export interface PulumiOptions {
  readonly run: RunProgram;
  readonly root: string;
  readonly stack: string;
  readonly tell: (line: string) => void;
}

export interface PulumiCli {
  known(): Promise<Known>;
  /** Has the state learn what is there: a machine that vanished leaves it. */
  refresh(): Promise<void>;
  setProtected(isProtected: boolean): Promise<void>;
  preview(change: Change): Promise<void>;
  up(change: Change): Promise<void>;
}

/** What its state says, whatever became of it. */
export interface Known {
  /** Their ids; null: it knows none. */
  readonly machine: string | null;
  readonly volume: string | null;
  /** The accounts of AWS that its resources are in: one, once there are any. */
  readonly accounts: readonly string[];
}

export interface Change {
  readonly replacesMachine: boolean;
}

const MINUTE_MS = 60_000;
/** The first use fetches the CLI itself, more than 100 MB. */
const FETCH_MS = 15 * MINUTE_MS;
const CALL_MS = 5 * MINUTE_MS;
/** With a release to be packed, maybe. */
const LOOK_MS = 20 * MINUTE_MS;
/** Cut off in the middle it leaves more to mend than there was. */
const UP_MS = 120 * MINUTE_MS;

const exportSchema = z.object({
  deployment: z.object({
    resources: z
      .array(z.object({ urn: z.string(), id: z.string().optional(), delete: z.boolean().optional() }))
      .default([]),
  }),
});

const MACHINE = 'aws:ec2/instance:Instance::shop';
const VOLUME = 'aws:ebs/volume:Volume::data';
const ACCOUNT_IN_ARN = /"arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):/g;
const urnOf = (stack: string, resource: string): string => `urn:pulumi:${stack}::essence-aura::${resource}`;

/** @throws Error with what to do where there is none */
export async function openPulumiCli({ run, root, stack, tell }: PulumiOptions): Promise<PulumiCli> {
  const urn = urnOf(stack, MACHINE);
  const pulumi = (args: readonly string[], timeoutMs: number, onLine?: (line: string) => void): Promise<string> =>
    run('pulumi', [...args, '--stack', stack, '--non-interactive'], {
      cwd: root,
      timeoutMs,
      ...(onLine ? { onLine } : {}),
    });
  const shown = async (args: readonly string[], timeoutMs: number): Promise<void> => {
    await pulumi(args, timeoutMs, (line) => tell(`  ${line}`)).catch((error: unknown) => {
      // What it said was seen line by line.
      if (error instanceof ProgramError) throw new ProgramError('pulumi', error.exitCode, failed(args, error));
      throw error;
    });
  };
  const replacing = ({ replacesMachine }: Change): readonly string[] => (replacesMachine ? ['--replace', urn] : []);

  // By itself, because what it says while it fetches itself is no answer to a question.
  await run('pulumi', ['version'], {
    cwd: root,
    timeoutMs: FETCH_MS,
    onLine: (line) => tell(`  Pulumi ${line}`),
  }).catch((error: unknown) => {
    const isMissing = error instanceof ProgramError && error.exitCode === null;
    throw isMissing ? new Error(`Pulumi is needed: npm ci brings it\n${error.message}`) : error;
  });
  return {
    async known() {
      const state = await pulumi(['stack', 'export'], CALL_MS);
      const { deployment } = exportSchema.parse(JSON.parse(state));
      const idOf = (wanted: string): string | null => {
        const found = deployment.resources.find((resource) => resource.urn === wanted && resource.delete !== true);
        return found ? (found.id ?? '') : null;
      };
      const accounts = Array.from(state.matchAll(ACCOUNT_IN_ARN), ([, account = '']) => account);
      return { machine: idOf(urn), volume: idOf(urnOf(stack, VOLUME)), accounts: [...new Set(accounts)] };
    },
    refresh: () => shown(['refresh', '--yes', '--skip-preview'], LOOK_MS),
    async setProtected(isProtected) {
      await pulumi(['state', isProtected ? 'protect' : 'unprotect', urn, '--yes'], CALL_MS);
    },
    preview: (change) => shown(['preview', ...replacing(change)], LOOK_MS),
    up: (change) => shown(['up', '--yes', '--skip-preview', ...replacing(change)], UP_MS),
  };
}

const failed = ([command = '']: readonly string[], { exitCode, message }: ProgramError): string =>
  exitCode === null ? message : `pulumi ${command} ended with ${exitCode}: see above.`;
