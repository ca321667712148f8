import { setTimeout as sleep } from 'node:timers/promises';
import { watchEventLoop } from '../../../server/process/event-loop';

test('who holds a process up is noticed, by how long', async () => {
  const lateMs = watchEventLoop();
  await sleep(200);
  for (const end = performance.now() + 400; performance.now() < end;);
  await sleep(200);
  expect(lateMs()).toBeGreaterThan(300);
});
