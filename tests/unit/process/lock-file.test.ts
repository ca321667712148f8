import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { acquireLock, LockedError, type LockHolder } from '../../../server/process/lock-file';
import { withDirectory } from '../../setup/directory';

const directory = withDirectory();
let file: string;
beforeEach(() => void (file = directory.at('lock')));

/** @returns the id of a process that has ended */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid!;
}

const holder = async (): Promise<LockHolder> => JSON.parse(await readFile(file, 'utf8')) as LockHolder;

/** Writes the lock as if somebody else had. */
async function change(changes: Partial<LockHolder>): Promise<void> {
  await writeFile(file, JSON.stringify({ ...(await holder()), ...changes }));
}

test('the second is told who holds it, what for and since when', async () => {
  const lock = await acquireLock(file, { doing: 'the deploy of A', now: new Date('2026-11-20T13:00:00Z') });
  const refusal = acquireLock(file, { doing: 'the deploy of B' });
  await expect(refusal).rejects.toThrow(LockedError);
  await expect(refusal).rejects.toThrow(
    new RegExp(`the deploy of A is under way since 2026-11-20T13:00:00.000Z \\(process ${process.pid} of \\w+\\)`),
  );
  await lock.release();
  expect(await readdir(directory.path)).toEqual([]);
  await expect(acquireLock(file, { doing: 'the deploy of B' })).resolves.toMatchObject({ tookOverFrom: null });
});

test('of many at once exactly one gets it', async () => {
  const asked = Array.from({ length: 20 }, (_none, at) => acquireLock(file, { doing: `deploy ${at}` }));
  const got = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled');
  expect(got).toHaveLength(1);
});

test('one whose process is gone is taken over, and who that was is known', async () => {
  const pid = await deadPid();
  await acquireLock(file, { doing: 'the deploy of A' });
  await change({ pid });
  const lock = await acquireLock(file, { doing: 'the deploy of B' });
  expect(lock.tookOverFrom).toMatchObject({ doing: 'the deploy of A', pid });
  expect((await holder()).doing).toBe('the deploy of B');
});

test.each([
  ['another process has its number by now', { started: '1' }],
  ['the machine was started again since', { boot: 'another' }],
])('one is taken over when %s', async (_why, changed) => {
  await acquireLock(file, { doing: 'the deploy of A' });
  await change(changed);
  await expect(acquireLock(file, { doing: 'the deploy of B' })).resolves.toMatchObject({
    tookOverFrom: { doing: 'the deploy of A' },
  });
});

test('what a living holder’s file does not say, as one of an earlier release, is not held against it', async () => {
  await writeFile(file, JSON.stringify({ pid: process.pid, doing: 'the deploy of A' }));
  await expect(acquireLock(file, { doing: 'the deploy of B' })).rejects.toThrow(LockedError);
  await writeFile(file, JSON.stringify({ pid: await deadPid(), doing: 'the deploy of A' }));
  await expect(acquireLock(file, { doing: 'the deploy of B' })).resolves.toMatchObject({
    tookOverFrom: { doing: 'the deploy of A' },
  });
});

test('a damaged one is nobody’s', async () => {
  await writeFile(file, '{"pid":');
  await expect(acquireLock(file, { doing: 'the deploy of B' })).resolves.toMatchObject({ tookOverFrom: null });
});

test('handed over it is that of the other process, and still released by whom it was taken', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  const lock = await acquireLock(file, { doing: 'the deploy of A' });
  await lock.handOver(Number(child.pid));
  await expect(acquireLock(file, { doing: 'the deploy of B' })).rejects.toThrow(`process ${child.pid}`);
  await lock.release();
  expect(existsSync(file)).toBe(false);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
});

test('a lock that somebody else has taken over is not released by its first holder', async () => {
  const first = await acquireLock(file, { doing: 'the deploy of A' });
  await change({ started: '1' });
  await acquireLock(file, { doing: 'the deploy of B' });
  await first.release();
  expect((await holder()).doing).toBe('the deploy of B');
});

test('of many that find one whose process is gone, one takes it over', async () => {
  await acquireLock(file, { doing: 'the deploy of A' });
  await change({ pid: await deadPid() });
  const asked = Array.from({ length: 20 }, () => acquireLock(file, { doing: 'another' }));
  const got = (await Promise.allSettled(asked)).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const held = await Promise.all(got.map((lock) => lock.stillHeld()));
  expect(held.filter(Boolean)).toHaveLength(1);
});

describe('with a heartbeat', () => {
  const acquire = () => acquireLock(file, { doing: 'an order', heartbeat: true });

  async function leaveUntouched(): Promise<void> {
    const longAgo = new Date(Date.now() - 31_000);
    await utimes(file, longAgo, longAgo);
  }

  test('one of another machine is respected as long as it is touched', async () => {
    const first = await acquire();
    await first.release();
    await acquireLock(file, { doing: 'an order' });
    await change({ machine: 'elsewhere', pid: await deadPid() });
    await expect(acquire()).rejects.toThrow(LockedError);
    await leaveUntouched();
    const next = await acquire();
    await next.release();
  });

  test('one that nobody has touched for half a minute is taken over, and its holder learns it', async () => {
    const suspended = await acquire();
    await leaveUntouched();
    const next = await acquire();
    expect(await suspended.stillHeld()).toBe(false);
    await suspended.release();
    expect(await next.stillHeld()).toBe(true);
    await next.release();
    expect(await readdir(directory.path)).toEqual([]);
  });

  test('a damaged one does not block for ever', async () => {
    await writeFile(file, '');
    await expect(acquire()).rejects.toThrow(LockedError);
    await leaveUntouched();
    const next = await acquire();
    expect(await holder()).toMatchObject({ pid: process.pid });
    await next.release();
  });
});
