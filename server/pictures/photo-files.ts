/** From phones to the full width of a page. A photo narrower than one of them is kept at its own width. */
const WIDTHS = [480, 960, 1600] as const;
export const WIDEST_PHOTO = 1600;

/** What browsers are offered, the smallest file first; the last is understood by everything. */
export const PHOTO_FORMATS = ['avif', 'webp', 'jpg'] as const;
export type PhotoFormat = (typeof PHOTO_FORMATS)[number];

export const PHOTO_TYPES: Readonly<Record<PhotoFormat, string>> = {
  avif: 'image/avif',
  webp: 'image/webp',
  jpg: 'image/jpeg',
};

/** The widths that exist of a photo whose largest file is that wide, smallest first. */
export const photoWidths = (width: number): readonly number[] => [...WIDTHS.filter((one) => one < width), width];

/** @param file what its files have in common: `after-rain.0a1b2c3d4e` */
export const photoFileName = (file: string, width: number, format: PhotoFormat): string => `${file}-${width}.${format}`;
