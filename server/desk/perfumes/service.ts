/** Perfumes as the desk makes and changes them. Nothing is ever deleted; every change is in the audit log. */
import { isUniqueViolation } from '../../db/sql-state';
import { withTransaction, type TransactionHandle } from '../../db/transaction';
import { drawPerfumePictures, pictureNameOf } from '../../pictures/perfume-pictures';
import { createPictureStore } from '../../pictures/store';
import { NOTE_FIELDS } from '../../store/perfumes/model';
import { type Actor, changesBetween } from '../audit/model';
import { recordChange } from '../audit/service';
import type { DeskContext } from '../services';
import type { Problem, Problems } from './editor/validate';
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
import {
  correctCounts,
  insertPerfume,
  insertVariants,
  leaveAddress,
  lockPerfume,
  replaceNotes,
  selectChangesSince,
  selectChoices,
  selectHouse,
  selectPerfume,
  takeAddress,
  updatePerfume,
  updateVisibility,
  updateVariants,
  type Files,
} from './queries';

export interface Conflict extends Merged {
  readonly kind: 'conflict';
  readonly current: Perfume;
  /** Who saved last, and when. */
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

export interface PerfumeService {
  find(id: number): Promise<Perfume | null>;
  choices(): Promise<Choices>;
  house(slug: string): Promise<HouseChoice | null>;
  create(draft: Draft, actor: Actor): Promise<Saving>;
  /** @param version of the perfume as it was when the form was opened */
  save(id: number, version: number, draft: Draft, actor: Actor): Promise<Saving>;
  setVisibility(id: number, visibility: Visibility, actor: Actor): Promise<VisibilityOutcome>;
}

/** Shown on the label of a perfume that has no variant yet. */
const UNSAID_VOLUME_ML = 50;

export function createPerfumes(context: Pick<DeskContext, 'pool' | 'clock' | 'picturesDirectory'>): PerfumeService {
  const { pool, clock } = context;
  const store = createPictureStore({ directory: context.picturesDirectory });

  /** Before the transaction: files that no row names harm nobody, a row without its files does. */
  async function draw(content: Content, name: string): Promise<Files> {
    const house = await selectHouse(pool, content.house);
    if (!house) throw new Error(`there is no house ${content.house}`);
    const sold = content.variants.filter(({ archived }) => !archived).map(({ volume_ml }) => volume_ml);
    return drawPerfumePictures(store, {
      name,
      nameKo: content.name_ko,
      accords: content.accords,
      shape: house.bottle,
      cap: house.cap,
      volumeMl: sold.length > 0 ? Math.max(...sold) : UNSAID_VOLUME_ML,
    });
  }

  return {
    find: (id) => selectPerfume(pool, id),
    choices: () => selectChoices(pool),
    house: (slug) => selectHouse(pool, slug),

    async create(draft, actor) {
      const files = await draw(draft, draft.slug);
      const now = clock.now();
      return catchingTaken(draft, () => withTransaction(pool, (tx) => create(tx, draft, files, actor, now)));
    },

    async save(id, version, draft, actor) {
      const before = await selectPerfume(pool, id);
      if (!before) return { kind: 'not-found' };
      const files = await draw(draft, pictureNameOf(before.picture));
      const now = clock.now();
      const edit = { id, version, draft, files, actor, now };
      return catchingTaken(draft, () => withTransaction(pool, (tx) => save(tx, edit)));
    },

    setVisibility: (id, visibility, actor) =>
      withTransaction(pool, (tx) => setVisibility(tx, id, visibility, actor, clock.now())),
  };
}

/** Addresses and SKUs that somebody else has: the database is who knows. */
async function catchingTaken(draft: Draft, work: () => Promise<Saving>): Promise<Saving> {
  try {
    return await work();
  } catch (error) {
    const wrong = (field: string, problem: Problem): Saving => ({ kind: 'wrong', problems: { [field]: problem } });
    if (isUniqueViolation(error, 'perfumes_slug_key')) return wrong('slug', { code: 'slug-taken' });
    if (isUniqueViolation(error, 'variants_perfume_id_volume_ml_key'))
      return wrong('volumes', { code: 'volume-twice' });
    if (isUniqueViolation(error, 'variants_sku_key')) {
      const skus = draft.variants.map(({ sku }) => sku).join(', ');
      return wrong('volumes', { code: 'sku-taken', values: { sku: skus } });
    }
    if (error instanceof CountsMoved) return wrong('volumes', { code: 'counts-moved' });
    throw error;
  }
}

/** Thrown, so that nothing of the transaction is kept. */
class CountsMoved extends Error {
  override name = 'CountsMoved';
}

const subjectOf = (id: number, { name_ko }: Content) => ({ kind: 'product', id, name: name_ko }) as const;

async function create(tx: TransactionHandle, draft: Draft, files: Files, actor: Actor, now: Date): Promise<Saving> {
  await takeAddress(tx, draft.slug);
  const id = await insertPerfume(tx, draft, files, now);
  await replaceNotes(tx, id, draft);
  await insertVariants(tx, id, draft.variants, { staffId: actor.staffId, at: now });
  const changes = changesBetween({}, fieldsOf(draft));
  await recordChange(tx, actor, { action: 'product.create', subject: subjectOf(id, draft), changes }, now);
  return { kind: 'saved', id };
}

interface Edit {
  readonly id: number;
  readonly version: number;
  readonly draft: Draft;
  readonly files: Files;
  readonly actor: Actor;
  readonly now: Date;
}

async function save(tx: TransactionHandle, { id, version, draft, files, actor, now }: Edit): Promise<Saving> {
  const current = await lockPerfume(tx, id);
  if (!current) return { kind: 'not-found' };
  if (current.version !== version) return conflict(tx, current, version, draft);
  const skus = skusOf(current);
  // Only its own: a number in the form that isn't one of its variants' is none.
  const known = draft.variants.filter((variant) => variant.id !== null && skus.has(variant.id));
  const added = draft.variants.filter((variant) => variant.id === null);
  if (known.length + added.length !== draft.variants.length) return { kind: 'not-found' };
  await correct(tx, id, known, actor, now);
  const after = { ...draft, variants: [...added, ...variantsAfter(known, current)] };
  const changes = changesBetween(fieldsOf(current), fieldsOf(after, skus));
  const isRedrawn = files.picture !== current.picture || files.aura !== current.aura;
  if (Object.keys(changes).length === 0 && !isRedrawn) return { kind: 'saved', id };
  await updateVariants(tx, id, known, now);
  if (added.length > 0) await insertVariants(tx, id, added, { staffId: actor.staffId, at: now });
  if (NOTE_FIELDS.some((field) => draft[field].join() !== current[field].join())) await replaceNotes(tx, id, draft);
  if (draft.slug !== current.slug) {
    await takeAddress(tx, draft.slug);
    await leaveAddress(tx, id, current.slug, now);
  }
  await updatePerfume(tx, id, draft, files, now);
  const versions = { version: [version, version + 1] as const };
  const entry = {
    action: 'product.update',
    subject: subjectOf(id, draft),
    changes: { ...changes, ...versions },
  } as const;
  await recordChange(tx, actor, entry, now);
  return { kind: 'saved', id };
}

/** A count that nobody typed into stays what it has become. */
async function correct(
  tx: TransactionHandle,
  id: number,
  variants: readonly TypedVariant[],
  actor: Actor,
  now: Date,
): Promise<void> {
  const typed = variants.filter(({ stock, seen }) => seen !== null && stock !== seen);
  if (typed.length === 0) return;
  const corrected = await correctCounts(tx, id, typed, { staffId: actor.staffId, at: now });
  if (corrected !== typed.length) throw new CountsMoved();
}

/** Its variants once they are saved: one that the form doesn't have stays, and so does a count that nobody typed into. */
function variantsAfter(known: readonly TypedVariant[], current: Perfume): Variant[] {
  const typed = new Map(known.map((variant) => [variant.id, variant] as const));
  return current.variants.map((variant) => {
    const wanted = typed.get(variant.id);
    if (!wanted) return variant;
    const { seen, ...written } = wanted;
    return seen === null || written.stock === seen ? { ...written, stock: variant.stock } : written;
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
  await updateVisibility(tx, id, { ...after, now });
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
