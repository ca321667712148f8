/**
 * Readings that many pages share: from memory while they are fresh, never read twice at once, and forgotten together
 * when the database says that something changed.
 */

/**
 * How old a reading may be that no notification has reached, because it is late or the connection is lost. The edge
 * asks for a changed page once more half a second after it was told; by then the change is on it whatever happened here.
 */
const MAX_AGE_MS = 400;

export interface Memories {
  remembered<T>(read: () => Promise<T>): () => Promise<T>;
  /** What is being read at this moment is not kept either: it may have been read before the change. */
  forgetAll(): void;
}

interface Reading<T> {
  readonly value: Promise<T>;
  readonly startedAt: number;
}

export function createMemories(): Memories {
  const forgets: (() => void)[] = [];
  return {
    forgetAll: () => forgets.forEach((forget) => forget()),
    remembered<T>(read: () => Promise<T>) {
      let last: Reading<T> | null = null;
      forgets.push(() => (last = null));
      return () => {
        const now = performance.now();
        if (last && now - last.startedAt < MAX_AGE_MS) return last.value;
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
