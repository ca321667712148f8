/** Pictures of what a file makes or makes look otherwise: drawn before anything is written, for files need no undoing. */
import { drawPerfumePictures, pictureNameOf, type DrawnFiles } from '../../../pictures/perfume-pictures';
import type { PictureStore } from '../../../pictures/store';
import type { Plan, PlannedPerfume, PlannedVariant, Snapshot, StoredPerfume } from './model';

interface Look {
  readonly slug: string;
  /** Of its files. */
  readonly name: string;
  readonly values: Pick<PlannedPerfume['after'], 'name_ko' | 'accords' | 'house'>;
  readonly volumeMl: number;
}

/** A perfume without variants is drawn in a bottle of the usual size. */
const USUAL_ML = 50;

export async function drawAll(
  plan: Plan,
  snapshot: Snapshot,
  store: PictureStore,
  onDrawn: () => Promise<void>,
): Promise<ReadonlyMap<string, DrawnFiles>> {
  const houses = new Map(snapshot.houses.map((house) => [house.slug, house]));
  const drawn = new Map<string, DrawnFiles>();
  for (const { slug, name, values, volumeMl } of looksOf(plan, snapshot)) {
    const house = houses.get(values.house);
    if (!house) throw new Error(`${slug} is of no house`);
    const { bottle: shape, cap } = house;
    const look = { name, nameKo: values.name_ko, accords: values.accords, shape, cap, volumeMl };
    drawn.set(slug, await drawPerfumePictures(store, look));
    await onDrawn();
  }
  return drawn;
}

/** Of each perfume that looks otherwise than before. */
export function looksOf(plan: Plan, snapshot: Snapshot): readonly Look[] {
  const planned = new Map(plan.perfumes.map((perfume) => [perfume.slug, perfume]));
  const variants = groupBySlug(plan.variants);
  const slugs = new Set([...planned.keys(), ...variants.keys()]);
  return [...slugs].flatMap((slug) => {
    const stored = snapshot.perfumes.get(slug) ?? null;
    const values = planned.get(slug)?.after ?? stored?.values;
    if (!values) return [];
    const name = stored ? pictureNameOf(stored.picture) : slug;
    const look: Look = { slug, name, values, volumeMl: largest(soldAfter(variants.get(slug) ?? [], stored)) };
    return stored && isSame(look, stored) ? [] : [look];
  });
}

const largest = (sold: Readonly<Record<string, number>>): number => Math.max(0, ...Object.values(sold)) || USUAL_ML;

function groupBySlug(variants: readonly PlannedVariant[]): ReadonlyMap<string, readonly PlannedVariant[]> {
  const groups = new Map<string, PlannedVariant[]>();
  for (const variant of variants) {
    const group = groups.get(variant.slug);
    if (group) group.push(variant);
    else groups.set(variant.slug, [variant]);
  }
  return groups;
}

function soldAfter(planned: readonly PlannedVariant[], stored: StoredPerfume | null): Readonly<Record<string, number>> {
  const sold = new Map(Object.entries(stored?.sold ?? {}));
  for (const variant of planned) {
    if (variant.after.archived) sold.delete(variant.sku);
    else sold.set(variant.sku, variant.after.volume_ml);
  }
  return Object.fromEntries(sold);
}

const essence = ({ name_ko, accords, house }: Look['values'], volumeMl: number): string =>
  JSON.stringify([name_ko, accords, house, volumeMl]);
const isSame = (look: Look, stored: StoredPerfume): boolean =>
  essence(look.values, look.volumeMl) === essence(stored.values, largest(stored.sold));
