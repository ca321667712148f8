import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LockedError, takeDeployLock, type Holder } from '../../../server/release/lock';

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'essence-lock-'));
  file = path.join(directory, 'deploy.lock');
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const holder = async (): Promise<Holder> => JSON.parse(await readFile(file, 'utf8')) as Holder;

test('the second is told who holds it, what for and since when', async () => {
  const lock = await takeDeployLock(file, 'the deploy of A', new Date('2026-11-20T13:00:00Z'));
  const refusal = takeDeployLock(file, 'the deploy of B');
  await expect(refusal).rejects.toThrow(LockedError);
  await expect(refusal).rejects.toThrow(
    new RegExp(`the deploy of A is under way since 2026-11-20T13:00:00.000Z \\(process ${process.pid} of \\w+\\)`),
  );
  await lock.release();
  expect(await readdir(directory)).toEqual([]);
  await expect(takeDeployLock(file, 'the deploy of B')).resolves.toMatchObject({ tookOverFrom: null });
});

test('of many at once exactly one gets it', async () => {
  const asked = Array.from({ length: 20 }, (_none, at) => takeDeployLock(file, `deploy ${at}`));
  const got = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled');
  expect(got).toHaveLength(1);
});

test('one whose process is gone is taken over, and who that was is known', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await takeDeployLock(file, 'the deploy of A');
  await writeFile(file, JSON.stringify({ ...(await holder()), pid: child.pid }));
  const lock = await takeDeployLock(file, 'the deploy of B');
  expect(lock.tookOverFrom).toMatchObject({ doing: 'the deploy of A', pid: child.pid });
  expect((await holder()).doing).toBe('the deploy of B');
});

test.each([
  ['another process has its number by now', { started: '1' }],
  ['the machine was started again since', { boot: 'another' }],
])('one is taken over when %s', async (_why, changed) => {
  await takeDeployLock(file, 'the deploy of A');
  await writeFile(file, JSON.stringify({ ...(await holder()), ...changed }));
  await expect(takeDeployLock(file, 'the deploy of B')).resolves.toMatchObject({
    tookOverFrom: { doing: 'the deploy of A' },
  });
});

test('a damaged one is nobody’s', async () => {
  await writeFile(file, '{"pid":');
  await expect(takeDeployLock(file, 'the deploy of B')).resolves.toMatchObject({ tookOverFrom: null });
});

test('handed over it is that of the other process, and still released by whom it was taken', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  const lock = await takeDeployLock(file, 'the deploy of A');
  await lock.handOver(Number(child.pid));
  await expect(takeDeployLock(file, 'the deploy of B')).rejects.toThrow(`process ${child.pid}`);
  await lock.release();
  expect(existsSync(file)).toBe(false);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
});

test('a lock that somebody else has taken over is not released by its first holder', async () => {
  const first = await takeDeployLock(file, 'the deploy of A');
  await writeFile(file, JSON.stringify({ ...(await holder()), started: '1' }));
  await takeDeployLock(file, 'the deploy of B');
  await first.release();
  expect((await holder()).doing).toBe('the deploy of B');
});
