/** The commands that were sent to machines, until their agents have fetched them, acknowledged them and replied. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RefusedError } from './refusal';

export interface Reply {
  readonly status: 'InProgress' | 'Success' | 'Failed' | 'TimedOut';
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

export interface Command {
  readonly id: string;
  readonly messageId: string;
  readonly instanceId: string;
  readonly parameters: Readonly<Record<string, readonly string[] | undefined>>;
  readonly sentAtMs: number;
  /** When it is given up, unless an agent has acknowledged it. */
  readonly deliverByMs: number;
  deliveredAtMs: number;
  isAcknowledged: boolean;
  reply: Reply | null;
}

export interface CommandQueue {
  send(command: Pick<Command, 'instanceId' | 'parameters'> & { readonly deliverWithinMs: number }): Command;
  find(id: string): Command | null;
  /** @throws RefusedError */
  byMessage(messageId: string): Command;
  /** What an agent has to fetch, as soon as there is something; nothing after a while. */
  fetch(instanceId: string): Promise<readonly Command[]>;
  isLate(command: Command): boolean;
  readonly now: () => number;
}

export interface QueueOptions {
  readonly now?: () => number;
  readonly pollMs?: number;
}

/** A message that isn't acknowledged within it comes again. */
const VISIBILITY_MS = 10_000;
/** The real agent waits for twenty seconds. */
const POLL_MS = 15_000;

export function createCommandQueue({ now = Date.now, pollMs = POLL_MS }: QueueOptions): CommandQueue {
  const commands = new Map<string, Command>();
  const waiting = new Set<() => void>();
  const isLate = ({ isAcknowledged, deliverByMs }: Command): boolean => !isAcknowledged && now() >= deliverByMs;

  const dueFor = (instanceId: string): Command[] =>
    [...commands.values()].filter(
      (command) =>
        command.instanceId === instanceId &&
        !command.isAcknowledged &&
        !isLate(command) &&
        now() - command.deliveredAtMs >= VISIBILITY_MS,
    );

  async function untilOneIsSent(): Promise<void> {
    const stopping = new AbortController();
    const wake = (): void => stopping.abort();
    waiting.add(wake);
    await sleep(pollMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    waiting.delete(wake);
  }

  return {
    now,
    isLate,
    find: (id) => commands.get(id) ?? null,
    send({ instanceId, parameters, deliverWithinMs }) {
      const id = randomUUID();
      const command: Command = {
        ...{ id, instanceId, parameters, messageId: `aws.ssm.${id}.${instanceId}` },
        ...{ sentAtMs: now(), deliverByMs: now() + deliverWithinMs, deliveredAtMs: -Infinity },
        ...{ isAcknowledged: false, reply: null },
      };
      commands.set(id, command);
      for (const wake of waiting) wake();
      return command;
    },
    byMessage(messageId) {
      const command = [...commands.values()].find((candidate) => candidate.messageId === messageId);
      if (!command) throw new RefusedError('ValidationException', `there is no message ${messageId}`, 400);
      return command;
    },
    async fetch(instanceId) {
      if (dueFor(instanceId).length === 0) await untilOneIsSent();
      const due = dueFor(instanceId);
      for (const command of due) command.deliveredAtMs = now();
      return due;
    },
  };
}
