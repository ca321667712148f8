/** What was purged lately: an answer that was asked for before a purge and arrives after it must not be kept. */
export interface PurgeLog {
  readonly now: () => number;
  add(groups: readonly string[]): void;
  concerns(since: number, groups: readonly string[]): boolean;
}

/** More than can happen while one answer is on its way; where it doesn't reach back, the answer counts as concerned. */
const KEPT = 1_000;
export const EVERYTHING = '*';

export function createPurgeLog(): PurgeLog {
  const entries: { readonly number: number; readonly groups: ReadonlySet<string> }[] = [];
  let last = 0;
  return {
    now: () => last,
    add(groups) {
      last += 1;
      entries.push({ number: last, groups: new Set(groups) });
      if (entries.length > KEPT) entries.shift();
    },
    concerns(since, groups) {
      if (since === last) return false;
      const first = entries[0];
      if (!first || first.number > since + 1) return true;
      return entries.some(
        (entry) => entry.number > since && (entry.groups.has(EVERYTHING) || groups.some((g) => entry.groups.has(g))),
      );
    },
  };
}
