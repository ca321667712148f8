/** To the machine of a stack: files through its bucket, commands through Systems Manager. No open port, no key. */
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ProgramError, type RunProgram } from './run-program';
import { shellQuoted, type Transport } from './transport';

export interface SsmOptions {
  readonly run: RunProgram;
  readonly region: string;
  readonly instanceId: string;
  readonly bucket: string;
  readonly pollMs?: number;
  /** From sending a command to its end. */
  readonly deadlineMs?: number;
}

const CALL_MS = 60_000;
const UPLOAD_MS = 20 * 60_000;
const COMMAND_SECONDS = 2_400;
/** Until the machine has heard of the command. */
const DELIVERY_SECONDS = 120;
const POLL_MS = 2_000;
/** What Systems Manager allows it, and a little for the way. */
const DEADLINE_MS = (DELIVERY_SECONDS + COMMAND_SECONDS + 60) * 1000;
/** A command that was sent a moment ago may not be known yet. */
const UNKNOWN_TRIES = 15;
/** Questions in a row that may fail on their way: what was begun goes on meanwhile. */
const FAILED_TRIES = 15;
const GOES_ON = 'What had begun there goes on by itself: look before you deploy again.';

const sentSchema = z.object({ Command: z.object({ CommandId: z.string() }) });
const invocationSchema = z.object({
  Status: z.string(),
  StatusDetails: z.string().default(''),
  ResponseCode: z.number().default(-1),
  StandardOutputContent: z.string().default(''),
  StandardErrorContent: z.string().default(''),
});
type Invocation = z.infer<typeof invocationSchema>;

const UNDER_WAY: ReadonlySet<string> = new Set(['Pending', 'InProgress', 'Delayed', 'Cancelling']);
const NOT_REACHED: ReadonlySet<string> = new Set(['DeliveryTimedOut', 'Undeliverable']);

export function createSsmTransport(options: SsmOptions): Transport {
  const { run, region, instanceId, bucket, pollMs = POLL_MS, deadlineMs = DEADLINE_MS } = options;
  const aws = (args: readonly string[], timeoutMs = CALL_MS): Promise<string> =>
    run('aws', [...args, '--region', region], { timeoutMs });

  async function send(command: readonly string[]): Promise<string> {
    const parameters = { commands: [shellQuoted(command)], executionTimeout: [String(COMMAND_SECONDS)] };
    const output = await aws([
      'ssm',
      'send-command',
      '--instance-ids',
      instanceId,
      '--document-name',
      'AWS-RunShellScript',
      '--timeout-seconds',
      String(DELIVERY_SECONDS),
      '--parameters',
      JSON.stringify(parameters),
      '--output',
      'json',
    ]);
    return sentSchema.parse(JSON.parse(output)).Command.CommandId;
  }

  async function invocation(commandId: string): Promise<Invocation | null> {
    const args = ['--command-id', commandId, '--instance-id', instanceId, '--output', 'json'];
    try {
      return invocationSchema.parse(JSON.parse(await aws(['ssm', 'get-command-invocation', ...args])));
    } catch (error) {
      if (error instanceof ProgramError && error.message.includes('InvocationDoesNotExist')) return null;
      throw error;
    }
  }

  /** As {@link invocation}; a question that fails is only counted, until too many did. */
  function createQuestion(commandId: string): () => Promise<Invocation | null> {
    let failed = 0;
    return async () => {
      try {
        const state = await invocation(commandId);
        failed = 0;
        return state;
      } catch (error) {
        if (!(error instanceof ProgramError) || error.exitCode === null) throw error;
        if (++failed <= FAILED_TRIES) return null;
        throw new ProgramError('aws', error.exitCode, `${instanceId} is out of reach. ${GOES_ON}\n${error.message}`);
      }
    };
  }

  async function ended(
    [what = '']: readonly string[],
    commandId: string,
    meanwhile: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Invocation> {
    const deadline = performance.now() + deadlineMs;
    const question = createQuestion(commandId);
    let isKnown = false;
    for (let tries = 1; performance.now() < deadline; tries++) {
      const state = await question();
      isKnown ||= state !== null;
      if (!isKnown && tries > UNKNOWN_TRIES + FAILED_TRIES) {
        throw new ProgramError('aws', null, `Systems Manager does not know the command ${commandId} it was given`);
      }
      if (state !== null && !UNDER_WAY.has(state.Status)) return state;
      if (state !== null) await meanwhile();
      await sleep(pollMs);
    }
    throw new ProgramError('aws', null, `${instanceId} has not said how ${what} ended. ${GOES_ON}`);
  }

  async function runThere(command: readonly string[]): Promise<void> {
    const said: string[] = [];
    const state = await ended(command, await send(command));
    finish(state, command, (line) => said.push(line), said);
  }

  /** Systems Manager tells what a command says when it has ended: until then a file of its own is read beside it. */
  async function runShowing(command: readonly string[], onLine: (line: string) => void): Promise<void> {
    const heard = createLineReader(onLine);
    const file = `/run/essence-aura-${randomBytes(8).toString('hex')}.log`;
    const kept = `${shellQuoted(command)} 2>&1 | tee ${file}; code=\${PIPESTATUS[0]}; rm -f ${file}; exit $code`;
    const peek = async (): Promise<void> => {
      const look = ['cat', file];
      const read = await ended(look, await send(look));
      if (read.Status === 'Success') heard(read.StandardOutputContent);
    };
    // A look that fails is no reason to give up what runs.
    const state = await ended(command, await send(['bash', '-c', kept]), () => peek().catch(() => undefined));
    heard(`${state.StandardOutputContent.trimEnd()}\n`);
    finish(state, command, onLine);
  }

  /** @param told what the error is to tell beside its code, where nobody heard it before */
  function finish(
    state: Invocation,
    command: readonly string[],
    onLine: (line: string) => void,
    told: readonly string[] = [],
  ): void {
    const errors = state.StandardErrorContent.split('\n').filter((line) => line.trim() !== '');
    for (const line of errors) onLine(line);
    if (state.Status === 'Success') return;
    const what = NOT_REACHED.has(state.StatusDetails.replaceAll(' ', ''))
      ? `${instanceId} was not reached (${state.StatusDetails}): is it running, and its Systems Manager agent?`
      : `${String(command[0])} on ${instanceId}: ${state.Status}, exit code ${state.ResponseCode}`;
    throw new ProgramError('aws', state.ResponseCode, [what, ...told].join('\n'));
  }

  return {
    target: instanceId,
    async put(file) {
      const name = path.basename(file);
      const object = `s3://${bucket}/releases/${name}`;
      const place = `/opt/essence-aura/incoming/${name}`;
      await aws(['s3', 'cp', '--only-show-errors', file, object], UPLOAD_MS);
      await runThere(['aws', 's3', 'cp', '--only-show-errors', '--region', region, object, place]);
      return place;
    },
    run: runShowing,
    async announce({ id, file, sha256 }) {
      const draft = `${file}.current.json`;
      const key = `releases/${path.basename(file)}`;
      await writeFile(draft, `${JSON.stringify({ release: id, key, sha256 })}\n`);
      try {
        const object = `s3://${bucket}/releases/current.json`;
        await aws(['s3', 'cp', '--only-show-errors', '--content-type', 'application/json', draft, object]);
      } finally {
        await rm(draft, { force: true });
      }
    },
  };
}

/** Is told everything from the beginning each time, and passes on what is new, in whole lines. */
function createLineReader(onLine: (line: string) => void): (content: string) => void {
  let told = 0;
  return (content) => {
    const lines = content.split('\n').slice(0, -1);
    for (const line of lines.slice(told)) onLine(line);
    told = Math.max(told, lines.length);
  };
}
