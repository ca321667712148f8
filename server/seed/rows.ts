/** From the content files' shape to the tables' rows. Pure. */
import type { DrawnFiles } from '../pictures/perfume-pictures';
import type { SeedHouse, SeedNote, SeedPerfume } from './catalogue/types';

export function noteRow(note: SeedNote) {
  return { slug: note.slug, name_ko: note.name.ko, name_en: note.name.en, note_group: note.group };
}

export function houseRow(house: SeedHouse, position: number) {
  return {
    slug: house.slug,
    name_ko: house.name.ko,
    name_en: house.name.en,
    story_ko: house.story.ko,
    story_en: house.story.en,
    bottle: house.bottle,
    cap: house.cap,
    position,
  };
}

export function perfumeRow(house: SeedHouse, perfume: SeedPerfume, position: number, files: DrawnFiles) {
  return {
    slug: perfume.slug,
    house: house.slug,
    name_ko: perfume.name.ko,
    name_en: perfume.name.en,
    story_ko: perfume.story.ko,
    story_en: perfume.story.en,
    perfumer_ko: perfume.perfumer.ko,
    perfumer_en: perfume.perfumer.en,
    year: perfume.year,
    concentration: perfume.concentration,
    alcohol_percent: perfume.alcoholPercent,
    family: perfume.family,
    accords: perfume.accords,
    picture: files.picture,
    aura: files.aura,
    position,
  };
}

export function perfumeNoteRows(perfume: SeedPerfume) {
  return (['top', 'heart', 'base'] as const).flatMap((layer) =>
    perfume.notes[layer].map((note, position) => ({ perfume: perfume.slug, note, layer, position })),
  );
}

/** `MKJ-INK-050`. */
export function skuOf(house: SeedHouse, perfume: SeedPerfume, volumeMl: number): string {
  return `${house.skuPrefix}-${perfume.slug.toUpperCase()}-${String(volumeMl).padStart(3, '0')}`;
}

export function variantRows(house: SeedHouse, perfume: SeedPerfume) {
  return perfume.variants.map(({ volumeMl, price, stock }) => ({
    perfume: perfume.slug,
    sku: skuOf(house, perfume, volumeMl),
    volume_ml: volumeMl,
    price,
    stock,
  }));
}
