/** Commands on the machine of a stack, through Systems Manager: sent, and followed until they have ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ProgramError } from './run-program';
import { shellQuoted } from './transport';

export interface SsmCommandOptions {
  readonly aws: (args: readonly string[]) => Promise<string>;
  readonly instanceId: string;
  readonly pollMs?: number | undefined;
  readonly deadlineMs?: number | undefined;
}

export interface ExecuteOptions {
  /** What people call it, where that isn't its first word. */
  readonly name?: string | undefined;
  readonly meanwhile?: () => Promise<void>;
}

/** @returns how it ended, well or not. @throws ProgramError where that can't be told */
export type ExecuteCommand = (command: readonly string[], options?: ExecuteOptions) => Promise<Invocation>;

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
export type Invocation = z.infer<typeof invocationSchema>;

const UNDER_WAY: ReadonlySet<string> = new Set(['Pending', 'InProgress', 'Delayed', 'Cancelling']);

export function createSsmCommands(options: SsmCommandOptions): ExecuteCommand {
  const { aws, instanceId, pollMs = POLL_MS, deadlineMs = DEADLINE_MS } = options;

  async function send(command: readonly string[]): Promise<string> {
    const parameters = { commands: [shellQuoted(command)], executionTimeout: [String(COMMAND_SECONDS)] };
    const how = ['--document-name', 'AWS-RunShellScript', '--timeout-seconds', String(DELIVERY_SECONDS)];
    const what = ['--parameters', JSON.stringify(parameters), '--output', 'json'];
    const output = await aws(['ssm', 'send-command', '--instance-ids', instanceId, ...how, ...what]);
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

  return async (command, { name = command[0] ?? '', meanwhile } = {}) => {
    const commandId = await send(command);
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
      if (state !== null) await meanwhile?.();
      await sleep(pollMs);
    }
    throw new ProgramError('aws', null, `${instanceId} has not said how ${name} ended. ${GOES_ON}`);
  };
}
