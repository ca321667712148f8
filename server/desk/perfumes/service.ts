/** Perfumes as the desk makes and changes them. Nothing is ever deleted; every change is in the audit log. */
import { isUniqueViolation } from '../../db/sql-state';
import { withTransaction, type TransactionHandle } from '../../db/transaction';
import type { DrawnFiles } from '../../pictures/perfume-pictures';
import { createPictureStore } from '../../pictures/store';
import { differing } from '../../store/perfumes/model';
import { savePerfumes } from '../../store/perfumes/service';
import { type Actor, changesBetween } from '../audit/model';
import { recordChange } from '../audit/service';
import type { DeskContext } from '../services';
import { drawLook, isSameLook, lookOf } from './drawing';
import { problem, type Problem, type Problems } from './editor/validate';
import { orderRedrawWhereChanged } from './houses/redrawing/service';
import { readListFilter } from './list/address';
import { selectList } from './list/queries';
import { basesOf, merge, type Merged } from './merging';
import {
  fieldsOf,
  skusOf,
  stateOf,
  type Choices,
  type Content,
  type Draft,
  type HouseChoice,
  type Perfume,
  type State,
  type TypedVariant,
  type Variant,
} from './model';
import { holdPerfume, lockPerfume, selectChangesSince, selectChoices, selectHouse, selectPerfume } from './queries';

export interface Conflict extends Merged {
  readonly kind: 'conflict';
  readonly current: Perfume;
  readonly by: { readonly name: string; readonly at: Date } | null;
}

export type Saving =
  | { readonly kind: 'saved'; readonly id: number }
  | { readonly kind: 'wrong'; readonly problems: Problems }
  | Conflict
  | { readonly kind: 'not-found' };

export type Visibility =
  { readonly to: 'publish' | 'hide' | 'archive' | 'unarchive' } | { readonly to: 'schedule'; readonly at: Date };

export type VisibilityOutcome = 'changed' | 'nothing-to-sell' | 'archived' | 'not-found';

interface TypedPerfume {
  readonly version: number;
  readonly draft: Draft;
  readonly choices: Choices;
}

export type PerfumeService = ReturnType<typeof createPerfumes>;

export function createPerfumes(context: Pick<DeskContext, 'pool' | 'clock' | 'picturesDirectory'>) {
  const { pool, clock } = context;
  const store = createPictureStore({ directory: context.picturesDirectory });

  /** Before the transaction: files that no row names harm nobody, a row without its files does. */
  async function draw(draft: Draft, { houses }: Choices, of: string | Perfume): Promise<Drawn> {
    const files = await drawLook(store, of, lookOf(draft, draft.variants), houses);
    return { files, house: houses.filter(({ slug }) => slug === draft.house) };
  }

  return {
    find: (id: number) => selectPerfume(pool, id),
    /** As its list finds them, what was changed last first. */
    search: (words: string, most: number) =>
      selectList(pool, readListFilter({ q: words }), { now: clock.now(), limit: most, after: null }),
    choices: () => selectChoices(pool),
    house: (slug: string) => selectHouse(pool, slug),

    async create(draft: Draft, choices: Choices, actor: Actor) {
      const drawn = await draw(draft, choices, draft.slug);
      const now = clock.now();
      return catchingTaken(draft, () => withTransaction(pool, (tx) => create(tx, draft, drawn, actor, now)));
    },

    /** @param before as it was read when the form came in */
    async save(before: Perfume, { version, draft, choices }: TypedPerfume, actor: Actor) {
      // A perfume that has this version is as `before`; one that hasn't is not saved.
      const looksOtherwise =
        version === before.version && !isSameLook(lookOf(draft, draft.variants), lookOf(before, before.variants));
      const drawn = looksOtherwise ? await draw(draft, choices, before) : undefined;
      const edit = { before, version, draft, drawn, actor, now: clock.now() };
      return catchingTaken(draft, () => withTransaction(pool, (tx) => save(tx, edit)));
    },

    setVisibility: (id: number, visibility: Visibility, actor: Actor) =>
      withTransaction(pool, (tx) => setVisibility(tx, id, visibility, actor, clock.now())),
  };
}

/** Addresses and SKUs that somebody else has: the database is who knows. */
async function catchingTaken(draft: Draft, work: () => Promise<Saving>): Promise<Saving> {
  try {
    return await work();
  } catch (error) {
    const wrong = (field: string, fault: Problem): Saving => ({ kind: 'wrong', problems: { [field]: fault } });
    if (isUniqueViolation(error, 'perfumes_slug_key')) return wrong('slug', problem('slug-taken'));
    if (isUniqueViolation(error, 'variants_perfume_id_volume_ml_key')) return wrong('volumes', problem('volume-twice'));
    if (isUniqueViolation(error, 'variants_sku_key')) {
      const skus = draft.variants.map(({ sku }) => sku).join(', ');
      return wrong('volumes', problem('sku-taken', { sku: skus }));
    }
    if (error instanceof CountsMoved) return wrong('volumes', problem('counts-moved'));
    throw error;
  }
}

interface Drawn {
  readonly files: DrawnFiles;
  readonly house: readonly HouseChoice[];
}

/** Thrown, so that nothing of the transaction is kept. */
class CountsMoved extends Error {
  override name = 'CountsMoved';
}

const subjectOf = (id: number, { name_ko }: Content) => ({ kind: 'product', id, name: name_ko }) as const;

async function create(tx: TransactionHandle, draft: Draft, drawn: Drawn, actor: Actor, now: Date): Promise<Saving> {
  const { variants, ...values } = draft;
  const row = { id: null, values, pictures: drawn.files, variants: variants.map(asNew) };
  const [id = 0] = await savePerfumes(tx, [row], { at: now, staffId: actor.staffId });
  await orderRedrawWhereChanged(tx, drawn.house, now);
  const changes = changesBetween({}, fieldsOf(draft));
  await recordChange(tx, actor, { action: 'product.create', subject: subjectOf(id, draft), changes }, now);
  return { kind: 'saved', id };
}

const asNew = ({ seen: _, ...variant }: TypedVariant) => ({ ...variant, id: null, archived: false });

interface Edit {
  readonly before: Perfume;
  readonly version: number;
  readonly draft: Draft;
  readonly drawn: Drawn | undefined;
  readonly actor: Actor;
  readonly now: Date;
}

async function save(tx: TransactionHandle, { before, version, draft, drawn, actor, now }: Edit): Promise<Saving> {
  const { id } = before;
  const current = await holdPerfume(tx, before);
  if (!current) return { kind: 'not-found' };
  if (current.version !== version) return conflict(tx, current, version, draft);
  const { variants: typed, ...values } = draft;
  const skus = skusOf(current);
  // Only its own: a number in the form that isn't one of its variants' is none.
  const known = typed.filter((variant) => variant.id !== null && skus.has(variant.id));
  const added = typed.filter((variant) => variant.id === null).map(asNew);
  if (known.length + added.length !== typed.length) return { kind: 'not-found' };
  const there = variantsAfter(known, current);
  const changes = changesBetween(fieldsOf(current), fieldsOf({ ...draft, variants: [...added, ...there] }, skus));
  if (Object.keys(changes).length === 0) return { kind: 'saved', id };
  const row = {
    id,
    values: differing(current, values),
    ...(drawn && { pictures: drawn.files }),
    variants: [...there.map((variant, index) => changedVariant(current.variants[index], variant)), ...added],
    raisesVersion: true,
  };
  await savePerfumes(tx, [row], { at: now, staffId: actor.staffId });
  if (drawn) await orderRedrawWhereChanged(tx, drawn.house, now);
  const versions = { version: [version, version + 1] as const };
  const entry = {
    action: 'product.update',
    subject: subjectOf(id, draft),
    changes: { ...changes, ...versions },
  } as const;
  await recordChange(tx, actor, entry, now);
  return { kind: 'saved', id };
}

const changedVariant = (before: Variant | undefined, after: Variant) => ({
  ...differing({ ...before }, after),
  id: after.id,
});

/** What the form lacks stays, and a count nobody typed into. @throws CountsMoved where the one seen has moved */
function variantsAfter(known: readonly TypedVariant[], current: Perfume): Variant[] {
  const typed = new Map(known.map((variant) => [variant.id, variant] as const));
  return current.variants.map((variant) => {
    const wanted = typed.get(variant.id);
    if (!wanted) return variant;
    const { seen, ...written } = wanted;
    if (seen === null || written.stock === seen) return { ...written, stock: variant.stock };
    if (seen !== variant.stock) throw new CountsMoved();
    return written;
  });
}

async function conflict(tx: TransactionHandle, current: Perfume, version: number, typed: Draft): Promise<Conflict> {
  const changes = await selectChangesSince(tx, current.id, version);
  const last = changes.at(-1);
  return {
    kind: 'conflict',
    current,
    by: last ? { name: last.actor, at: last.at } : null,
    ...merge(typed, current, basesOf(changes)),
  };
}

async function setVisibility(
  tx: TransactionHandle,
  id: number,
  visibility: Visibility,
  actor: Actor,
  now: Date,
): Promise<VisibilityOutcome> {
  const perfume = await lockPerfume(tx, id);
  if (!perfume) return 'not-found';
  const shows = visibility.to === 'publish' || visibility.to === 'schedule';
  if (shows && perfume.archivedAt) return 'archived';
  if (shows && perfume.variants.every(({ archived }) => archived)) return 'nothing-to-sell';
  const after = timesAfter(perfume, visibility, now);
  const archived = after.archivedAt !== null;
  const values = {
    published_at: after.publishedAt,
    ...differing({ archived: perfume.archivedAt !== null }, { archived }),
  };
  await savePerfumes(tx, [{ id, values }], { at: now, staffId: actor.staffId });
  const states = (of: typeof after): { state: State; publishedAt: Date | null } => ({
    state: stateOf(of, now),
    publishedAt: of.publishedAt,
  });
  const changes = changesBetween(states(perfume), states(after));
  const entry = { action: `product.${visibility.to}`, subject: subjectOf(id, perfume), changes } as const;
  if (Object.keys(changes).length > 0) await recordChange(tx, actor, entry, now);
  return 'changed';
}

function timesAfter(
  perfume: Perfume,
  visibility: Visibility,
  now: Date,
): { readonly publishedAt: Date | null; readonly archivedAt: Date | null } {
  switch (visibility.to) {
    case 'publish':
      // One that is shown already keeps its place among the new ones.
      return { publishedAt: stateOf(perfume, now) === 'visible' ? perfume.publishedAt : now, archivedAt: null };
    case 'schedule':
      return { publishedAt: visibility.at, archivedAt: null };
    case 'hide':
      return { publishedAt: null, archivedAt: perfume.archivedAt };
    case 'archive':
      return { publishedAt: null, archivedAt: perfume.archivedAt ?? now };
    case 'unarchive':
      return { publishedAt: perfume.publishedAt, archivedAt: null };
  }
}
