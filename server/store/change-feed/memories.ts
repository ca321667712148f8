/** Readings that many pages share: never read twice at once, and forgotten together when something has changed. */

/** When notifications are late or lost. The edge asks for a changed page again half a second after it was told. */
const MAX_UNSURE_MS = 400;

export type Memories = ReturnType<typeof createMemories>;

interface Reading<T> {
  readonly value: Promise<T>;
  readonly startedAt: number;
}

export function createMemories() {
  const forgets: (() => void)[] = [];
  let rightAt = -Infinity;
  return {
    /** What is being read at this moment is not kept either: it may have been read before the change. */
    forgetAll: (): void => forgets.forEach((forget) => forget()),
    /** Nothing that is remembered had changed at that moment, by `performance.now()`. */
    stillRightAt: (moment: number) => void (rightAt = moment),
    remembered<T>(read: () => Promise<T>): () => Promise<T> {
      let last: Reading<T> | null = null;
      forgets.push(() => (last = null));
      return () => {
        const now = performance.now();
        if (last && now - Math.max(last.startedAt, rightAt) < MAX_UNSURE_MS) return last.value;
        const reading: Reading<T> = { value: read(), startedAt: now };
        last = reading;
        reading.value.catch(() => {
          if (last === reading) last = null;
        });
        return reading.value;
      };
    },
  };
}
