/**
 * Connections that have not made a whole request yet. Above a number of them whoever has had its chance has to go, the
 * oldest first; the chance becomes shorter the more of them there are, and nobody is hurried before that.
 */
import type { EdgeLimits } from './policy';

export class Unproven<T extends { readonly openedAtMs: number }> extends Set<T> {
  constructor(
    private readonly limits: Pick<EdgeLimits, 'unprovenConnections' | 'chanceMs'>,
    private readonly end: (connection: T) => void,
  ) {
    super();
  }

  /** Ends those that have had their chance, where there are too many. */
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
