import { setTimeout } from 'node:timers/promises';
import { watchDatabase } from '../../../server/supervisor/database-watch';

/** @param running what it answers, one look after the other; the last goes on */
async function watched(running: readonly (boolean | Error)[], restart: () => Promise<void> = () => Promise.resolve()) {
  const deaths: [string, boolean][] = [];
  let looks = 0;
  let restarts = 0;
  const end = watchDatabase(
    {
      isRunning() {
        const answer = running[Math.min(looks++, running.length - 1)]!;
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
      restart() {
        restarts++;
        return restart();
      },
    },
    (how, again) => deaths.push([how, again]),
    1,
  );
  while (looks < running.length) await setTimeout(1);
  await end();
  return { deaths, restarts, looks: () => looks };
}

const GONE = 'its process is gone';

test('one that lives is left alone, and looked at no more once the watch has ended', async () => {
  const { deaths, restarts, looks } = await watched([true, true, true]);
  const seen = looks();
  await setTimeout(20);
  expect([deaths, restarts, looks() - seen]).toEqual([[], 0, 0]);
});

test('one that has died is started again, each time', async () => {
  const { deaths, restarts } = await watched([true, false, true, false, true]);
  expect([deaths, restarts]).toEqual([
    [
      [GONE, true],
      [GONE, true],
    ],
    2,
  ]);
});

test('why it could not be started is said with the next look', async () => {
  const { deaths } = await watched([false, false, true], () => Promise.reject(new Error('no space left')));
  expect(deaths).toEqual([
    [GONE, true],
    ['no space left', true],
  ]);
});

test('one that dies more than five times a minute is given up', async () => {
  const { deaths, restarts } = await watched(Array.from({ length: 6 }, () => false));
  expect(deaths.map(([, again]) => again)).toEqual([true, true, true, true, true, false]);
  expect(restarts).toBe(5);
});

test('where it can’t be looked at that is said, and it is given up', async () => {
  const { deaths, restarts } = await watched([new Error('EACCES: permission denied')]);
  expect([deaths, restarts]).toEqual([[['EACCES: permission denied', false]], 0]);
});
