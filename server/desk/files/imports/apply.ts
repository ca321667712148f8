import type { Executor } from '../../../db/pool';
import type { DrawnFiles } from '../../../pictures/perfume-pictures';
import type { AccordSlug } from '../../../scent/accords';
import { accordField, variantField } from '../../../store/perfumes';
import { savePerfumes, type PerfumeToSave } from '../../../store/perfumes/service';
import { changesBetween, type Actor, type Changes } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { Plan, PlannedPerfume, PlannedVariant, Snapshot } from './model';

export interface ApplyOptions {
  readonly actor: Actor & { readonly staffId: string };
  readonly fileName: string;
  readonly drawn: ReadonlyMap<string, DrawnFiles>;
  readonly now: Date;
}

const LONGEST_NOTE = 200;

interface Change {
  readonly slug: string;
  readonly perfume: PlannedPerfume | undefined;
  readonly variants: readonly PlannedVariant[];
}

export async function applyPlan(
  tx: Executor,
  plan: Plan,
  snapshot: Snapshot,
  { actor, fileName, drawn, now }: ApplyOptions,
): Promise<void> {
  const changes = changesIn(plan);
  const rows = changes.map((change) => rowOf(change, snapshot, drawn));
  const note = fileName.slice(0, LONGEST_NOTE);
  const ids = await savePerfumes(tx, rows, { at: now, staffId: actor.staffId, reason: 'import', note });
  for (const [index, change] of changes.entries()) {
    const { slug, perfume } = change;
    const stored = snapshot.perfumes.get(slug);
    const name = (perfume?.after ?? stored?.values)?.name_ko ?? slug;
    const subject = { kind: 'product', id: ids[index] ?? 0, name } as const;
    const versions: Changes = stored ? { version: [stored.version, stored.version + 1] } : {};
    const action = stored ? 'product.update' : 'product.create';
    await recordChange(tx, actor, { action, subject, changes: { ...entryOf(change), ...versions } }, now);
  }
}

function changesIn({ perfumes, variants }: Plan): readonly Change[] {
  const planned = new Map(perfumes.map((perfume) => [perfume.slug, perfume] as const));
  const bySlug = new Map<string, PlannedVariant[]>([...planned.keys()].map((slug) => [slug, []]));
  for (const variant of variants) bySlug.set(variant.slug, [...(bySlug.get(variant.slug) ?? []), variant]);
  return [...bySlug].map(([slug, own]) => ({ slug, perfume: planned.get(slug), variants: own }));
}

/** Only what changes: what is as it was, to the microsecond, stays so. */
function rowOf(
  { slug, perfume, variants }: Change,
  { perfumes }: Snapshot,
  drawn: ReadonlyMap<string, DrawnFiles>,
): PerfumeToSave {
  const id = perfumes.get(slug)?.id ?? null;
  const values = perfume ? changedOf(perfume.after, perfume.changes) : {};
  const pictures = drawn.get(slug);
  return {
    id,
    values: id === null ? { ...perfume?.after, slug } : values,
    ...(pictures && { pictures }),
    variants: variants.map(({ stored, sku, after, changes }) =>
      stored ? { id: stored.id, ...changedOf(after, changes) } : { id: null, sku, ...after },
    ),
    raisesVersion: id !== null,
  };
}

const changedOf = <T extends object>(after: T, changes: Changes): Partial<T> =>
  Object.fromEntries(Object.entries(after).filter(([name]) => Object.hasOwn(changes, name))) as Partial<T>;

/** By the names of the perfume's editor, which looks them up when two people change the same perfume. */
function entryOf({ perfume, variants }: Change): Changes {
  const { accords, ...own } = perfume?.changes ?? {};
  const weights = (accords ?? [{}, {}]).map((side) => (side ?? {}) as Record<string, unknown>);
  const entries = [
    ...Object.entries(own),
    ...Object.entries(changesBetween(weights[0] ?? {}, weights[1] ?? {})).map(
      ([slug, change]) => [accordField(slug as AccordSlug), change] as const,
    ),
    ...variants.flatMap(({ sku, changes }) =>
      Object.entries(changes).map(([name, change]) => [variantField(sku, name), change] as const),
    ),
  ];
  return Object.fromEntries(entries);
}
