import { LONGEST } from '../../values/limits';

export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** `Été d'Ambre No. 5` → `ete-d-ambre-no-5`; empty when no Latin letter or digit is in it. */
export function suggestSlug(nameEn: string): string {
  return nameEn
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST.slug)
    .replace(/^-+|-+$/g, '');
}

/** `AFTER-RAIN-050`. */
export const suggestSku = (slug: string, volumeMl: number): string =>
  `${slug.toUpperCase().slice(0, 34)}-${String(volumeMl).padStart(3, '0')}`;
