/**
 * What a kept page is made from, as names by which it can be asked for anew (RFC 9875). `migrations/0005_purges.sql`
 * says the same names when a row changes. Pure.
 *
 *   settings            every page: the footer names the seller
 *   catalogue           lists of perfumes; every change of a perfume, volume, house or note says it
 *   likeness            product pages: which perfumes are alike
 *   product-12          its own page, and pages that show it as alike
 *   house-3, note-7     pages that name them
 *   *                   everything; no page carries it
 */
import type { ProductPage } from '../catalogue/service';

export const EVERYTHING = '*';

/** RFC 9875 lets caches ignore what is above. */
const MOST_GROUPS = 32;

/** Lists, and pages that aren't there: one that appears is shown at once. Texts too: they say whether anything is sold. */
export const CATALOGUE_PAGE: readonly string[] = ['settings', 'catalogue'];

export function productPageGroups({ perfume, related }: ProductPage): readonly string[] {
  const cards = related.map(({ card }) => card);
  const groups = new Set([
    'settings',
    'likeness',
    ...[perfume, ...cards].map(({ id }) => productGroup(id)),
    ...[perfume.house.id, ...cards.map(({ houseId }) => houseId)].map((id) => `house-${id}`),
    ...perfume.notes.map(({ id }) => `note-${id}`),
  ]);
  // Whatever changes there says "catalogue" too.
  return groups.size > MOST_GROUPS ? CATALOGUE_PAGE : [...groups];
}

/** What a perfume's appearance changes without a change of any row. */
export function publicationGroups(perfumeIds: readonly number[]): readonly string[] {
  if (perfumeIds.length >= MOST_GROUPS) return [EVERYTHING];
  return ['catalogue', 'likeness', ...perfumeIds.map(productGroup)];
}

function productGroup(id: number): string {
  return `product-${id}`;
}

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
