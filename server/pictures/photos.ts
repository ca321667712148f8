/** What is kept is a new picture of the pixels alone: upright, and without the place it was taken at. */
import { createHash } from 'node:crypto';
import sharp, { type OutputInfo } from 'sharp';
import { PHOTO_FORMATS, photoFileName, photoWidths, WIDEST_PHOTO, type PhotoFormat } from './photo-files';
import { formatOf, hidesSomething, type PhotoRefusal } from './photo-judgement';
import type { PictureStore } from './store';

export const MAX_PHOTO_BYTES = 15 * 1024 * 1024;
/** Of the shorter side: less is a smear on every page. */
export const LEAST_PIXELS = 400;
const MAX_PIXELS = 50_000_000;
const DECODING_SECONDS = 20;
const TALLEST = 2_400;
/** Under what is see-through: the ground of the pages it is shown on. */
const PAPER = '#f7f5f1';

export interface StoredPhoto {
  readonly file: string;
  readonly width: number;
  readonly height: number;
}

export type PhotoOutcome =
  { readonly ok: true; readonly photo: StoredPhoto } | { readonly ok: false; readonly refusal: PhotoRefusal };

export type Photos = ReturnType<typeof createPhotos>;

export function createPhotos(store: PictureStore) {
  // One at a time: a large photo takes 200 MB while it is decoded.
  let last: Promise<unknown> = Promise.resolve();
  return {
    /** @param name as of other pictures of the same perfume, kebab-case */
    keep(name: string, bytes: Buffer): Promise<PhotoOutcome> {
      const next = last.then(() => keep(store, name, bytes));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

async function keep(store: PictureStore, name: string, bytes: Buffer): Promise<PhotoOutcome> {
  const format = formatOf(bytes);
  if (format === null) return refused('not-a-photo');
  if (format === 'heic') return refused('heic');
  if (hidesSomething(bytes)) return refused('hidden-content');
  const upright = await decode(bytes);
  if (typeof upright === 'string') return refused(upright);
  const file = `${name}.${createHash('sha256').update(bytes).digest('hex').slice(0, 10)}`;
  const { width, height } = upright;
  for (const one of photoWidths(width)) {
    for (const kind of PHOTO_FORMATS)
      await store.writePhoto(photoFileName(file, one, kind), await encode(upright, one, kind));
  }
  return { ok: true, photo: { file, width, height } };
}

const refused = (refusal: PhotoRefusal): PhotoOutcome => ({ ok: false, refusal });

interface Pixels {
  readonly data: Buffer;
  readonly channels: OutputInfo['channels'];
  readonly width: number;
  readonly height: number;
}

async function decode(bytes: Buffer): Promise<Pixels | PhotoRefusal> {
  const claimed = await sharp(bytes, { limitInputPixels: false, failOn: 'none' })
    .metadata()
    .catch(() => null);
  if (!claimed) return 'damaged';
  // Before a pixel is decoded: a file of a few bytes can claim to be as large as it likes.
  if (claimed.width * claimed.height > MAX_PIXELS) return 'too-many-pixels';
  if (Math.min(claimed.width, claimed.height) < LEAST_PIXELS) return 'too-few-pixels';
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
      .timeout({ seconds: DECODING_SECONDS })
      .autoOrient()
      .resize({ width: WIDEST_PHOTO, height: TALLEST, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: PAPER })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, channels: info.channels };
  } catch {
    return 'damaged';
  }
}

function encode({ data, width, height, channels }: Pixels, wanted: number, format: PhotoFormat): Promise<Buffer> {
  const resized = sharp(data, { raw: { width, height, channels } }).resize({ width: wanted });
  switch (format) {
    case 'avif':
      return resized.avif({ quality: 55, effort: 3 }).toBuffer();
    case 'webp':
      return resized.webp({ quality: 78 }).toBuffer();
    case 'jpg':
      return resized.jpeg({ quality: 80, mozjpeg: true }).toBuffer();
  }
}
