import type { Aws } from '../../../server/release/aws-cli';
import { ProgramError } from '../../../server/release/run-program';
import { createSsmTransport } from '../../../server/release/ssm-transport';
import type { Transport } from '../../../server/release/transport';

/** What Systems Manager says of a command, one answer after the other; the last one again and again. */
type Answer = Record<string, unknown> | Error;

function transportTo(answers: readonly Answer[]): Transport & { readonly asked: () => number } {
  let asked = 0;
  const aws: Aws = (args) => {
    if (args[1] === 'send-command') return Promise.resolve('{"Command": {"CommandId": "c1"}}');
    if (args[1] !== 'get-command-invocation') return Promise.resolve('');
    const answer = answers[Math.min(asked++, answers.length - 1)] ?? {};
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(JSON.stringify(answer));
  };
  const options = { aws, region: 'x', instanceId: 'i-0abc', bucket: 'its-bucket', pollMs: 1, deadlineMs: 300 };
  return { ...createSsmTransport(options), asked: () => asked };
}

const away = (): Error => new ProgramError('aws', 255, 'aws ended with 255\nCould not connect to the endpoint URL');
const done = { Status: 'Success', ResponseCode: 0, StandardOutputContent: 'it is live\n' };

test('what the machine could not fetch is told with its reason', async () => {
  const failed = { Status: 'Failed', ResponseCode: 1, StandardErrorContent: 'fatal error: 403 Forbidden\n' };
  await expect(transportTo([failed]).put('/a/essence-aura-1.tar.gz')).rejects.toThrow(
    /aws on i-0abc: Failed, exit code 1\nfatal error: 403 Forbidden/,
  );
});

test('a question that fails on the way is asked again: what was begun goes on', async () => {
  const lines: string[] = [];
  await transportTo([away(), away(), done]).run(['deploy'], (line) => lines.push(line));
  expect(lines).toEqual(['it is live']);
});

test('when no question gets through any more that is told, and what to do', async () => {
  const transport = transportTo([away()]);
  const failure = await transport.run(['deploy'], () => undefined).catch((error: unknown) => String(error));
  expect(failure).toContain('What had begun there goes on by itself: look before you deploy again');
  expect(failure).toContain('Could not connect');
  expect(transport.asked()).toBeGreaterThan(5);
});

test('a command that never ends is waited for only so long', async () => {
  const running = transportTo([{ Status: 'InProgress' }]).run(['deploy'], () => undefined);
  await expect(running).rejects.toThrow(/i-0abc has not said how deploy ended/);
});

test('a machine that does not take the command is told as one that was not reached', async () => {
  const late = { Status: 'TimedOut', StatusDetails: 'DeliveryTimedOut', ResponseCode: -1 };
  await expect(transportTo([late]).run(['deploy'], () => undefined)).rejects.toThrow(
    /i-0abc was not reached \(DeliveryTimedOut\)/,
  );
});
