/** What the second one hasn't touched becomes what the first one saved; what both changed is shown side by side. */
import { ACCORD_SLUGS, type AccordSlug } from '../../scent/accords';
import { accordField, variantField } from '../../store/perfumes';
import { VARIANT_NAMES } from '../../store/perfumes/model';
import { fieldsOf, SCALARS, skusOf, type Draft, type Perfume, type TypedVariant } from './model';
import type { ChangeSince } from './queries';

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

export function basesOf(changes: readonly ChangeSince[]): ReadonlyMap<string, unknown> {
  const bases = new Map<string, unknown>();
  for (const { changes: fields } of changes) {
    for (const [field, [before]] of Object.entries(fields)) if (!bases.has(field)) bases.set(field, before);
  }
  return bases;
}

export interface Merged {
  readonly draft: Draft;
  readonly taken: readonly string[];
  readonly differing: readonly { readonly field: string; readonly theirs: unknown; readonly mine: unknown }[];
}

export function merge(typed: Draft, current: Perfume, bases: ReadonlyMap<string, unknown>): Merged {
  const mine = fieldsOf(typed, skusOf(current));
  const theirs = fieldsOf(current);
  const isUntouched = (field: string): boolean => bases.has(field) && same(mine[field], bases.get(field));
  const draft = {
    ...typed,
    ...Object.fromEntries(SCALARS.filter(isUntouched).map((field) => [field, current[field]])),
    accords: mergedAccords(typed, current, isUntouched),
    variants: mergedVariants(typed, current, isUntouched),
  };
  const after = fieldsOf(draft, skusOf(current));
  const changed = [...bases.keys()].filter((field) => field in mine || field in theirs);
  return {
    draft,
    taken: changed.filter((field) => !same(mine[field], theirs[field]) && same(after[field], theirs[field])),
    differing: changed
      .filter((field) => !same(after[field], theirs[field]))
      .map((field) => ({ field, theirs: theirs[field] ?? null, mine: after[field] ?? null })),
  };
}

type Untouched = (field: string) => boolean;

function mergedAccords(typed: Draft, current: Perfume, isUntouched: Untouched): Draft['accords'] {
  const accords: Partial<Record<AccordSlug, number>> = {};
  for (const slug of ACCORD_SLUGS) {
    const weight = (isUntouched(accordField(slug)) ? current : typed).accords[slug];
    if (weight) accords[slug] = weight;
  }
  return accords;
}

function mergedVariants(typed: Draft, current: Perfume, isUntouched: Untouched): TypedVariant[] {
  const known = new Map(current.variants.map((variant) => [variant.id, variant] as const));
  const merged = typed.variants.map((variant): TypedVariant => {
    const theirs = variant.id === null ? undefined : known.get(variant.id);
    if (!theirs) return variant;
    const names = VARIANT_NAMES.filter((name) => name !== 'stock' && isUntouched(variantField(theirs.sku, name)));
    // A count moves with every sale: what she hasn't typed is today's, and what she typed is judged against today's.
    const stock = variant.stock === variant.seen ? theirs.stock : variant.stock;
    return { ...variant, ...Object.fromEntries(names.map((name) => [name, theirs[name]])), stock, seen: theirs.stock };
  });
  const here = new Set(typed.variants.map(({ id }) => id));
  const added = current.variants
    .filter(({ id }) => !here.has(id))
    .map((variant) => ({ ...variant, seen: variant.stock }));
  return [...merged, ...added];
}
