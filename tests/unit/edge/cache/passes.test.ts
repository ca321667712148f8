import { Passes } from '../../../../server/edge/cache/passes';

test('an address goes past the cache for ten seconds', () => {
  let nowMs = 0;
  const passes = new Passes(() => nowMs);
  passes.add('/');
  nowMs = 9_999;
  expect([passes.has('/'), passes.has('/en')]).toEqual([true, false]);
  nowMs = 10_000;
  expect(passes.has('/')).toBe(false);
  passes.add('/');
  passes.clear();
  expect(passes.has('/')).toBe(false);
});
