/**
 * What a kept page is made from, as names by which it can be asked for anew (RFC 9875). `migrations/0005_purges.sql`
 * says the same names when a row changes. Pure.
 *
 *   settings            every page: the footer names the seller, the top a pause; what a delivery costs and when it arrives
 *   catalogue           lists of perfumes; every change of a perfume, volume, house or note says it
 *   product-12          its own page; which perfumes are like it, and its photographs, say this alone
 *   card-12             perfume pages that show it as alike, or would
 *   house-3, note-7     pages that name them
 *   *                   everything; no page carries it
 */
export const EVERYTHING = '*';

/** RFC 9875 lets caches ignore what is above. */
export const MOST_GROUPS = 32;

/** Lists, and pages that aren't there: one that appears is shown at once. Texts too: they say whether anything is sold. */
export const CATALOGUE_PAGE: readonly string[] = ['settings', 'catalogue'];

/** What the clock changes: when a parcel arrives, and whether the shop pauses. */
export const SAID_OF_TODAY: readonly string[] = ['settings'];

/** What a perfume's appearance changes without a change of any row. */
export function publicationGroups(perfumeIds: readonly number[]): readonly string[] {
  if (2 * perfumeIds.length >= MOST_GROUPS) return [EVERYTHING];
  return ['catalogue', ...perfumeIds.flatMap((id) => [perfumeGroup(id), cardGroup(id)])];
}

export const perfumeGroup = (id: number): string => `product-${id}`;
export const cardGroup = (id: number): string => `card-${id}`;
export const houseGroup = (id: number): string => `house-${id}`;
export const noteGroup = (id: number): string => `note-${id}`;

/** The payload of a notification. What can't be read is everything: purging too much is safe. */
export function readGroups(payload: string): readonly string[] {
  try {
    const groups: unknown = JSON.parse(payload);
    if (Array.isArray(groups) && groups.length > 0 && groups.every((group) => typeof group === 'string')) return groups;
  } catch {
    // Not ours, and not JSON.
  }
  return [EVERYTHING];
}
