/** One question to the shop at a time for each address: who asks meanwhile gets the same answer. */

/** While changes may be missed: how old a question may be for somebody else to take its answer. */
const SHAREABLE_MS = 500;

export interface Asked<T> {
  readonly asking: Promise<T>;
  readonly shared: boolean;
}

interface Running<T> {
  readonly asking: Promise<T>;
  readonly askedAtMs: number;
  readonly block: string;
  /** It doesn't wait behind other requests of its address. */
  readonly atOnce: boolean;
}

export class Questions<T> {
  private readonly running = new Map<string, Running<T>>();

  constructor(
    private readonly options: {
      readonly hasRoomFor: (block: string) => boolean;
      /** Then an answer on its way is good for everybody. */
      readonly missesNothing: () => boolean;
      readonly nowMs: () => number;
    },
  ) {}

  /** @param block whose share of the shop it takes */
  ask(key: string, block: string, ask: () => Promise<T>): Asked<T> {
    const { running } = this;
    const { hasRoomFor, nowMs } = this.options;
    const found = running.get(key);
    if (found && this.isForAlso(found, block)) return { asking: found.asking, shared: true };
    const atOnce = hasRoomFor(block);
    const asking = ask().finally(() => {
      if (running.get(key)?.asking === asking) running.delete(key);
    });
    running.set(key, { asking, askedAtMs: nowMs(), block, atOnce });
    return { asking, shared: false };
  }

  /** Nobody who asks from now on gets the answer to a question from before. */
  breakOff(): void {
    this.running.clear();
  }

  /** Nobody who has a share left waits for another address's turn: whoever uses up his own would keep pages from all. */
  private isForAlso({ atOnce, block, askedAtMs }: Running<T>, asker: string): boolean {
    const { hasRoomFor, missesNothing, nowMs } = this.options;
    if (!atOnce && block !== asker && hasRoomFor(asker)) return false;
    return missesNothing() || nowMs() - askedAtMs < SHAREABLE_MS;
  }
}
