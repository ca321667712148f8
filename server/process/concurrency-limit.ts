/**
 * Lets a few run at a time; the others wait in line, and who causes the crowd waits longest: each asker has only so many
 * places, askers take turns, and when the line is full whoever has most in it makes room for who has less.
 */
export interface ConcurrencyLimit {
  /**
   * @param asker whose work it is
   * @throws what `full` makes when too many wait already
   */
  run<T>(asker: string, work: () => Promise<T>): Promise<T>;
}

interface Waiter {
  go(): void;
  refuse(): void;
}

export function createConcurrencyLimit(options: {
  readonly running: number;
  readonly waiting: number;
  /** The most that one asker may have here, running or waiting. */
  readonly each: number;
  readonly full: () => Error;
}): ConcurrencyLimit {
  const running = new Map<string, number>();
  /** Who waits; whose turn is next stands first. */
  const lines = new Map<string, Waiter[]>();
  const sum = (counts: Iterable<number>): number => Array.from(counts).reduce((total, count) => total + count, 0);
  const isRoomToRun = (): boolean => sum(running.values()) < options.running;
  const waitingOf = (asker: string): number => lines.get(asker)?.length ?? 0;

  function changeRunning(asker: string, by: 1 | -1): void {
    const count = (running.get(asker) ?? 0) + by;
    if (count === 0) running.delete(asker);
    else running.set(asker, count);
  }

  /** The last of whoever waits with most goes, if that is more than `asker` would have. */
  function makeRoomFor(asker: string): boolean {
    const [longest, line] = Array.from(lines).reduce((one, other) => (other[1].length > one[1].length ? other : one));
    if (line.length <= waitingOf(asker) + 1) return false;
    line.pop()?.refuse();
    if (line.length === 0) lines.delete(longest);
    return true;
  }

  async function enter(asker: string): Promise<void> {
    if (isRoomToRun()) return changeRunning(asker, 1);
    if ((running.get(asker) ?? 0) + waitingOf(asker) >= options.each) throw options.full();
    const waiting = sum(Array.from(lines.values(), ({ length }) => length));
    if (waiting >= options.waiting && (waiting === 0 || !makeRoomFor(asker))) throw options.full();
    await new Promise<void>((resolve, reject) => {
      const waiter = { go: resolve, refuse: () => reject(options.full()) };
      lines.set(asker, [...(lines.get(asker) ?? []), waiter]);
    });
  }

  /** Whoever leaves hands over the place: nobody who comes later can take it in between. */
  function leave(asker: string): void {
    changeRunning(asker, -1);
    const next = lines.entries().next().value;
    if (!next) return;
    const [of, [waiter, ...rest]] = next;
    lines.delete(of);
    if (rest.length > 0) lines.set(of, rest);
    changeRunning(of, 1);
    waiter?.go();
  }

  return {
    async run(asker, work) {
      await enter(asker);
      try {
        return await work();
      } finally {
        leave(asker);
      }
    },
  };
}
