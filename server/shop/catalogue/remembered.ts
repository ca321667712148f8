/** A reading that many pages share: from memory while it is fresh, and never read twice at once. */

/** As old as the settings may be: what is purged within a second may not be told for longer. */
const MAX_AGE_MS = 1_000;

export function remembered<T>(read: () => Promise<T>): () => Promise<T> {
  let last: { readonly value: Promise<T>; readonly readAt: number } | null = null;
  return () => {
    const now = performance.now();
    if (last && now - last.readAt < MAX_AGE_MS) return last.value;
    const value = read();
    last = { value, readAt: now };
    value.catch(() => (last = null));
    return value;
  };
}
