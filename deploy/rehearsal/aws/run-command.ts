/**
 * Run Command of Systems Manager: what its callers ask (API reference: SendCommand, GetCommandInvocation), and what an
 * agent does, which fetches its commands over "ec2messages", acknowledges them and replies how they went.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { jsonAnswer, type Answer, type Call } from './call';
import { type Place } from './parameters';
import { RefusedError } from './refusal';

export type Operations = Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>>;

export interface RunCommand {
  /** Of the target AmazonSSM. */
  readonly ssm: Operations;
  /** Of the target EC2WindowsMessageDeliveryService, which is Linux' too. */
  readonly messages: Operations;
  /** The machines whose agents have reported. */
  readonly registered: ReadonlySet<string>;
  /** How many commands have ended, well or not. */
  ended(): number;
}

interface Command {
  readonly id: string;
  readonly instanceId: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly sentAtMs: number;
  readonly deliverByMs: number;
  deliveredAtMs: number | null;
  isAcknowledged: boolean;
  reply: Reply | null;
}

const DOCUMENT = 'AWS-RunShellScript';
const PLUGIN = 'aws:runShellScript';
/** A command that was just sent isn't known everywhere yet. */
const UNKNOWN_MS = 300;
/** A message that isn't acknowledged within it comes again. */
const VISIBILITY_MS = 10_000;
/** A question for messages that waits for one is answered after it, with none. */
const POLL_MS = 15_000;
const MOST_OUTPUT = 24_000;
const MOST_ERRORS = 8_000;

const sendSchema = z.object({
  DocumentName: z.literal(DOCUMENT),
  InstanceIds: z.array(z.string()).length(1),
  Parameters: z.object({ commands: z.array(z.string()).min(1), executionTimeout: z.array(z.string()).optional() }),
  TimeoutSeconds: z.number().int().min(30).max(2_592_000).default(3_600),
});
const replySchema = z.object({
  documentStatus: z.enum(['InProgress', 'Success', 'Failed', 'TimedOut']),
  runtimeStatus: z.object({
    [PLUGIN]: z.object({ code: z.number(), standardOutput: z.string(), standardError: z.string() }),
  }),
});
type Reply = z.infer<typeof replySchema>;

export function createRunCommand(
  { region, accountId }: Place,
  { now = Date.now, pollMs = POLL_MS }: { readonly now?: () => number; readonly pollMs?: number } = {},
): RunCommand {
  const commands = new Map<string, Command>();
  const registered = new Set<string>();
  const waiting = new Set<() => void>();

  const machine = (id: string): string => `arn:aws:ec2:${region}:${accountId}:instance/${id}`;
  const read = <T>(schema: z.ZodType<T>, { content }: Call): T => {
    const parsed = schema.safeParse(JSON.parse(content.toString()));
    if (!parsed.success) throw new RefusedError('ValidationException', parsed.error.message, 400);
    return parsed.data;
  };
  const dueFor = (instanceId: string): Command[] =>
    [...commands.values()].filter(
      (command) =>
        command.instanceId === instanceId &&
        !command.isAcknowledged &&
        now() < command.deliverByMs &&
        (command.deliveredAtMs === null || now() - command.deliveredAtMs >= VISIBILITY_MS),
    );
  const byMessage = (messageId: string): Command => {
    const command = [...commands.values()].find((candidate) => messageIdOf(candidate) === messageId);
    if (!command) throw new RefusedError('ValidationException', `there is no message ${messageId}`, 400);
    return command;
  };

  const ssm: Operations = {
    SendCommand(call) {
      const { InstanceIds, Parameters, TimeoutSeconds } = read(sendSchema, call);
      const instanceId = InstanceIds[0] ?? '';
      call.authorize('ssm:SendCommand', machine(instanceId));
      call.authorize('ssm:SendCommand', `arn:aws:ssm:${region}::document/${DOCUMENT}`);
      if (!registered.has(instanceId)) throw new RefusedError('InvalidInstanceId', `no agent on ${instanceId}`, 400);
      const command: Command = {
        id: randomUUID(),
        instanceId,
        parameters: Parameters as Command['parameters'],
        sentAtMs: now(),
        deliverByMs: now() + TimeoutSeconds * 1_000,
        deliveredAtMs: null,
        isAcknowledged: false,
        reply: null,
      };
      commands.set(command.id, command);
      for (const wake of waiting) wake();
      return jsonAnswer({
        Command: { CommandId: command.id, DocumentName: DOCUMENT, InstanceIds, Parameters, Status: 'Pending' },
      });
    },
    GetCommandInvocation(call) {
      const { CommandId, InstanceId } = read(z.object({ CommandId: z.string(), InstanceId: z.string() }), call);
      call.authorize('ssm:GetCommandInvocation', '*');
      const command = commands.get(CommandId);
      if (command?.instanceId !== InstanceId || now() - command.sentAtMs < UNKNOWN_MS) {
        throw new RefusedError('InvocationDoesNotExist', '', 400);
      }
      return jsonAnswer(invocationOf(command, now()));
    },
    UpdateInstanceInformation(call) {
      const { InstanceId } = read(z.object({ InstanceId: z.string() }), call);
      call.authorize('ssm:UpdateInstanceInformation', machine(InstanceId));
      registered.add(InstanceId);
      return jsonAnswer({});
    },
    DescribeInstanceInformation(call) {
      call.authorize('ssm:DescribeInstanceInformation', '*');
      const list = [...registered].map((InstanceId) => ({ InstanceId, PingStatus: 'Online', PlatformType: 'Linux' }));
      return jsonAnswer({ InstanceInformationList: list });
    },
  };

  const messages: Operations = {
    async GetMessages(call) {
      const { Destination, MessagesRequestId } = read(
        z.object({ Destination: z.string(), MessagesRequestId: z.string() }),
        call,
      );
      call.authorize('ec2messages:GetMessages', '*');
      if (dueFor(Destination).length === 0) await nextCommand();
      const due = dueFor(Destination);
      for (const command of due) command.deliveredAtMs = now();
      return jsonAnswer({ Destination, MessagesRequestId, Messages: due.map(messageOf) });
    },
    AcknowledgeMessage(call) {
      call.authorize('ec2messages:AcknowledgeMessage', '*');
      byMessage(read(z.object({ MessageId: z.string() }), call).MessageId).isAcknowledged = true;
      return jsonAnswer({});
    },
    SendReply(call) {
      const { MessageId, Payload } = read(z.object({ MessageId: z.string(), Payload: z.string() }), call);
      call.authorize('ec2messages:SendReply', '*');
      byMessage(MessageId).reply = replySchema.parse(JSON.parse(Payload));
      return jsonAnswer({});
    },
  };

  async function nextCommand(): Promise<void> {
    const stopWaiting = new AbortController();
    const wake = (): void => stopWaiting.abort();
    waiting.add(wake);
    await sleep(pollMs, undefined, { signal: stopWaiting.signal, ref: false }).catch(() => undefined);
    waiting.delete(wake);
  }

  const hasEnded = ({ reply }: Command): boolean => reply !== null && reply.documentStatus !== 'InProgress';
  return { ssm, messages, registered, ended: () => [...commands.values()].filter(hasEnded).length };
}

const messageIdOf = ({ id, instanceId }: Command): string => `aws.ssm.${id}.${instanceId}`;

const messageOf = (command: Command) => ({
  MessageId: messageIdOf(command),
  Destination: command.instanceId,
  CreatedDate: new Date(command.sentAtMs).toISOString(),
  Topic: 'aws.ssm.sendCommand.rehearsal',
  Payload: JSON.stringify({ CommandId: command.id, DocumentName: DOCUMENT, Parameters: command.parameters }),
});

function invocationOf(command: Command, nowMs: number): object {
  const { id, instanceId, isAcknowledged, deliverByMs, reply } = command;
  const isLate = !isAcknowledged && nowMs >= deliverByMs;
  const status = isLate ? 'TimedOut' : (reply?.documentStatus ?? (isAcknowledged ? 'InProgress' : 'Pending'));
  const said = reply?.documentStatus === 'InProgress' ? undefined : reply?.runtimeStatus[PLUGIN];
  return {
    CommandId: id,
    InstanceId: instanceId,
    DocumentName: DOCUMENT,
    PluginName: PLUGIN,
    Status: status,
    StatusDetails: isLate ? 'DeliveryTimedOut' : status,
    ResponseCode: said?.code ?? -1,
    StandardOutputContent: said?.standardOutput.slice(0, MOST_OUTPUT) ?? '',
    StandardErrorContent: said?.standardError.slice(0, MOST_ERRORS) ?? '',
  };
}
