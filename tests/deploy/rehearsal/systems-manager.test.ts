import { type Call } from '../../../deploy/rehearsal/aws/call';
import { createParameters } from '../../../deploy/rehearsal/aws/parameters';
import { createRunCommand, type Operations } from '../../../deploy/rehearsal/aws/run-command';

const PLACE = { region: 'ap-northeast-2', accountId: '123456789012' };
let asked: string[];
beforeEach(() => {
  asked = [];
});

async function ask(operations: Operations, name: string, question: object): Promise<Record<string, unknown>> {
  const call: Call = {
    request: { method: 'POST', headers: {} },
    url: new URL('https://ssm.ap-northeast-2.amazonaws.com/'),
    content: Buffer.from(JSON.stringify(question)),
    authorize: (action, resource) => void asked.push(`${action} ${resource}`),
  };
  const answer = await operations[name]?.(call);
  return JSON.parse(String(answer?.body)) as Record<string, unknown>;
}

describe('Parameter Store', () => {
  const secret = (value: string) => ({ type: 'SecureString', value });
  const names = Array.from({ length: 12 }, (_, index) => `/shop/production/N${String(index).padStart(2, '0')}`);
  const store = createParameters(
    new Map([
      ...names.map((name) => [name, secret(`value of ${name}`)] as const),
      ['/shop/production/deeper/N', secret('deeper')],
      ['/shop/productions/N', secret("another's")],
      ['/shop/host', { type: 'String', value: '{}' }],
    ]),
    PLACE,
  );
  interface Answered {
    readonly Parameters: readonly { readonly Name: string; readonly Value: string }[];
    readonly NextToken?: string;
    readonly InvalidParameters?: readonly string[];
  }
  const list = async (question: object) =>
    (await ask(store, 'GetParametersByPath', { Path: '/shop/production/', ...question })) as unknown as Answered;

  test('gives ten below a path at a time, and none of what is deeper or only begins alike', async () => {
    const first = await list({});
    const second = await list({ NextToken: first.NextToken });
    expect(first.Parameters).toHaveLength(10);
    expect([...first.Parameters, ...second.Parameters].map(({ Name }) => Name)).toEqual(names);
    expect(second.NextToken).toBeUndefined();
    expect(asked[0]).toBe('ssm:GetParametersByPath arn:aws:ssm:ap-northeast-2:123456789012:parameter/shop/production');
  });

  test('goes deeper where it is asked to', async () => {
    const { Parameters } = await list({ Recursive: true, NextToken: names.at(-1) });
    expect(Parameters.map(({ Name }) => Name)).toEqual(['/shop/production/deeper/N']);
  });

  test('shows a secret only to those who ask for it in plain', async () => {
    expect((await list({})).Parameters[0]?.Value).not.toContain('value');
    expect((await list({ WithDecryption: true })).Parameters[0]?.Value).toBe(`value of ${names[0]}`);
    const { Parameter } = await ask(store, 'GetParameter', { Name: '/shop/host' });
    expect(Parameter).toMatchObject({ Type: 'String', Value: '{}' });
  });

  test('names what is not there', async () => {
    const found = (await ask(store, 'GetParameters', { Names: [names[0], '/no'] })) as unknown as Answered;
    expect([found.Parameters.map(({ Name }) => Name), found.InvalidParameters]).toEqual([[names[0]], ['/no']]);
    await expect(ask(store, 'GetParameter', { Name: '/no' })).rejects.toMatchObject({ code: 'ParameterNotFound' });
  });
});

describe('Run Command', () => {
  let nowMs = 0;
  const start = () => createRunCommand(PLACE, { now: () => nowMs, pollMs: 50 });
  const registered = async () => {
    const { ssm, messages } = start();
    await ask(ssm, 'UpdateInstanceInformation', { InstanceId: 'i-1' });
    return { ssm, messages };
  };
  const COMMAND = { DocumentName: 'AWS-RunShellScript', InstanceIds: ['i-1'], Parameters: { commands: ['id'] } };
  const send = async (ssm: Operations, more: object = {}): Promise<string> => {
    const { Command } = await ask(ssm, 'SendCommand', { ...COMMAND, ...more });
    return (Command as { CommandId: string }).CommandId;
  };
  const invocation = (ssm: Operations, CommandId: string) =>
    ask(ssm, 'GetCommandInvocation', { CommandId, InstanceId: 'i-1' });
  interface Message {
    readonly MessageId: string;
    readonly Payload: string;
  }
  const poll = async (messages: Operations): Promise<readonly Message[]> =>
    (await ask(messages, 'GetMessages', { Destination: 'i-1', MessagesRequestId: 'r' }))['Messages'] as Message[];
  const reply = (messages: Operations, MessageId: string, documentStatus: string, said: object = {}) => {
    const plugin = { code: 0, standardOutput: '', standardError: '', ...said };
    const Payload = JSON.stringify({ documentStatus, runtimeStatus: { 'aws:runShellScript': plugin } });
    return ask(messages, 'SendReply', { MessageId, Payload });
  };

  test('commands no machine whose agent has not reported', async () => {
    await expect(send(start().ssm)).rejects.toMatchObject({ code: 'InvalidInstanceId' });
  });

  test.each([
    ['another document', { DocumentName: 'AWS-RunPowerShellScript' }],
    ['no command', { Parameters: { commands: [] } }],
    ['less than 30 s to be delivered', { TimeoutSeconds: 29 }],
  ])('refuses %s', async (_, more) => {
    const { ssm } = await registered();
    await expect(send(ssm, more)).rejects.toMatchObject({ code: 'ValidationException' });
  });

  test('knows nothing of a command in its first moments, as every copy of AWS has to hear of it', async () => {
    const { ssm } = await registered();
    const id = await send(ssm);
    await expect(invocation(ssm, id)).rejects.toMatchObject({ code: 'InvocationDoesNotExist' });
    nowMs += 1_000;
    expect(await invocation(ssm, id)).toMatchObject({ Status: 'Pending', ResponseCode: -1 });
  });

  test('brings a command to the agent, and what it said and ended with to who has sent it', async () => {
    const { ssm, messages } = await registered();
    const waiting = poll(messages);
    const id = await send(ssm);
    const [message] = await waiting;
    expect(JSON.parse(message?.Payload ?? '')).toMatchObject({ Parameters: { commands: ['id'] } });
    const messageId = message?.MessageId ?? '';
    nowMs += 1_000;
    await reply(messages, messageId, 'InProgress');
    await ask(messages, 'AcknowledgeMessage', { MessageId: messageId });
    expect(await invocation(ssm, id)).toMatchObject({ Status: 'InProgress', ResponseCode: -1 });
    const said = { code: 3, standardOutput: 'o'.repeat(30_000), standardError: 'e'.repeat(9_000) };
    await reply(messages, messageId, 'Failed', said);
    expect(await invocation(ssm, id)).toMatchObject({
      Status: 'Failed',
      ResponseCode: 3,
      StandardOutputContent: 'o'.repeat(24_000),
      StandardErrorContent: 'e'.repeat(8_000),
    });
    expect(await poll(messages)).toEqual([]);
  });

  test('brings it again after ten seconds in which nobody has acknowledged it', async () => {
    const { ssm, messages } = await registered();
    await send(ssm);
    expect(await poll(messages)).toHaveLength(1);
    expect(await poll(messages)).toHaveLength(0);
    nowMs += 10_000;
    expect(await poll(messages)).toHaveLength(1);
  });

  test('gives up what no agent has taken in time', async () => {
    const { ssm, messages } = await registered();
    const id = await send(ssm, { TimeoutSeconds: 30 });
    nowMs += 30_000;
    expect(await invocation(ssm, id)).toMatchObject({ Status: 'TimedOut', StatusDetails: 'DeliveryTimedOut' });
    expect(await poll(messages)).toHaveLength(0);
  });

  test('asks for each permission by the name it has in a policy', async () => {
    const { ssm, messages } = await registered();
    await send(ssm);
    await poll(messages);
    expect(asked).toEqual([
      'ssm:UpdateInstanceInformation arn:aws:ec2:ap-northeast-2:123456789012:instance/i-1',
      'ssm:SendCommand arn:aws:ec2:ap-northeast-2:123456789012:instance/i-1',
      'ssm:SendCommand arn:aws:ssm:ap-northeast-2::document/AWS-RunShellScript',
      'ec2messages:GetMessages *',
    ]);
  });
});
