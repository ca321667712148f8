import { Doubts } from '../../../../server/edge/cache/doubts';
import { Passes } from '../../../../server/edge/cache/passes';
import { pageFor } from './support';

test('a page is in doubt while the stream is down, when it is of another era, and when it is named', () => {
  const doubts = new Doubts();
  const kept = () => ({ ...pageFor('/', {}), era: doubts.era });
  expect(doubts.concern(kept())).toBe(true);
  doubts.connected();
  const page = kept();
  expect(doubts.concern(page)).toBe(false);
  doubts.disconnected();
  doubts.connected();
  const next = kept();
  expect([doubts.concern(page), doubts.concern(next)]).toEqual([true, false]);
  doubts.add([next]);
  expect([doubts.concern(next), doubts.concern(pageFor('/a.css', { immutable: true }))]).toEqual([true, false]);
});

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
