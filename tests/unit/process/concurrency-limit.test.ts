import { setImmediate as settle } from 'node:timers/promises';
import fc from 'fast-check';
import { createConcurrencyLimit } from '../../../server/process/concurrency-limit';

class Full extends Error {}

const isKnown = (asker: string): boolean => asker.startsWith('known');

/** Work that begins when the limit lets it, and ends when the test says so. */
function observed(options: { readonly running: number; readonly waiting: number; readonly each?: number }) {
  const limit = createConcurrencyLimit({ each: Infinity, isKnown, ...options, full: () => new Full() });
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    start: (name: string, asker = 'somebody'): Promise<string> =>
      limit.run(asker, () => {
        begun.push(name);
        return new Promise((resolve) => ends.set(name, () => resolve(name)));
      }),
    end: (name: string): void => ends.get(name)?.(),
  };
}

test('so many run at once, the others in the order they came, each with its own result', async () => {
  const { start, end, begun } = observed({ running: 2, waiting: 3 });
  const results = Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => start(name)));
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
  const limit = createConcurrencyLimit({ running: 1, waiting: 5, each: 9, isKnown, full: () => new Full() });
  const rejecting = limit.run('somebody', () => Promise.reject(new Error('rejected')));
  const throwing = limit.run('somebody', () => {
    throw new Error('thrown');
  });
  const following = limit.run('somebody', () => Promise.resolve('done'));
  await expect(rejecting).rejects.toThrow('rejected');
  await expect(throwing).rejects.toThrow('thrown');
  expect(await following).toBe('done');
  expect(await limit.run('somebody', () => Promise.resolve('and the next'))).toBe('and the next');
});

/** Starts without looking at how it ends; `refused` grows. */
function crowd(limits: { readonly running: number; readonly waiting: number; readonly each: number }) {
  const seen = observed(limits);
  const refused: string[] = [];
  const come = (name: string, asker: string): void =>
    void seen.start(name, asker).catch((error: unknown) => {
      if (!(error instanceof Full)) throw error;
      refused.push(name);
    });
  return { ...seen, refused, come };
}

test('one asker has three places and no more, however many are free, and others get in', async () => {
  const { come, refused, begun, end } = crowd({ running: 1, waiting: 20, each: 3 });
  for (let i = 0; i < 30; i++) come(`thief ${i}`, 'thief');
  come('she', 'she');
  await settle();
  expect(refused).toHaveLength(27);
  expect(refused).not.toContain('she');
  end('thief 0');
  await settle();
  end('thief 1');
  await settle();
  expect(begun).toEqual(['thief 0', 'thief 1', 'she']);
});

test('askers take turns: whoever comes with one thing waits for one of each other asker, not for all of them', async () => {
  const { come, begun, end } = crowd({ running: 1, waiting: 20, each: 3 });
  for (const asker of ['a', 'b', 'c']) for (let i = 1; i <= 3; i++) come(`${asker}${i}`, asker);
  come('she', 'she');
  for (const name of ['a1', 'a2', 'b1', 'c1']) {
    await settle();
    end(name);
  }
  await settle();
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'she']);
});

test('when the line is full, who has most in it makes room for who has less', async () => {
  const { come, refused, begun, end } = crowd({ running: 1, waiting: 6, each: 3 });
  come('first', 'first');
  for (const asker of ['a', 'b']) for (let i = 1; i <= 3; i++) come(`${asker}${i}`, asker);
  for (const asker of ['she', 'he', 'they', 'you', 'we']) come(asker, asker);
  await settle();
  // Six askers with one place each: nobody has more than another, so the last one is turned away.
  expect(refused.sort()).toEqual(['a2', 'a3', 'b2', 'b3', 'we']);
  for (const name of ['first', 'a1', 'b1', 'she', 'he', 'they', 'you']) {
    end(name);
    await settle();
  }
  expect(begun).toEqual(['first', 'a1', 'b1', 'she', 'he', 'they', 'you']);
});

test('strangers of any number of names fill the line, and still turn away nobody who is known', async () => {
  const { come, refused, begun, end } = crowd({ running: 1, waiting: 3, each: 3 });
  for (let i = 0; i < 20; i++) come(`stranger ${i}`, `stranger ${i}`);
  come('she', 'known she');
  come('she again', 'known she');
  for (let i = 20; i < 40; i++) come(`stranger ${i}`, `stranger ${i}`);
  await settle();
  expect(refused).toHaveLength(38);
  end('stranger 0');
  for (const name of ['stranger 1', 'she', 'she again']) {
    await settle();
    end(name);
  }
  expect(begun).toEqual(['stranger 0', 'stranger 1', 'she', 'she again']);
});

test('among those who are known, who has most makes room for who has less', async () => {
  const { come, refused } = crowd({ running: 1, waiting: 3, each: 3 });
  come('stranger', 'stranger');
  for (let i = 1; i <= 3; i++) come(`he ${i}`, 'known he');
  come('she', 'known she');
  come('you', 'known you');
  come('another stranger', 'another stranger');
  await settle();
  expect(refused.sort()).toEqual(['another stranger', 'he 2', 'he 3']);
});

test('whoever comes and goes: never more than allowed, none lost, and all who wait get their turn', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('come' as const), asker: fc.constantFrom('a', 'b', 'c', 'd') }),
    fc.record({ kind: fc.constant('end' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const limits = { running: 2, waiting: 5, each: 3 };
      const { come, refused, begun, end } = crowd(limits);
      const ended: string[] = [];
      const came: string[] = [];
      const endOne = async (): Promise<void> => {
        const running = begun.find((name) => !ended.includes(name));
        if (running === undefined) return;
        ended.push(running);
        end(running);
        await settle();
      };
      for (const [index, one] of steps.entries()) {
        if (one.kind === 'end') await endOne();
        else come(came[came.push(`${one.asker}${index}`) - 1]!, one.asker);
        await settle();
        const here = came.filter((name) => !ended.includes(name) && !refused.includes(name));
        expect(begun.length - ended.length).toBe(Math.min(here.length, limits.running));
        expect(here.length).toBeLessThanOrEqual(limits.running + limits.waiting);
        // Where there is room to run, nobody has to wait: only then may one have more.
        for (const asker of 'abcd') {
          expect(here.filter((name) => name.startsWith(asker)).length).toBeLessThanOrEqual(limits.each);
        }
      }
      while (begun.length > ended.length) await endOne();
      expect([...begun, ...refused].sort()).toEqual([...came].sort());
    }),
    { numRuns: 60 },
  );
});
