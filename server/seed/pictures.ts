/** Draws the demo catalogue's pictures into the picture store. */
import { drawProduct, type DrawnFiles } from '../pictures/product-pictures';
import type { PictureStore } from '../pictures/store';
import type { SeedHouse, SeedPerfume } from './catalogue/types';

export type { DrawnFiles };

function drawOne(store: PictureStore, house: SeedHouse, perfume: SeedPerfume): Promise<DrawnFiles> {
  const { slug, accords } = perfume;
  const volumeMl = Math.max(...perfume.variants.map((variant) => variant.volumeMl));
  return drawProduct(store, { slug, accords, nameKo: perfume.name.ko, shape: house.bottle, cap: house.cap, volumeMl });
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
