/** The two drawn files of a perfume: its bottle in its aura, and the aura alone as wide as a page. */
import { drawAura, drawPicture, type PictureRequest } from './draw';
import type { PictureStore } from './store';

export interface DrawnFiles {
  readonly picture: string;
  readonly aura: string;
}

/** Page-wide, so wider than tall. */
const AURA = { width: 1600, height: 1000 } as const;

/** @param perfume with the largest volume it is sold in: that is the bottle that is drawn */
export async function drawProduct(store: PictureStore, perfume: PictureRequest): Promise<DrawnFiles> {
  const { slug, accords } = perfume;
  return {
    picture: await store.write(slug, drawPicture(perfume)),
    aura: await store.write(`${slug}-aura`, drawAura({ slug, accords, ...AURA })),
  };
}
