export type TestClock = ReturnType<typeof createTestClock>;

/** Stands at noon in Seoul until it is moved. */
export function createTestClock() {
  let now = Date.parse('2026-11-23T03:00:00Z');
  return { now: () => new Date(now), advance: (ms: number) => void (now += ms) };
}
