/** Puts a catalogue into the database, once. */
import type { Pool } from '../db/pool';
import { withTransaction } from '../db/transaction';
import type { PictureStore } from '../pictures/store';
import type { SeedHouse, SeedNote } from './catalogue/types';
import { drawPictures, type DrawnFiles } from './pictures';
import {
  insertHouses,
  insertNotes,
  insertPerfumeNotes,
  insertPerfumes,
  insertSeedMark,
  insertVariants,
} from './queries';
import { houseRow, noteRow, perfumeNoteRows, perfumeRow, variantRows } from './rows';

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

/**
 * Pictures are drawn on every call, because their files may have gone while the database stayed (they are cheap, and
 * one that exists is kept). Rows are written only where no seed has ever run.
 * @returns whether rows were written
 */
export async function seedCatalogue(
  pool: Pool,
  store: PictureStore,
  catalogue: SeedCatalogue,
  now: Date,
): Promise<boolean> {
  const drawn = await drawPictures(store, catalogue.houses);
  const placed = deal(catalogue.houses);
  return withTransaction(pool, async (tx) => {
    if (!(await insertSeedMark(tx))) return false;
    await insertNotes(tx, catalogue.notes.map(noteRow));
    await insertHouses(tx, catalogue.houses.map(houseRow));
    const perfumes = placed.map(({ house, perfume, position }) =>
      perfumeRow(house, perfume, position, filesOf(drawn, perfume.slug)),
    );
    await insertPerfumes(tx, perfumes, now);
    await insertPerfumeNotes(
      tx,
      placed.flatMap(({ perfume }) => perfumeNoteRows(perfume)),
    );
    await insertVariants(
      tx,
      placed.flatMap(({ house, perfume }) => variantRows(house, perfume)),
    );
    return true;
  });
}
