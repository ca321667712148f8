import type { DrawnFiles } from '../pictures/perfume-pictures';
import { suggestSku } from '../store/perfumes';
import type { PerfumeToSave } from '../store/perfumes/service';
import type { SeedHouse, SeedNote, SeedPerfume } from './catalogue/types';
import { ingredientsOf } from './ingredients';

export const noteRow = (note: SeedNote) => ({
  slug: note.slug,
  name_ko: note.name.ko,
  name_en: note.name.en,
  note_group: note.group,
});

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

export function perfumeRow(
  house: SeedHouse,
  perfume: SeedPerfume,
  { position, pictures, publishedAt }: { position: number; pictures: DrawnFiles; publishedAt: Date },
): PerfumeToSave {
  const ingredients = ingredientsOf(perfume.accords);
  return {
    id: null,
    values: {
      slug: perfume.slug,
      house: house.slug,
      name_ko: perfume.name.ko,
      name_en: perfume.name.en,
      story_ko: perfume.story.ko,
      story_en: perfume.story.en,
      perfumer_ko: perfume.perfumer.ko,
      perfumer_en: perfume.perfumer.en,
      ingredients_ko: ingredients.ko,
      ingredients_en: ingredients.en,
      year: perfume.year,
      concentration: perfume.concentration,
      alcohol_percent: perfume.alcoholPercent,
      family: perfume.family,
      accords: perfume.accords,
      notes_top: perfume.notes.top,
      notes_heart: perfume.notes.heart,
      notes_base: perfume.notes.base,
      position,
      published_at: publishedAt,
    },
    pictures,
    variants: perfume.variants.map(({ volumeMl, price, stock }) => ({
      id: null,
      sku: skuOf(house, perfume, volumeMl),
      volume_ml: volumeMl,
      price,
      stock,
    })),
  };
}

/** `MKJ-INK-050`. */
export const skuOf = (house: SeedHouse, perfume: SeedPerfume, volumeMl: number): string =>
  `${house.skuPrefix}-${suggestSku(perfume.slug, volumeMl)}`;
