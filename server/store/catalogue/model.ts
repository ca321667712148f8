import type { Locale } from '../../i18n/locale';
import type { AccordWeights } from '../../scent/accords';
import type { TextName } from '../perfumes/model';

export type Bilingual = Readonly<Record<Locale, string>>;

export interface PerfumeCard {
  readonly id: number;
  readonly slug: string;
  readonly name: Bilingual;
  readonly houseId: number;
  readonly house: Bilingual;
  readonly concentration: string;
  readonly picture: string;
  /** Of the cheapest volume that can be bought; of the cheapest when none can. */
  readonly volumeMl: number;
  readonly price: number;
  readonly inStock: boolean;
  readonly variants: number;
}

export interface House {
  readonly slug: string;
  readonly name: Bilingual;
  readonly story: Bilingual;
  readonly perfumes: number;
  /** Of its last perfume: the first ones stand on the home page's shelf already. */
  readonly picture: string;
}

export type NoteLayer = 'top' | 'heart' | 'base';

export interface NoteInPerfume {
  readonly id: number;
  readonly slug: string;
  readonly name: Bilingual;
  readonly layer: NoteLayer;
}

export interface Variant {
  readonly id: number;
  readonly sku: string;
  readonly volumeMl: number;
  readonly price: number;
  readonly inStock: boolean;
}

export interface Photo {
  /** In the picture store, without width and format: see pictures/photo-files.ts. */
  readonly file: string;
  /** Of the largest file. */
  readonly width: number;
  readonly height: number;
  readonly alt: Bilingual;
}

/** With every text that is written of it, by its name in the table of fields. */
export interface Perfume extends Readonly<Record<TextName, Bilingual>> {
  readonly id: number;
  readonly slug: string;
  readonly house: { readonly id: number; readonly slug: string; readonly name: Bilingual; readonly story: Bilingual };
  readonly year: number;
  readonly concentration: string;
  readonly alcoholPercent: number;
  readonly family: string;
  readonly accords: AccordWeights;
  readonly picture: string;
  readonly aura: string;
  /** In the order they are smelled. */
  readonly notes: readonly NoteInPerfume[];
  /** Smallest first; only those that are sold. */
  readonly variants: readonly Variant[];
  readonly photos: readonly Photo[];
}

export const SORTS = ['position', 'new', 'price', '-price'] as const;
export type Sort = (typeof SORTS)[number];

/** What a listing is narrowed by; null is "any". */
export interface ListingFilter {
  readonly q: string | null;
  readonly family: string | null;
  readonly house: string | null;
  readonly note: string | null;
  readonly concentration: string | null;
  readonly priceMin: number | null;
  readonly priceMax: number | null;
  readonly sort: Sort;
}

export interface Choice {
  readonly slug: string;
  readonly name: Bilingual;
}

/** What can be chosen from: only what leads to at least one perfume. */
export interface Choices {
  readonly houses: readonly (Choice & { readonly story: Bilingual })[];
  readonly notes: readonly Choice[];
  readonly families: readonly string[];
  readonly concentrations: readonly string[];
}
