import { createServer } from 'node:net';
import { createPm2 } from '../../../server/release/pm2';
import { waitForDaemon } from '../../../server/release/pm2-daemon';
import { withDirectory } from '../../setup/directory';

const home = withDirectory();

async function listen(): Promise<{ close: () => Promise<void> }> {
  const server = createServer((connection) => connection.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(home.at('rpc.sock'), resolve));
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}

test('a daemon that is being started again is waited for', async () => {
  const waiting = waitForDaemon(home.path, 20_000);
  const daemon = await listen();
  await waiting;
  await daemon.close();
});

test('where none comes the command is not called, which would start another', async () => {
  await expect(waitForDaemon(home.path, 10)).rejects.toThrow(/does not answer at .*rpc\.sock/);
  const called: string[] = [];
  const pm2 = createPm2({
    run: (_program, [command = '']) => {
      called.push(command);
      return Promise.resolve('[]');
    },
    base: home.path,
    ecosystemFile: '/current/ecosystem.config.js',
    env: {},
    daemon: () => waitForDaemon(home.path, 10),
  });
  const reload = () => pm2.reload('shop', new AbortController().signal);
  for (const act of [() => pm2.workers(), () => pm2.startAll(), reload, () => pm2.remove('shop')]) {
    await expect(act()).rejects.toThrow('does not answer');
  }
  expect(called).toEqual([]);

  const daemon = await listen();
  await pm2.workers();
  expect(called).toEqual(['jlist']);
  await daemon.close();
});
