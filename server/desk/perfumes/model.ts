/** Fields have the same names in the form, in the audit log and where two people's changes are compared. */
import { photoFileName, photoWidths } from '../../pictures/photo-files';
import { ACCORD_SLUGS } from '../../scent/accords';
import type { BottleCap, BottleShape } from '../../scent/bottles';
import { accordField, variantField } from '../../store/perfumes';
import {
  FORM_FIELDS,
  VARIANT_NAMES,
  type FormValues,
  type Named,
  type VariantValues,
} from '../../store/perfumes/model';

export interface Variant extends VariantValues {
  /** null for one that has not been saved. */
  readonly id: number | null;
}

export interface Content extends FormValues {
  readonly variants: readonly Variant[];
}

export interface PerfumePhoto {
  readonly id: number;
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly alt_ko: string;
  readonly alt_en: string;
}

export interface Perfume extends Content {
  readonly id: number;
  readonly version: number;
  readonly updatedAt: Date;
  readonly publishedAt: Date | null;
  readonly archivedAt: Date | null;
  readonly picture: string;
  readonly aura: string;
  readonly photos: readonly PerfumePhoto[];
  readonly formerSlugs: readonly string[];
}

export interface TypedVariant extends Variant {
  readonly seen: number | null;
}

export interface Draft extends Content {
  readonly variants: readonly TypedVariant[];
}

export const STATES = ['visible', 'scheduled', 'hidden', 'archived'] as const;
export type State = (typeof STATES)[number];

export function stateOf(
  { publishedAt, archivedAt }: { readonly publishedAt: Date | null; readonly archivedAt: Date | null },
  now: Date,
): State {
  if (archivedAt) return 'archived';
  if (!publishedAt) return 'hidden';
  return publishedAt.getTime() <= now.getTime() ? 'visible' : 'scheduled';
}

/** For the state as people read it: one that is shown has something to sell, or is nowhere all the same. */
export const stateKey = (state: State, isForSale: boolean) =>
  state === 'visible' && !isForSale ? 'deskProducts:nothingForSale' : (`deskProducts:states.${state}` as const);

export interface ListedVariant {
  readonly ml: number;
  readonly price: number;
  readonly stock: number;
  readonly low: number;
}

export interface ListedPerfume {
  readonly id: number;
  readonly slug: string;
  readonly nameKo: string;
  readonly nameEn: string;
  readonly houseKo: string;
  readonly houseEn: string;
  readonly picture: string;
  readonly photo: { readonly file: string; readonly width: number } | null;
  readonly publishedAt: Date | null;
  readonly archivedAt: Date | null;
  readonly updatedAt: Date;
  readonly variants: readonly ListedVariant[];
  /** Of what the list is sorted by, as a cursor has it. */
  readonly sortValue: string;
}

export function pictureOf({ photo, picture }: Pick<ListedPerfume, 'photo' | 'picture'>): string {
  return `/pictures/${photo ? photoFileName(photo.file, photoWidths(photo.width)[0] ?? photo.width, 'webp') : picture}`;
}

export interface HouseChoice extends Named {
  readonly bottle: BottleShape;
  readonly cap: BottleCap;
}

export interface Choices {
  readonly houses: readonly HouseChoice[];
  readonly notes: readonly Named[];
}

/** Fields of which each is one value, and can be somebody else's without the others. */
export const SCALARS = FORM_FIELDS.filter((name): name is Exclude<keyof FormValues, 'accords'> => name !== 'accords');

/** Everything that can be changed, flat. @param skus what variants are called, by id; others by their own SKU */
export function fieldsOf(
  content: Content,
  skus: ReadonlyMap<number, string> = new Map(),
): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  for (const name of SCALARS) fields[name] = content[name];
  for (const slug of ACCORD_SLUGS) if (content.accords[slug]) fields[accordField(slug)] = content.accords[slug];
  for (const variant of content.variants) {
    const sku = (variant.id === null ? undefined : skus.get(variant.id)) ?? variant.sku;
    for (const name of VARIANT_NAMES) fields[variantField(sku, name)] = variant[name];
  }
  return fields;
}

export const skusOf = (content: Content): ReadonlyMap<number, string> =>
  new Map(content.variants.flatMap(({ id, sku }) => (id === null ? [] : [[id, sku] as const])));
