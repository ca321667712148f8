/** Lets a few run at a time; the others wait in line, and whoever comes when the line is full is turned away. */
export interface ConcurrencyLimit {
  /** @throws what `full` makes when too many wait already */
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createConcurrencyLimit(options: {
  readonly running: number;
  readonly waiting: number;
  readonly full: () => Error;
}): ConcurrencyLimit {
  let running = 0;
  const line: (() => void)[] = [];

  async function enter(): Promise<void> {
    if (running < options.running) {
      running += 1;
      return;
    }
    if (line.length >= options.waiting) throw options.full();
    // Whoever leaves hands over the place: nobody who comes later can take it in between.
    await new Promise<void>((resolve) => line.push(resolve));
  }

  function leave(): void {
    const next = line.shift();
    if (next) next();
    else running -= 1;
  }

  return {
    async run(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
