import { drawPerfumePictures, type DrawnFiles } from '../pictures/perfume-pictures';
import type { PictureStore } from '../pictures/store';
import type { SeedHouse, SeedPerfume } from './catalogue/types';

function drawOne(store: PictureStore, house: SeedHouse, perfume: SeedPerfume): Promise<DrawnFiles> {
  return drawPerfumePictures(store, {
    name: perfume.slug,
    nameKo: perfume.name.ko,
    accords: perfume.accords,
    shape: house.bottle,
    cap: house.cap,
    volumeMl: Math.max(...perfume.variants.map((variant) => variant.volumeMl)),
  });
}

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
