import { ProgramError } from '../../../server/release/run-program';
import { createSsmCommands } from '../../../server/release/ssm-commands';

const unknown = new ProgramError('aws', 254, 'aws ended with 254\nInvocationDoesNotExist');

/** What Systems Manager answers when it is asked how a command goes; the last for ever. */
function executeWith(...answers: readonly (string | Error)[]) {
  const asked: (readonly string[])[] = [];
  const aws = (args: readonly string[]): Promise<string> => {
    asked.push(args);
    if (args[1] === 'send-command') return Promise.resolve('{"Command": {"CommandId": "c1"}}');
    const answer = answers[Math.min(asked.length - 2, answers.length - 1)]!;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(JSON.stringify({ Status: answer }));
  };
  return { asked, execute: createSsmCommands({ aws, instanceId: 'i-0abc', pollMs: 1, deadlineMs: 60_000 }) };
}

test('a command is sent once, as one line for a shell, and asked for until it has ended, well or not', async () => {
  const meanwhile = jest.fn(() => Promise.resolve());
  const { execute, asked } = executeWith(unknown, 'Pending', 'InProgress', 'Failed');
  await expect(execute(['echo', 'a b'], { meanwhile })).resolves.toMatchObject({ Status: 'Failed' });
  expect(asked.map(([, what]) => what)).toEqual(['send-command', ...Array<string>(4).fill('get-command-invocation')]);
  expect(asked[0]).toContainEqual(expect.stringContaining(`"echo 'a b'"`));
  expect(meanwhile).toHaveBeenCalledTimes(2);
});

test('one that stays unknown is given up before its deadline', async () => {
  await expect(executeWith(unknown).execute(['deploy'])).rejects.toThrow('does not know the command c1');
});
