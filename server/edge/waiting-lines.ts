/** Who waits, in a line for each address; the lines are served in turn, each from its front. */
export class WaitingLines<T extends { readonly block: string }> {
  size = 0;
  /** The address whose turn is next comes first. */
  private readonly lines = new Map<string, Set<T>>();

  add(one: T): void {
    const line = this.lines.get(one.block) ?? new Set();
    this.lines.set(one.block, line.add(one));
    this.size += 1;
  }

  delete(one: T): void {
    const line = this.lines.get(one.block);
    if (!line?.delete(one)) return;
    this.size -= 1;
    if (line.size === 0) this.lines.delete(one.block);
  }

  takeFirst(take: (one: T) => boolean): T | null {
    for (const [block, line] of this.lines) {
      for (const one of line) {
        if (!take(one)) continue;
        this.delete(one);
        if (this.lines.delete(block)) this.lines.set(block, line);
        return one;
      }
    }
    return null;
  }

  /** Who came last to the longest line, if that is longer than this address's own. */
  lastOfLongerThan(block: string): T | null {
    const longest = [...this.lines.values()].reduce((a, b) => (b.size > a.size ? b : a), new Set<T>());
    return longest.size > (this.lines.get(block)?.size ?? 0) ? ([...longest].at(-1) ?? null) : null;
  }

  some(is: (one: T) => boolean): boolean {
    return [...this.lines.values()].some((line) => [...line].some(is));
  }
}
