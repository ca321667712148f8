/** Which host an operator means: `user@host`, or the machine of a stack. */
import { readOperatorEnvironment } from '../config/env';
import { openAwsCli, type Aws } from './aws-cli';
import { findRunningMachine, regionsFor, type Machine } from './machine';
import type { RunProgram } from './run-program';
import { createSshTransport } from './ssh-transport';
import { createSsmTransport } from './ssm-transport';
import type { Transport } from './transport';

export interface Asked {
  readonly host: string | null;
  readonly sshConfig: string | undefined;
  /** null: the only one that has a machine. */
  readonly stack: string | null;
  readonly to: string | null;
}

export class UsageError extends Error {
  override name = 'UsageError';
}

const OPTIONS = ['--stack', '--ssh-config', '--to'] as const;

/** @throws UsageError */
export function parseArguments(args: readonly string[]): Asked {
  const values = new Map<string, string>();
  const hosts: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    const [name = '', inline] = word.split(/=(.*)/s, 2);
    if (!word.startsWith('-')) hosts.push(word);
    else if ((OPTIONS as readonly string[]).includes(name)) {
      const value = inline ?? args[++at];
      if (value === undefined || value === '' || value.startsWith('-')) throw new UsageError(`${name} needs a value`);
      values.set(name, value);
    } else throw new UsageError(`${word} is not known here. There are: user@host, ${OPTIONS.join(', ')}`);
  }
  if (hosts.length > 1) throw new UsageError(`one host at a time, not ${hosts.join(' and ')}`);
  const host = hosts[0] ?? null;
  const stack = values.get('--stack') ?? null;
  if (host !== null && stack !== null) throw new UsageError('either user@host or --stack, not both');
  return { host, stack, sshConfig: values.get('--ssh-config'), to: values.get('--to') ?? null };
}

export interface Found {
  readonly aws: Aws;
  readonly machine: Machine & { readonly bucket: string };
}

/** @throws Error with what to do where there is no machine */
export async function transportTo(
  asked: Pick<Asked, 'host' | 'stack' | 'sshConfig'>,
  run: RunProgram,
  root: string,
): Promise<Transport> {
  if (asked.host !== null) {
    return createSshTransport({ run, target: asked.host, configFile: asked.sshConfig });
  }
  const { aws, machine } = await machineOf(asked, run, root);
  return createSsmTransport({ aws, ...machine });
}

/** @throws Error in one sentence where there is none, or more than one */
export async function machineOf({ stack }: Pick<Asked, 'stack'>, run: RunProgram, root: string): Promise<Found> {
  const aws = await openAwsCli(run);
  const { awsRegion } = readOperatorEnvironment();
  const regions = await regionsFor(aws, { stack, root, awsRegion });
  return { aws, machine: await findRunningMachine(aws, { stack, regions }) };
}
