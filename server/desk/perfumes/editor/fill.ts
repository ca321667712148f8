/** From a product back to the texts of its form. Pure. */
import { ACCORD_SLUGS } from '../../../scent/accords';
import { NEW_ROW, TEXT_FIELDS, type Typed, type TypedVolumeRow } from './forms';
import { NOTE_FIELDS, type Draft, type Product, type TypedVolume, type Volume } from '../model';
import type { NoteNames } from './note-names';

export function emptyForm(): Typed {
  const fields = Object.fromEntries(TEXT_FIELDS.map((name) => [name, ''])) as Typed['fields'];
  return { fields: { ...fields, concentration: 'eau-de-parfum' }, accords: {}, volumes: [NEW_ROW, NEW_ROW] };
}

/** @param version as the form was opened with */
export function formOf(content: Draft | Product, version: number, names: NoteNames): Typed {
  const texts = Object.fromEntries(
    TEXT_FIELDS.filter((name) => name !== 'version' && name !== 'intent').map((name) => {
      const value = content[name];
      return [name, Array.isArray(value) ? '' : String(value)];
    }),
  );
  const notes = Object.fromEntries(NOTE_FIELDS.map((name) => [name, names.write(content[name])]));
  return {
    fields: { ...texts, ...notes, version: String(version), intent: '' } as Typed['fields'],
    accords: Object.fromEntries(ACCORD_SLUGS.map((slug) => [slug, String(content.accords[slug] ?? '')])),
    volumes: content.volumes.map(rowOf),
  };
}

function rowOf(volume: Volume | TypedVolume): TypedVolumeRow {
  const seen = 'seen' in volume ? volume.seen : volume.stock;
  return {
    id: volume.id === null ? '' : String(volume.id),
    sku: volume.sku,
    ml: String(volume.volume_ml),
    price: String(volume.price),
    stock: String(volume.stock),
    seen: seen === null ? '' : String(seen),
    low: String(volume.low_stock),
    state: volume.archived ? 'archived' : 'selling',
  };
}

/** Today's counts beside what was typed; where nothing was typed, in its place. */
export function withCounts(typed: Typed, product: Product): Typed {
  const counts = new Map(product.volumes.map(({ id, stock }) => [String(id), String(stock)] as const));
  const volumes = typed.volumes.map((row) => {
    const count = counts.get(row.id);
    return count === undefined ? row : { ...row, seen: count, stock: row.stock === row.seen ? count : row.stock };
  });
  return { ...typed, volumes };
}

export const withRow = (typed: Typed): Typed => ({ ...typed, volumes: [...typed.volumes, NEW_ROW] });

/** Only a row that was never saved can be taken out. */
export const withoutRow = (typed: Typed, index: number): Typed => ({
  ...typed,
  volumes: typed.volumes.filter((row, at) => at !== index || row.id !== ''),
});
