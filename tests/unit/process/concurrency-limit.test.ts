import { setImmediate as settle } from 'node:timers/promises';
import { createConcurrencyLimit } from '../../../server/process/concurrency-limit';

class Full extends Error {}

/** Work that begins when the limit lets it, and ends when the test says so. */
function observed(options: { readonly running: number; readonly waiting: number }) {
  const limit = createConcurrencyLimit({ ...options, full: () => new Full() });
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    start: (name: string): Promise<string> =>
      limit.run(() => {
        begun.push(name);
        return new Promise((resolve) => ends.set(name, () => resolve(name)));
      }),
    end: (name: string): void => ends.get(name)?.(),
  };
}

test('so many run at once, the others in the order they came, each with its own result', async () => {
  const { start, end, begun } = observed({ running: 2, waiting: 3 });
  const results = Promise.all(['a', 'b', 'c', 'd', 'e'].map(start));
  await settle();
  expect(begun).toEqual(['a', 'b']);
  end('b');
  await settle();
  expect(begun).toEqual(['a', 'b', 'c']);
  for (const name of ['a', 'c', 'd', 'e']) {
    end(name);
    await settle();
  }
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(await results).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('whoever finds the line full is turned away, and whoever comes when there is room again is not', async () => {
  const { start, end, begun } = observed({ running: 1, waiting: 1 });
  const [first, second] = [start('first'), start('second')];
  await expect(start('third')).rejects.toThrow(Full);
  expect(begun).toEqual(['first']);
  end('first');
  await first;
  const fourth = start('fourth');
  for (const name of ['second', 'fourth']) {
    await settle();
    end(name);
  }
  expect(await Promise.all([second, fourth])).toEqual(['second', 'fourth']);
  expect(begun).toEqual(['first', 'second', 'fourth']);
});

test('a place is handed over: nobody who comes at that moment is faster than who waits', async () => {
  const { start, end, begun } = observed({ running: 1, waiting: 2 });
  const first = start('first');
  const second = start('second');
  const third = first.then(() => start('third'));
  await settle();
  end('first');
  await settle();
  expect(begun).toEqual(['first', 'second']);
  end('second');
  await second;
  await settle();
  end('third');
  expect(await third).toBe('third');
});

test('who fails leaves its place too, whether its work rejects or throws', async () => {
  const limit = createConcurrencyLimit({ running: 1, waiting: 5, full: () => new Full() });
  const rejecting = limit.run(() => Promise.reject(new Error('rejected')));
  const throwing = limit.run(() => {
    throw new Error('thrown');
  });
  const following = limit.run(() => Promise.resolve('done'));
  await expect(rejecting).rejects.toThrow('rejected');
  await expect(throwing).rejects.toThrow('thrown');
  expect(await following).toBe('done');
  expect(await limit.run(() => Promise.resolve('and the next'))).toBe('and the next');
});
