import { Unproven } from '../../../server/edge/unproven';

test('above their number the oldest go, once they had their chance, which is shorter the more there are', () => {
  const ended: number[] = [];
  const unproven = new Unproven<{ readonly openedAtMs: number }>(
    { unprovenConnections: 4, chanceMs: 1_000 },
    ({ openedAtMs }) => void ended.push(openedAtMs),
  );
  const makeRoom = (nowMs: number): number[] => {
    unproven.makeRoom(nowMs);
    return ended.splice(0);
  };
  for (let at = 0; at < 6; at += 1) unproven.add({ openedAtMs: at });
  expect(makeRoom(999)).toEqual([]);
  expect(makeRoom(1_003)).toEqual([0, 1]);
  expect(makeRoom(100_000)).toEqual([]);
  for (let at = 6; at < 16; at += 1) unproven.add({ openedAtMs: at });
  // Ten too many have four tenths of a second, nine a little more.
  expect(makeRoom(410)).toEqual([2]);
  expect(unproven.size).toBe(13);
});
