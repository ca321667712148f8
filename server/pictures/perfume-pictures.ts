import { drawAura, drawPicture, type PictureRequest } from './draw';
import type { PictureStore } from './store';

export interface PerfumeLook extends Omit<PictureRequest, 'slug'> {
  /** Of the files, and what places the light: see {@link pictureNameOf}. */
  readonly name: string;
}

export interface DrawnFiles {
  readonly picture: string;
  readonly aura: string;
}

/** Page-wide, so wider than tall. */
const AURA = { width: 1600, height: 1000 } as const;

/** @param aura the file there is already, of this name and these accords: the light hangs on nothing else */
export async function drawPerfumePictures(store: PictureStore, look: PerfumeLook, aura?: string): Promise<DrawnFiles> {
  const { name, ...drawn } = look;
  return {
    picture: await store.write(name, drawPicture({ slug: name, ...drawn })),
    aura: aura ?? (await store.write(`${name}-aura`, drawAura({ slug: name, accords: look.accords, ...AURA }))),
  };
}

/** A picture keeps the name it was first drawn under, and the places of its light, when the slug changes. */
export const pictureNameOf = (picture: string): string => picture.split('.', 1)[0] ?? picture;
