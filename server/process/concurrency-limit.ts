// A few run at a time, and who causes the crowd waits longest: askers take turns, each has only so many places, and when
// the line is full whoever has most in it makes room for who has less, and a stranger for who is known.
export interface ConcurrencyLimit {
  /** @throws what `full` makes when too many wait already */
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
  /** Strangers can come under any number of names; whoever is known is never turned away in favour of them. */
  readonly isKnown: (asker: string) => boolean;
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

  /** Who weighs most gives way; a stranger with one place weighs more than anybody known with many. */
  const weight = (asker: string, places: number): number => places + (options.isKnown(asker) ? 0 : options.waiting);

  /** The last of whoever weighs most goes, if that is more than `asker` would. */
  function makeRoomFor(asker: string): boolean {
    const weights = Array.from(lines, ([one, { length }]) => [weight(one, length), one] as const);
    const [most, heaviest] = weights.reduce((one, other) => (other[0] >= one[0] ? other : one), [0, '']);
    const line = lines.get(heaviest);
    if (!line || most <= weight(asker, waitingOf(asker) + 1)) return false;
    line.pop()?.refuse();
    if (line.length === 0) lines.delete(heaviest);
    return true;
  }

  async function enter(asker: string): Promise<void> {
    if (isRoomToRun()) return changeRunning(asker, 1);
    if ((running.get(asker) ?? 0) + waitingOf(asker) >= options.each) throw options.full();
    const waiting = sum(Array.from(lines.values(), ({ length }) => length));
    if (waiting >= options.waiting && !makeRoomFor(asker)) throw options.full();
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
