import { BACKUP_COMMAND, hostOf, restoreCommand, RESTORE_COMMAND } from '../../../server/backups/host';
import { parseArguments, UsageError } from '../../../server/release/target';

async function calls(args: readonly string[], { isHost, isRoot = true }: { isHost: boolean; isRoot?: boolean }) {
  const calls: (readonly string[])[] = [];
  const run = (program: string, given: readonly string[]) => Promise.resolve((calls.push([program, ...given]), ''));
  const host = await hostOf({ asked: parseArguments(args), run, root: '/', isRoot, exists: () => isHost });
  await host.run([BACKUP_COMMAND], () => undefined);
  return { target: host.target, calls };
}

describe('the host whose backups are meant', () => {
  test('is this machine where it is one', async () => {
    expect(await calls([], { isHost: true })).toEqual({ target: 'this machine', calls: [[BACKUP_COMMAND]] });
  });

  test('is asked as root', async () => {
    expect((await calls([], { isHost: true, isRoot: false })).calls).toEqual([['sudo', '--', BACKUP_COMMAND]]);
  });

  test('is the one that is named, from wherever it is named', async () => {
    const { target, calls: made } = await calls(['admin@shop.example'], { isHost: true });
    expect(target).toBe('admin@shop.example');
    expect(made.flat()).toContain('admin@shop.example');
    expect(made[0]?.at(-1)).toContain(BACKUP_COMMAND);
  });
});

describe('a restore', () => {
  test('passes the moment on as it was said', () => {
    const asked = parseArguments(['--to', '2026-11-20 13:00']);
    expect(restoreCommand(asked)).toEqual([RESTORE_COMMAND, '--to', '2026-11-20 13:00', '--yes']);
  });

  test('wants to be told to when', () => {
    expect(() => restoreCommand(parseArguments([]))).toThrow(UsageError);
  });
});
