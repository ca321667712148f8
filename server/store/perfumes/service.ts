/** For a form, a file, a change of many at once and the demo catalogue. */
import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import { PERFUME_ABSENT, VARIANT_ABSENT } from './fields';
import { LAYERS, type PerfumeValues, type VariantValues } from './model';
import { createNames } from './names';
import {
  insertPerfumes,
  insertVariants,
  leaveAddresses,
  replaceNotes,
  selectNames,
  takeAddresses,
  updatePerfumes,
  updateVariants,
  type Row,
  type StockReason,
} from './queries';
import type { Saying } from './values';

/** For what is said of values: what houses and notes are called today. */
export async function sayingIn(db: Executor, locale: Locale): Promise<Saying> {
  const { houses, notes } = await selectNames(db);
  return { locale, houses: createNames(houses, locale), notes: createNames(notes, locale) };
}

export interface VariantToSave extends Partial<VariantValues> {
  /** null for one that is made. */
  readonly id: number | null;
}

export interface PerfumeToSave {
  /** null for one that is made. */
  readonly id: number | null;
  /** What changes. One that is made needs all that has no usual value, but for its position: the last. */
  readonly values: Partial<PerfumeValues>;
  readonly pictures?: { readonly picture: string; readonly aura?: string };
  readonly variants?: readonly VariantToSave[];
  /** Whoever has its form open is told of it. */
  readonly raisesVersion?: boolean;
}

export interface Saving {
  readonly at: Date;
  readonly staffId: string | null;
  /** Why counts change, but for those of new variants. */
  readonly reason?: 'correction' | 'delivery' | 'import';
  /** In the ledger, beside the counts. */
  readonly note?: string;
}

/** Rows a statement: each stays well below its time limit. */
const CHUNK = 1_000;

/** The caller's transaction holds the rows already. @returns their ids, in the order of the rows */
export async function savePerfumes(
  tx: Executor,
  rows: readonly PerfumeToSave[],
  { at, staffId, reason = 'correction', note = '' }: Saving,
): Promise<number[]> {
  const ids = await saveRows(tx, rows, at);
  const saved = rows.map((row, index) => ({ ...row, id: ids[index] ?? 0 }));
  const layers = saved.flatMap(layersOf);
  await inChunks(layers, (chunk) => replaceNotes(tx, chunk));
  const variants = saved.flatMap(({ id, variants = [] }) => variants.map((variant) => variantRow(id, variant, at)));
  const why = { at, staffId, note };
  const isThere = ({ id }: Row): boolean => typeof id === 'number';
  // In the order of their ids, as whoever sells them takes them.
  const changed = variants.filter(isThere).sort((a, b) => Number(a['id']) - Number(b['id']));
  await inChunks(changed, (chunk) => updateVariants(tx, chunk, { ...why, reason }));
  const opening: StockReason['reason'] = reason === 'import' ? 'import' : 'opening';
  const made = variants.filter((row) => !isThere(row));
  await inChunks(made, (chunk) => insertVariants(tx, chunk, { ...why, reason: opening }));
  return ids;
}

async function saveRows(tx: Executor, rows: readonly PerfumeToSave[], at: Date): Promise<number[]> {
  const moving = rows.flatMap(({ id, values: { slug } }) => (slug === undefined ? [] : [{ id, slug }]));
  const leaving = moving.flatMap(({ id, slug }) => (id === null ? [] : [{ id, slug }]));
  await inChunks(leaving, (chunk) => leaveAddresses(tx, chunk, at));
  await inChunks(moving, (chunk) =>
    takeAddresses(
      tx,
      chunk.map(({ slug }) => slug),
    ),
  );
  const ids = new Map<string, number>();
  await inChunks(
    rows.filter(({ id }) => id === null),
    async (chunk) => {
      const written = await insertPerfumes(
        tx,
        chunk.map((row) => ({ ...PERFUME_ABSENT, ...perfumeRow(row, at) })),
        at,
      );
      for (const { id, slug } of written) ids.set(slug, id);
    },
  );
  const changed = rows.filter(({ id }) => id !== null).map((row) => ({ id: row.id, ...perfumeRow(row, at) }));
  await inChunks(
    changed.filter((row) => Object.keys(row).length > 1),
    (chunk) => updatePerfumes(tx, chunk),
  );
  return rows.map(({ id, values: { slug = '' } }) => id ?? ids.get(slug) ?? 0);
}

async function inChunks<T>(all: readonly T[], write: (chunk: readonly T[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += CHUNK) await write(all.slice(from, from + CHUNK));
}

const archivedAt = (archived: boolean | undefined, at: Date): Row =>
  archived === undefined ? {} : { archived_at: archived ? at : null };

/** Pictures that are drawn anew are no change that anybody made. */
function perfumeRow({ values, pictures, raisesVersion = false }: PerfumeToSave, at: Date): Row {
  const isChanged = raisesVersion || Object.keys(values).length > 0;
  return {
    ...values,
    ...archivedAt(values.archived, at),
    ...pictures,
    ...(isChanged ? { updated_at: at } : {}),
    ...(raisesVersion ? { raises: true } : {}),
  };
}

function variantRow(perfumeId: number, { id, ...values }: VariantToSave, at: Date): Row {
  const own = { perfume_id: perfumeId, ...values, ...archivedAt(values.archived, at) };
  return id === null ? { ...VARIANT_ABSENT, ...own } : { id, ...own };
}

const layersOf = ({ id, values }: { readonly id: number; readonly values: Partial<PerfumeValues> }) =>
  LAYERS.flatMap((layer) => {
    const notes = values[`notes_${layer}`];
    return notes === undefined ? [] : [{ perfume_id: id, layer, notes }];
  });
