/** Addresses whose answers can't be kept: every visitor asks the shop for them, for so long without another try. */
const PASS_MS = 10_000;
const MAX_PASSES = 1_000;

export class Passes {
  private readonly untilMs = new Map<string, number>();

  constructor(private readonly nowMs: () => number) {}

  has(key: string): boolean {
    const until = this.untilMs.get(key);
    if (until !== undefined && this.nowMs() >= until) this.untilMs.delete(key);
    return this.untilMs.has(key);
  }

  add(key: string): void {
    if (this.untilMs.size >= MAX_PASSES) this.clear();
    this.untilMs.set(key, this.nowMs() + PASS_MS);
  }

  clear(): void {
    this.untilMs.clear();
  }
}
