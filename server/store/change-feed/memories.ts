/**
 * Readings that many pages share: from memory while they are known to be right, never read twice at once, and forgotten
 * together when the database says that something changed.
 */

/**
 * How long it may be since a reading was known to be right, when notifications are late or their connection is lost. The
 * edge asks for a changed page once more half a second after it was told; by then the change is on it in any case.
 */
const MAX_UNSURE_MS = 400;

export interface Memories {
  remembered<T>(read: () => Promise<T>): () => Promise<T>;
  /** What is being read at this moment is not kept either: it may have been read before the change. */
  forgetAll(): void;
  /** Nothing that is remembered had changed at that moment, by `performance.now()`. */
  stillRightAt(moment: number): void;
}

interface Reading<T> {
  readonly value: Promise<T>;
  readonly startedAt: number;
}

export function createMemories(): Memories {
  const forgets: (() => void)[] = [];
  let rightAt = -Infinity;
  return {
    forgetAll: () => forgets.forEach((forget) => forget()),
    stillRightAt: (moment) => void (rightAt = moment),
    remembered<T>(read: () => Promise<T>) {
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
