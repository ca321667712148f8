/**
 * Connections that have not made a whole request yet. Above a number of them whoever has had its chance has to go, the
 * oldest first; the chance becomes shorter the more of them there are, and nobody is hurried before that.
 */
import type { EdgeLimits } from './policy';

export interface Unproven<T> {
  add(connection: T): void;
  delete(connection: T): void;
  /** Ends those that have had their chance, where there are too many. */
  makeRoom(nowMs: number): void;
}

export function createUnproven<T extends { readonly openedAtMs: number }>(
  limits: Pick<EdgeLimits, 'unprovenConnections' | 'chanceMs'>,
  end: (connection: T) => void,
): Unproven<T> {
  const most = limits.unprovenConnections;
  const waiting = new Set<T>();
  const chanceMs = (): number => limits.chanceMs * Math.min(1, most / Math.max(1, waiting.size - most));
  return {
    add: (connection) => void waiting.add(connection),
    delete: (connection) => void waiting.delete(connection),
    makeRoom(nowMs) {
      for (const oldest of waiting) {
        if (waiting.size <= most || nowMs - oldest.openedAtMs < chanceMs()) return;
        waiting.delete(oldest);
        end(oldest);
      }
    },
  };
}
