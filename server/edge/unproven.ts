// Connections without a whole request yet. Above a number of them the oldest that has had its chance has to go; the
// chance becomes shorter the more of them there are.
import type { EdgeLimits } from './policy';

export class Unproven<T extends { readonly openedAtMs: number }> extends Set<T> {
  constructor(
    private readonly limits: Pick<EdgeLimits, 'unprovenConnections' | 'chanceMs'>,
    private readonly end: (connection: T) => void,
  ) {
    super();
  }

  makeRoom(nowMs: number): void {
    for (const oldest of this) {
      if (this.size <= this.limits.unprovenConnections || nowMs - oldest.openedAtMs < this.chanceMs()) return;
      this.delete(oldest);
      this.end(oldest);
    }
  }

  private chanceMs(): number {
    const { chanceMs, unprovenConnections: most } = this.limits;
    return chanceMs * Math.min(1, most / Math.max(1, this.size - most));
  }
}
