import pino from 'pino';
import type { Outcome } from '../../../../server/edge/cache/outcome';
import { Validation } from '../../../../server/edge/cache/validation';
import { pageFor } from './support';

const FAILED: Outcome = { kind: 'failed', error: new Error('away') };
const PASS: Outcome = { kind: 'pass' };

test('after a failure a usable page is shown as it is for two seconds, and renewed behind the visitor once a second', async () => {
  let nowMs = 0;
  let asked = 0;
  const validation = new Validation(() => nowMs, pino({ level: 'silent' }));
  const page = pageFor('/', {});
  const look = (usable = true) =>
    validation.validate(page, usable, () => {
      asked += 1;
      return { asking: Promise.resolve(FAILED), shared: false };
    });
  expect([await look(), await look(), await look()]).toEqual([null, null, null]);
  expect(asked).toBe(2);
  nowMs = 5_000;
  expect(await look()).toBeNull();
  expect(asked).toBe(3);
  // Nobody is shown one that is too old.
  expect(await look(false)).toEqual({ outcome: FAILED, shared: false });
});

test('an outcome is the visitor’s, and shared where another has asked', async () => {
  const validation = new Validation(() => 0, pino({ level: 'silent' }));
  const ask = () => ({ asking: Promise.resolve(PASS), shared: true });
  expect(await validation.validate(pageFor('/', {}), true, ask)).toEqual({ outcome: PASS, shared: true });
});
