/** What a rotation makes of the keys. Pure. */
import { keysOfBefore, newKey, type KeyFile, type KeyPurpose } from './key-file';
import { KEY_LEAD_MS } from './keys';

const DAY_MS = 24 * 60 * 60 * 1000;

/** After the next one began: as long as the longest session, as links in mails, as backups that may come again. */
export const OF_USE_DAYS: Readonly<Record<KeyPurpose, number>> = { cookies: 90, links: 400, seals: 35 };

/** @param keys null: a shop that has had one secret so far */
export function withNewKey(keys: KeyFile | null, purpose: KeyPurpose, now: Date): KeyFile {
  const before = keys ?? keysOfBefore();
  const kept = before[purpose].slice(0, before[purpose].length - pastTheirTime(before, purpose, now));
  const from = new Date(now.getTime() + KEY_LEAD_MS);
  return { ...before, [purpose]: [newKey(from), ...kept] };
}

/** How many of the oldest nobody needs any more. */
export function pastTheirTime(keys: KeyFile | null, purpose: KeyPurpose, now: Date): number {
  const all = keys?.[purpose] ?? [];
  const isOver = (at: number): boolean => {
    const next = all[at - 1];
    return next !== undefined && now.getTime() - Date.parse(next.from) > OF_USE_DAYS[purpose] * DAY_MS;
  };
  return all.filter((_, at) => isOver(at)).length;
}

/** @throws Error where there is nothing to drop yet */
export function dropOld(keys: KeyFile | null, purpose: KeyPurpose, now: Date): KeyFile {
  const [newest, ...old] = keys?.[purpose] ?? [];
  if (!keys || !newest || old.length === 0) throw new Error(`there is no old key for ${purpose} to drop`);
  if (Date.parse(newest.from) > now.getTime()) {
    throw new Error(`the newest key for ${purpose} does not sign yet, but will from ${newest.from} on: try again then`);
  }
  return { ...keys, [purpose]: [newest] };
}
