/**
 * A perfume as the desk edits it. What can be written has the names of its columns and of its form's fields: the same
 * word stands in the form, in the audit log and where two people's changes are compared.
 */
import { ACCORD_SLUGS, type AccordSlug, type AccordWeights } from '../../scent/accords';
import type { BottleCap, BottleShape } from '../../scent/bottles';

export const LAYERS = ['top', 'heart', 'base'] as const;
export type Layer = (typeof LAYERS)[number];
export const NOTE_FIELDS = ['notes_top', 'notes_heart', 'notes_base'] as const;
export type NoteField = (typeof NOTE_FIELDS)[number];

export interface Words {
  readonly name_ko: string;
  readonly name_en: string;
  readonly story_ko: string;
  readonly story_en: string;
  readonly perfumer_ko: string;
  readonly perfumer_en: string;
}

export interface Variant {
  /** null for one that has not been saved. */
  readonly id: number | null;
  readonly sku: string;
  readonly volume_ml: number;
  readonly price: number;
  readonly stock: number;
  readonly low_stock: number;
  readonly archived: boolean;
}

export interface Content extends Words {
  readonly slug: string;
  /** Slug of the house. */
  readonly house: string;
  readonly year: number;
  readonly concentration: string;
  /** One decimal at most. */
  readonly alcohol_percent: number;
  readonly family: string;
  /** Slugs of notes, in the order they are shown. */
  readonly notes_top: readonly string[];
  readonly notes_heart: readonly string[];
  readonly notes_base: readonly string[];
  readonly accords: AccordWeights;
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

/** A variant as somebody typed it, with the count that she saw. */
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

export interface HouseChoice {
  readonly slug: string;
  readonly nameKo: string;
  readonly nameEn: string;
  readonly bottle: BottleShape;
  readonly cap: BottleCap;
}

export interface NoteChoice {
  readonly slug: string;
  readonly nameKo: string;
  readonly nameEn: string;
  readonly group: string;
}

/** What a form can choose from. */
export interface Choices {
  readonly houses: readonly HouseChoice[];
  readonly notes: readonly NoteChoice[];
}

/** Fields of which each is one value, and can be somebody else's without the others. */
export const SCALARS = [
  'slug',
  'name_ko',
  'name_en',
  'story_ko',
  'story_en',
  'perfumer_ko',
  'perfumer_en',
  'house',
  'year',
  'concentration',
  'alcohol_percent',
  'family',
  ...NOTE_FIELDS,
] as const satisfies readonly (keyof Content)[];

export const VARIANT_FIELDS = ['sku', 'volume_ml', 'price', 'stock', 'low_stock', 'archived'] as const;

/** `TST-AFTER-RAIN-050.price`: a variant's field in the audit log, named by what the variant was called before. */
export const variantField = (sku: string, field: (typeof VARIANT_FIELDS)[number]): string => `${sku}.${field}`;

export const accordField = (slug: AccordSlug): `accord_${AccordSlug}` => `accord_${slug}`;

/**
 * Everything that can be changed, flat: what the audit log compares and what two people's changes are compared by.
 * @param skus what variants are called in it, by id; a variant that isn't there by its own SKU
 */
export function fieldsOf(
  content: Content,
  skus: ReadonlyMap<number, string> = new Map(),
): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  for (const name of SCALARS) fields[name] = content[name];
  for (const slug of ACCORD_SLUGS) if (content.accords[slug]) fields[accordField(slug)] = content.accords[slug];
  for (const variant of content.variants) {
    const sku = (variant.id === null ? undefined : skus.get(variant.id)) ?? variant.sku;
    for (const name of VARIANT_FIELDS) fields[variantField(sku, name)] = variant[name];
  }
  return fields;
}

export const skusOf = (content: Content): ReadonlyMap<number, string> =>
  new Map(content.variants.flatMap(({ id, sku }) => (id === null ? [] : [[id, sku] as const])));
