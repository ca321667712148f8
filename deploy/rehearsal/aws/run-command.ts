/**
 * Run Command of Systems Manager: what its callers ask (API reference: SendCommand, GetCommandInvocation), and what an
 * agent does, which fetches its commands over "ec2messages", acknowledges them and replies how they went.
 */
import { z } from 'zod';
import { jsonAnswer, type Answer, type Call } from './call';
import { createCommandQueue, type Command, type CommandQueue, type QueueOptions } from './command-queue';
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
}

const DOCUMENT = 'AWS-RunShellScript';
const PLUGIN = 'aws:runShellScript';
/** A command that was just sent isn't known everywhere yet. */
const UNKNOWN_MS = 300;
const MOST_OUTPUT = 24_000;
const MOST_ERRORS = 8_000;

export function createRunCommand(place: Place, options: QueueOptions = {}): RunCommand {
  const queue = createCommandQueue(options);
  const registered = new Set<string>();
  return { ssm: callersOperations(queue, registered, place), messages: agentsOperations(queue), registered };
}

function read<T>(schema: z.ZodType<T>, { content }: Pick<Call, 'content'>): T {
  const parsed = schema.safeParse(JSON.parse(content.toString()));
  if (!parsed.success) throw new RefusedError('ValidationException', parsed.error.message, 400);
  return parsed.data;
}

const sendSchema = z.object({
  DocumentName: z.literal(DOCUMENT),
  InstanceIds: z.array(z.string()).length(1),
  Parameters: z.object({ commands: z.array(z.string()).min(1), executionTimeout: z.array(z.string()).optional() }),
  TimeoutSeconds: z.number().int().min(30).max(2_592_000).default(3_600),
});
const askedSchema = z.object({ CommandId: z.string(), InstanceId: z.string() });

function callersOperations(queue: CommandQueue, registered: Set<string>, { region, accountId }: Place): Operations {
  const machine = (id: string): string => `arn:aws:ec2:${region}:${accountId}:instance/${id}`;
  return {
    SendCommand(call) {
      const { InstanceIds, Parameters, TimeoutSeconds } = read(sendSchema, call);
      const instanceId = InstanceIds[0] ?? '';
      call.authorize('ssm:SendCommand', machine(instanceId));
      call.authorize('ssm:SendCommand', `arn:aws:ssm:${region}::document/${DOCUMENT}`);
      if (!registered.has(instanceId)) throw new RefusedError('InvalidInstanceId', `no agent on ${instanceId}`, 400);
      const deliverWithinMs = TimeoutSeconds * 1_000;
      const { id } = queue.send({ instanceId, parameters: Parameters, deliverWithinMs });
      return jsonAnswer({
        Command: { CommandId: id, DocumentName: DOCUMENT, InstanceIds, Parameters, Status: 'Pending' },
      });
    },
    GetCommandInvocation(call) {
      const { CommandId, InstanceId } = read(askedSchema, call);
      call.authorize('ssm:GetCommandInvocation', '*');
      const command = queue.find(CommandId);
      if (command?.instanceId !== InstanceId || queue.now() - command.sentAtMs < UNKNOWN_MS) {
        throw new RefusedError('InvocationDoesNotExist', '', 400);
      }
      return jsonAnswer(invocationOf(command, queue.isLate(command)));
    },
    // The agent's own, as it reports.
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
}

const messageSchema = z.object({ MessageId: z.string() });
const replySchema = z.object({
  documentStatus: z.enum(['InProgress', 'Success', 'Failed', 'TimedOut']),
  runtimeStatus: z.object({
    [PLUGIN]: z.object({ code: z.number(), standardOutput: z.string(), standardError: z.string() }),
  }),
});

function agentsOperations(queue: CommandQueue): Operations {
  return {
    async GetMessages(call) {
      const schema = z.object({ Destination: z.string(), MessagesRequestId: z.string() });
      const { Destination, MessagesRequestId } = read(schema, call);
      call.authorize('ec2messages:GetMessages', '*');
      const due = await queue.fetch(Destination);
      return jsonAnswer({ Destination, MessagesRequestId, Messages: due.map(messageOf) });
    },
    AcknowledgeMessage(call) {
      call.authorize('ec2messages:AcknowledgeMessage', '*');
      queue.byMessage(read(messageSchema, call).MessageId).isAcknowledged = true;
      return jsonAnswer({});
    },
    SendReply(call) {
      const { MessageId, Payload } = read(messageSchema.extend({ Payload: z.string() }), call);
      call.authorize('ec2messages:SendReply', '*');
      const { documentStatus, runtimeStatus } = read(replySchema, { content: Buffer.from(Payload) });
      const { code, standardOutput, standardError } = runtimeStatus[PLUGIN];
      const reply = { status: documentStatus, code, output: standardOutput, errors: standardError };
      queue.byMessage(MessageId).reply = reply;
      return jsonAnswer({});
    },
  };
}

const messageOf = ({ id, messageId, instanceId, parameters, sentAtMs }: Command) => ({
  MessageId: messageId,
  Destination: instanceId,
  CreatedDate: new Date(sentAtMs).toISOString(),
  Topic: 'aws.ssm.sendCommand.rehearsal',
  Payload: JSON.stringify({ CommandId: id, DocumentName: DOCUMENT, Parameters: parameters }),
});

function invocationOf({ id, instanceId, isAcknowledged, reply }: Command, isLate: boolean): object {
  const status = isLate ? 'TimedOut' : (reply?.status ?? (isAcknowledged ? 'InProgress' : 'Pending'));
  const said = reply?.status === 'InProgress' ? null : reply;
  return {
    CommandId: id,
    InstanceId: instanceId,
    DocumentName: DOCUMENT,
    PluginName: PLUGIN,
    Status: status,
    StatusDetails: isLate ? 'DeliveryTimedOut' : status,
    ResponseCode: said?.code ?? -1,
    StandardOutputContent: said?.output.slice(0, MOST_OUTPUT) ?? '',
    StandardErrorContent: said?.errors.slice(0, MOST_ERRORS) ?? '',
  };
}
