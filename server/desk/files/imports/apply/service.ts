/** Carries a plan out, in the transaction that it is handed. */
import type { Executor } from '../../../../db/pool';
import type { DrawnFiles } from '../../../../pictures/perfume-pictures';
import { changesBetween, type Actor, type Changes } from '../../../audit/model';
import { recordChange } from '../../../audit/service';
import type { Plan } from '../model';
import {
  insertPerfumes,
  insertVariants,
  raiseVersions,
  replaceNotes,
  sayWhyStockChanges,
  selectNamesBySlug,
  takeAddresses,
  updatePerfumes,
  updatePictures,
  updateVariants,
} from './queries';

export interface ApplyOptions {
  readonly actor: Actor & { readonly staffId: string };
  readonly fileName: string;
  readonly drawn: ReadonlyMap<string, DrawnFiles>;
  readonly now: Date;
}

/** Rows a statement: each stays well below its time limit. */
const CHUNK = 1_000;
const LONGEST_NOTE = 200;

export async function applyPlan(
  tx: Executor,
  plan: Plan,
  { actor, fileName, drawn, now }: ApplyOptions,
): Promise<void> {
  await sayWhyStockChanges(tx, { staffId: actor.staffId, fileName: fileName.slice(0, LONGEST_NOTE), at: now });
  const made = plan.perfumes.filter(({ stored }) => !stored);
  const changed = plan.perfumes.filter(({ stored }) => stored);
  const noted = [
    ...made,
    ...changed.filter(({ changes }) => Object.keys(changes).some((name) => name.startsWith('notes_'))),
  ];
  await takeAddresses(
    tx,
    made.map(({ slug }) => slug),
  );
  for (const chunk of chunksOf(made)) await insertPerfumes(tx, chunk, drawn, now);
  for (const chunk of chunksOf(changed)) await updatePerfumes(tx, chunk, now);
  for (const chunk of chunksOf(noted)) await replaceNotes(tx, chunk);
  const madeSlugs = new Set(made.map(({ slug }) => slug));
  for (const chunk of chunksOf([...drawn].filter(([slug]) => !madeSlugs.has(slug))))
    await updatePictures(tx, new Map(chunk));
  for (const chunk of chunksOf(plan.variants.filter(({ stored }) => !stored))) await insertVariants(tx, chunk, now);
  const stored = plan.variants.flatMap((variant) => (variant.stored ? [{ ...variant, id: variant.stored.id }] : []));
  for (const chunk of chunksOf(stored.toSorted((a, b) => a.id - b.id))) await updateVariants(tx, chunk, now);
  await recordAll(tx, plan, madeSlugs, actor, now);
}

/** One entry for each perfume, with what became of its variants. */
async function recordAll(tx: Executor, plan: Plan, made: ReadonlySet<string>, actor: Actor, now: Date): Promise<void> {
  const changes = new Map<string, Record<string, Changes[string]>>();
  const changesOf = (slug: string) => {
    const known = changes.get(slug) ?? {};
    changes.set(slug, known);
    return known;
  };
  for (const { slug, changes: own } of plan.perfumes) Object.assign(changesOf(slug), perfumeEntry(own));
  for (const { slug, sku, changes: own } of plan.variants) {
    for (const [name, change] of Object.entries(own)) changesOf(slug)[variantField(sku, name)] = change;
  }
  for (const chunk of chunksOf([...changes.keys()])) {
    const perfumes = await selectNamesBySlug(tx, chunk);
    const old = perfumes.filter(({ slug }) => !made.has(slug)).map(({ id }) => id);
    const versions = await raiseVersions(tx, old, now);
    for (const { id, slug, name } of perfumes) {
      const action = made.has(slug) ? 'product.create' : 'product.update';
      await recordChange(
        tx,
        actor,
        {
          action,
          subject: { kind: 'product', id, name },
          changes: { ...changesOf(slug), ...versionEntry(versions.get(id)) },
        },
        now,
      );
    }
  }
}

function chunksOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, at) => all.slice(at * CHUNK, (at + 1) * CHUNK));
}

/** The names of the perfume's editor, which looks them up when two people change the same perfume. */
const variantField = (sku: string, name: string): string => `${sku}.${name}`;

function perfumeEntry(changes: Changes): Changes {
  const entries = Object.entries(changes).flatMap(([name, [from, to]]) => {
    if (name === 'accords') return accordEntries(from, to);
    return [[name, [from, to]] as const];
  });
  return Object.fromEntries(entries);
}

function accordEntries(from: unknown, to: unknown): [string, Changes[string]][] {
  const changes = changesBetween((from ?? {}) as Record<string, unknown>, (to ?? {}) as Record<string, unknown>);
  return Object.entries(changes).map(([slug, change]) => [`accord_${slug}`, change]);
}

const versionEntry = (version: number | undefined): Changes =>
  version === undefined ? {} : { version: [version - 1, version] };
