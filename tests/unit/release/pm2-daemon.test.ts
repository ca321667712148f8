import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPm2 } from '../../../server/release/pm2';
import { waitForDaemon } from '../../../server/release/pm2-daemon';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'essence-pm2-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** As pm2's daemon opens it. */
async function listen(): Promise<{ close: () => Promise<void> }> {
  const server = createServer((connection) => connection.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(path.join(home, 'rpc.sock'), resolve));
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}

test('a daemon that is being started again is waited for', async () => {
  const waiting = waitForDaemon(home, 20_000);
  const daemon = await listen();
  await waiting;
  await daemon.close();
});

test('where none comes the command is not called, which would start another', async () => {
  await expect(waitForDaemon(home, 10)).rejects.toThrow(/does not answer at .*rpc\.sock/);
  const called: string[] = [];
  const pm2 = createPm2({
    run: (_program, [command = '']) => {
      called.push(command);
      return Promise.resolve('[]');
    },
    base: home,
    ecosystemFile: '/current/ecosystem.config.js',
    env: {},
    daemon: () => waitForDaemon(home, 10),
  });
  await expect(pm2.workers()).rejects.toThrow('does not answer');
  await expect(pm2.startAll()).rejects.toThrow('does not answer');
  await expect(pm2.reload('shop', new AbortController().signal)).rejects.toThrow('does not answer');
  await expect(pm2.remove('shop')).rejects.toThrow('does not answer');
  expect(called).toEqual([]);

  const daemon = await listen();
  await pm2.workers();
  expect(called).toEqual(['jlist']);
  await daemon.close();
});
