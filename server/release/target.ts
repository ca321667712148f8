/** Which host an operator means: `user@host`, or the machine of a stack. */
import { z } from 'zod';
import { ProgramError, type RunProgram } from './run-program';
import { createSshTransport } from './ssh-transport';
import { createSsmTransport } from './ssm-transport';
import type { Transport } from './transport';

export interface Asked {
  readonly host: string | null;
  readonly sshConfig: string | undefined;
  /** null: the stack that is selected. */
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

const outputsSchema = z.object({ instanceId: z.string(), bucket: z.string(), region: z.string() });
const PULUMI_TIMEOUT_MS = 3 * 60_000;

/** @throws Error with what to do where there is no machine */
export async function transportTo(asked: Asked, run: RunProgram, root: string): Promise<Transport> {
  if (asked.host !== null) {
    return createSshTransport({ run, target: asked.host, configFile: asked.sshConfig });
  }
  const output = await pulumi(run, root, asked.stack);
  const outputs = outputsSchema.safeParse(JSON.parse(output));
  if (!outputs.success) {
    throw new Error('the stack has no machine yet: run pulumi up first, or name a host: npm run deploy -- user@host');
  }
  return createSsmTransport({ run, ...outputs.data });
}

/** The CLI that is installed, else the one of npm. */
async function pulumi(run: RunProgram, root: string, stack: string | null): Promise<string> {
  const args = ['stack', 'output', '--json', '--non-interactive', ...(stack === null ? [] : ['--stack', stack])];
  const options = { cwd: root, timeoutMs: PULUMI_TIMEOUT_MS };
  try {
    return await run('pulumi', args, options);
  } catch (error) {
    const isMissing = error instanceof ProgramError && error.exitCode === null && /not installed/.test(error.message);
    if (!isMissing) throw error;
    return run('npx', ['--yes', 'pulumi', ...args], options);
  }
}
