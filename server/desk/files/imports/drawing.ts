import { pictureNameOf, type DrawnFiles } from '../../../pictures/perfume-pictures';
import type { PictureStore } from '../../../pictures/store';
import { drawLook, isSameLook, lookOf, type Look } from '../../perfumes';
import type { Plan, Snapshot } from './model';

export async function drawAll(
  plan: Plan,
  snapshot: Snapshot,
  store: PictureStore,
  onDrawn: () => Promise<void>,
): Promise<ReadonlyMap<string, DrawnFiles>> {
  const drawn = new Map<string, DrawnFiles>();
  for (const { slug, name, look } of looksOf(plan, snapshot)) {
    drawn.set(slug, await drawLook(store, name, look, snapshot.houses));
    await onDrawn();
  }
  return drawn;
}

interface NewLook {
  readonly slug: string;
  readonly name: string;
  readonly look: Look;
}

function looksOf(plan: Plan, snapshot: Snapshot): readonly NewLook[] {
  const planned = new Map(plan.perfumes.map(({ slug, after }) => [slug, after] as const));
  const before = new Map<string, Map<string, Sold>>();
  for (const { slug, sku, values } of snapshot.variants.values()) soldOf(before, slug).set(sku, values);
  const after = new Map([...before].map(([slug, sold]) => [slug, new Map(sold)] as const));
  for (const { slug, sku, after: values } of plan.variants) soldOf(after, slug).set(sku, values);
  const slugs = new Set([...planned.keys(), ...plan.variants.map(({ slug }) => slug)]);
  return [...slugs].flatMap((slug) => {
    const stored = snapshot.perfumes.get(slug);
    const values = planned.get(slug) ?? stored?.values;
    if (!values) return [];
    const look = lookOf(values, [...soldOf(after, slug).values()]);
    const isAsBefore = stored && isSameLook(look, lookOf(stored.values, [...soldOf(before, slug).values()]));
    return isAsBefore ? [] : [{ slug, name: stored ? pictureNameOf(stored.picture) : slug, look }];
  });
}

interface Sold {
  readonly volume_ml: number;
  readonly archived: boolean;
}

function soldOf(all: Map<string, Map<string, Sold>>, slug: string): Map<string, Sold> {
  const known = all.get(slug) ?? new Map<string, Sold>();
  all.set(slug, known);
  return known;
}
