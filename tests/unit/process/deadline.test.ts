import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { withDeadline } from '../../../server/process/deadline';
import { filesUnder, read } from '../../conventions/source-files';

const ended = (until: AbortSignal): Promise<string> =>
  new Promise((resolve) => until.addEventListener('abort', () => resolve((until.reason as Error).message)));
const never = new AbortController().signal;

test('a deadline is kept, however often garbage is collected and however deep it lies in another', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const collecting = setInterval(collect, 5);
  try {
    const inner = withDeadline(5_000, never, (until) => withDeadline(100, until, ended));
    await expect(inner).resolves.toBe('no answer in 0.1 s');
    const outer = withDeadline(100, never, (until) => withDeadline(5_000, until, ended));
    await expect(outer).resolves.toBe('no answer in 0.1 s');
  } finally {
    clearInterval(collecting);
  }
});

test('who stops it stops the work, also one that has not begun', async () => {
  const stopping = new AbortController();
  const work = withDeadline(5_000, stopping.signal, ended);
  stopping.abort(new Error('enough'));
  await expect(work).resolves.toBe('enough');
  await expect(withDeadline(5_000, stopping.signal, ({ aborted }) => Promise.resolve(aborted))).resolves.toBe(true);
});

test('work that ends leaves no timer and no listener', async () => {
  jest.useFakeTimers();
  await expect(withDeadline(5_000, never, () => Promise.resolve(1))).resolves.toBe(1);
  await expect(withDeadline(5_000, never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

test('nobody makes a deadline of signals', () => {
  const made = (file: string): boolean => /AbortSignal\.any\([^)]*AbortSignal\.timeout/.test(read(file));
  expect(filesUnder('server', '.ts').filter(made)).toEqual([]);
});
