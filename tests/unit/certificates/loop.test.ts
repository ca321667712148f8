import { createLoop } from '../../../server/certificates/loop';

function loopThatNotes() {
  const stopping = new AbortController();
  const slept: number[] = [];
  const loop = createLoop(stopping.signal, (ms) => {
    slept.push(ms);
    return Promise.resolve();
  });
  return { loop, slept, stop: () => stopping.abort() };
}

test('the first step is taken at once, the next after the wait that each asked for', async () => {
  const { loop, slept } = loopThatNotes();
  const waits = [2000, 5000, 7000];
  const steps = jest.fn(() => Promise.resolve(waits.shift()!));
  await expect(loop.until(() => waits.length === 0, steps)).resolves.toBe(7000);
  expect(slept).toEqual([2000, 5000]);
});

test('no sleep is shorter than a tenth of a second, or longer than an hour', async () => {
  const { loop, slept, stop } = loopThatNotes();
  const waits = [0, Infinity];
  await loop.onwards(-5, () => {
    const waitMs = waits.shift();
    if (waitMs === undefined) stop();
    return Promise.resolve(waitMs ?? 0);
  });
  expect(slept).toEqual([100, 100, 3_600_000]);
});

test('whoever stops it ends its sleep, and no step follows', async () => {
  const stopping = new AbortController();
  const step = jest.fn(() => Promise.resolve(60_000));
  const ended = createLoop(stopping.signal).until(() => false, step);
  await new Promise(setImmediate);
  stopping.abort();
  await ended;
  expect(step).toHaveBeenCalledTimes(1);
});

test('a sleep that fails otherwise is a fault', async () => {
  const loop = createLoop(new AbortController().signal, () => Promise.reject(new Error('no timer')));
  await expect(loop.onwards(0, () => Promise.resolve(0))).rejects.toThrow('no timer');
});
