import type { AccordSlug, AccordWeights } from '../../scent/accords';

const entriesOf = (accords: AccordWeights): [AccordSlug, number][] => Object.entries(accords) as [AccordSlug, number][];

const lengthOf = (accords: AccordWeights): number =>
  Math.sqrt(entriesOf(accords).reduce((sum, [, weight]) => sum + weight * weight, 0));

/** Cosine of the two weight vectors: 1 for the same proportions, 0 for nothing in common. */
export function likeness(one: AccordWeights, other: AccordWeights): number {
  const lengths = lengthOf(one) * lengthOf(other);
  if (lengths === 0) return 0;
  return entriesOf(one).reduce((sum, [accord, weight]) => sum + weight * (other[accord] ?? 0), 0) / lengths;
}

export function sharedAccords(one: AccordWeights, other: AccordWeights, most: number): AccordSlug[] {
  return entriesOf(one)
    .map(([accord, weight]) => ({ accord, shared: Math.min(weight, other[accord] ?? 0) }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .slice(0, most)
    .map(({ accord }) => accord);
}

/** The likest first; those with nothing in common are left out. Equal ones keep their order. */
export function rankByLikeness<T extends { readonly accords: AccordWeights }>(
  accords: AccordWeights,
  candidates: readonly T[],
): (T & { readonly score: number })[] {
  return candidates
    .map((candidate) => ({ ...candidate, score: likeness(accords, candidate.accords) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}
