import type { Executor, Pool } from '../db/pool';
import { withTransaction } from '../db/transaction';
import { drawPerfumePictures, pictureNameOf, type DrawnFiles } from '../pictures/perfume-pictures';
import type { PictureStore } from '../pictures/store';
import { relatePerfumes } from '../store/catalogue';
import { savePerfumes, type PerfumeToSave } from '../store/perfumes/service';
import type { SeedHouse, SeedNote } from './catalogue/types';
import { drawPictures } from './pictures';
import { insertHouses, insertNotes, insertSeedMark, isSeeded, selectLooks } from './queries';
import { houseRow, noteRow, perfumeRow } from './rows';

export interface SeedCatalogue {
  readonly houses: readonly SeedHouse[];
  readonly notes: readonly SeedNote[];
}

interface Placed {
  readonly house: SeedHouse;
  readonly perfume: SeedHouse['perfumes'][number];
  readonly position: number;
}

/** The shop's own order deals the houses like cards, so that a page shows every bottle shape. */
function deal(houses: readonly SeedHouse[]): Placed[] {
  return houses.flatMap((house, column) =>
    house.perfumes.map((perfume, row) => ({ house, perfume, position: row * houses.length + column })),
  );
}

function filesOf(drawn: ReadonlyMap<string, DrawnFiles>, slug: string): DrawnFiles {
  const files = drawn.get(slug);
  if (!files) throw new Error(`${slug} was not drawn`);
  return files;
}

/** Rows where no seed has ever run; pictures also when their files have gone. @returns whether rows were written */
export async function seedCatalogue(
  pool: Pool,
  store: PictureStore,
  catalogue: SeedCatalogue,
  now: Date,
): Promise<boolean> {
  if (await isSeeded(pool)) {
    await redrawMissing(pool, store, now);
    return false;
  }
  const drawn = await drawPictures(store, catalogue.houses);
  const isWritten = await withTransaction(pool, (tx) => insertCatalogue(tx, catalogue, drawn, now));
  // The first visitor comes before the jobs have had their turn.
  await relatePerfumes(pool);
  return isWritten;
}

async function insertCatalogue(
  tx: Executor,
  { houses, notes }: SeedCatalogue,
  drawn: ReadonlyMap<string, DrawnFiles>,
  now: Date,
): Promise<boolean> {
  if (!(await insertSeedMark(tx))) return false;
  await insertNotes(tx, notes.map(noteRow));
  await insertHouses(tx, houses.map(houseRow));
  const rows = deal(houses).map(({ house, perfume, position }) =>
    perfumeRow(house, perfume, { position, pictures: filesOf(drawn, perfume.slug), publishedAt: now }),
  );
  await savePerfumes(tx, rows, { at: now, staffId: null });
  return true;
}

/** As the rows are now. A newer release may draw differently, so the rows are given the names of what was drawn. */
async function redrawMissing(pool: Pool, store: PictureStore, now: Date): Promise<void> {
  const drawn: PerfumeToSave[] = [];
  for (const { id, picture, aura, ...look } of await selectLooks(pool)) {
    if ((await store.has(picture)) && (await store.has(aura))) continue;
    const pictures = await drawPerfumePictures(store, { ...look, name: pictureNameOf(picture) });
    drawn.push({ id, values: {}, pictures });
  }
  await savePerfumes(pool, drawn, { at: now, staffId: null });
}
