/** Who waits, in a line for each address; the lines are served in turn, each from its front. */

export interface WaitingLines<T> {
  add(one: T): void;
  delete(one: T): void;
  /** The first that `take` takes; the turn goes on to the other lines. */
  takeFirst(take: (one: T) => boolean): T | null;
  /** Who came last to the longest line, if that is longer than this address's own. */
  lastOfLongerThan(block: string): T | null;
  some(is: (one: T) => boolean): boolean;
  readonly size: () => number;
}

export function createWaitingLines<T extends { readonly block: string }>(): WaitingLines<T> {
  /** The address whose turn is next comes first. */
  const lines = new Map<string, Set<T>>();
  let size = 0;

  function remove(one: T): void {
    const line = lines.get(one.block);
    if (!line?.delete(one)) return;
    size -= 1;
    if (line.size === 0) lines.delete(one.block);
  }

  function firstTaken(take: (one: T) => boolean): T | null {
    for (const line of lines.values()) for (const one of line) if (take(one)) return one;
    return null;
  }

  return {
    add(one) {
      const line = lines.get(one.block) ?? new Set();
      lines.set(one.block, line.add(one));
      size += 1;
    },
    delete: remove,
    takeFirst(take) {
      const taken = firstTaken(take);
      const line = taken && lines.get(taken.block);
      if (!line) return null;
      remove(taken);
      // To the end: it is the others' turn.
      if (lines.delete(taken.block)) lines.set(taken.block, line);
      return taken;
    },
    lastOfLongerThan(block) {
      const longest = [...lines.values()].reduce((a, b) => (b.size > a.size ? b : a), new Set<T>());
      return longest.size > (lines.get(block)?.size ?? 0) ? ([...longest].at(-1) ?? null) : null;
    },
    some: (is) => [...lines.values()].some((line) => [...line].some(is)),
    size: () => size,
  };
}
