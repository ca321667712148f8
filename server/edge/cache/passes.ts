/** Addresses whose answers can't be kept: every visitor asks the shop for them, for so long without another try. */
const PASS_MS = 10_000;
const MAX_PASSES = 1_000;

export interface Passes {
  has(key: string): boolean;
  add(key: string): void;
  clear(): void;
}

export function createPasses(nowMs: () => number): Passes {
  const untilMs = new Map<string, number>();
  return {
    has(key) {
      const until = untilMs.get(key);
      if (until === undefined) return false;
      if (nowMs() < until) return true;
      untilMs.delete(key);
      return false;
    },
    add(key) {
      if (untilMs.size >= MAX_PASSES) untilMs.clear();
      untilMs.set(key, nowMs() + PASS_MS);
    },
    clear: () => untilMs.clear(),
  };
}
