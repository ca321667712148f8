/** What a perfume's pictures are drawn from, for whoever writes one: only what looks otherwise is drawn anew. */
import type { Pool } from '../../db/pool';
import { drawPerfumePictures, pictureNameOf, type DrawnFiles } from '../../pictures/perfume-pictures';
import type { PictureStore } from '../../pictures/store';
import type { Clock } from '../../process/clock';
import type { Logger } from '../../process/logger';
import { sorted } from '../../store/perfumes';
import type { FormValues, VariantValues } from '../../store/perfumes/model';
import type { HouseChoice, Perfume } from './model';

export interface DrawingTools {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pictures: PictureStore;
}

export interface Look extends Pick<FormValues, 'name_ko' | 'accords' | 'house'> {
  /** Of the largest bottle that is sold. */
  readonly volumeMl: number;
}

/** A perfume of which nothing is sold is drawn in a bottle of the usual size. */
const USUAL_ML = 50;

export function lookOf(
  { name_ko, accords, house }: Omit<Look, 'volumeMl'>,
  variants: readonly Pick<VariantValues, 'volume_ml' | 'archived'>[],
): Look {
  const sold = variants.filter(({ archived }) => !archived).map(({ volume_ml }) => volume_ml);
  return { name_ko, accords: sorted(accords), house, volumeMl: Math.max(0, ...sold) || USUAL_ML };
}

export const isSameLook = (one: Look, other: Look): boolean => JSON.stringify(one) === JSON.stringify(other);

/** @param of the files' name, or the perfume as it was drawn last */
export function drawLook(
  store: PictureStore,
  of: string | Pick<Perfume, 'picture' | 'aura' | 'accords'>,
  { name_ko, accords, house, volumeMl }: Look,
  houses: readonly Pick<HouseChoice, 'slug' | 'bottle' | 'cap'>[],
): Promise<DrawnFiles> {
  const its = houses.find(({ slug }) => slug === house);
  if (!its) throw new Error(`there is no house ${house}`);
  const look = { nameKo: name_ko, accords, shape: its.bottle, cap: its.cap, volumeMl };
  if (typeof of === 'string') return drawPerfumePictures(store, { name: of, ...look });
  const isSameLight = JSON.stringify(sorted(of.accords)) === JSON.stringify(accords);
  const name = pictureNameOf(of.picture);
  return drawPerfumePictures(store, { name, ...look }, isSameLight ? of.aura : undefined);
}
