/** Draws the demo catalogue's pictures into the picture store. */
import { drawAura, drawPicture } from '../pictures/draw';
import type { PictureStore } from '../pictures/store';
import type { SeedHouse, SeedPerfume } from './catalogue/types';

export interface DrawnFiles {
  readonly picture: string;
  readonly aura: string;
}

/** Page-wide, so wider than tall. */
const AURA = { width: 1600, height: 1000 } as const;

async function drawOne(store: PictureStore, house: SeedHouse, perfume: SeedPerfume): Promise<DrawnFiles> {
  const { slug, accords } = perfume;
  const volumeMl = Math.max(...perfume.variants.map((variant) => variant.volumeMl));
  const bottle = { nameKo: perfume.name.ko, shape: house.bottle, cap: house.cap, volumeMl };
  return {
    picture: await store.write(slug, drawPicture({ slug, accords, ...bottle })),
    aura: await store.write(`${slug}-aura`, drawAura({ slug, accords, ...AURA })),
  };
}

/** @returns the file names by perfume slug */
export async function drawPictures(
  store: PictureStore,
  houses: readonly SeedHouse[],
): Promise<Map<string, DrawnFiles>> {
  const drawn = new Map<string, DrawnFiles>();
  for (const house of houses) {
    for (const perfume of house.perfumes) drawn.set(perfume.slug, await drawOne(store, house, perfume));
  }
  return drawn;
}
