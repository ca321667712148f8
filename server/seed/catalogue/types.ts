import type { AccordWeights } from '../../scent/accords';
import type { BottleCap, BottleShape } from '../../scent/bottles';
import type { Concentration, Family } from '../../scent/families';
import type { Bilingual } from '../../store/catalogue/model';

export interface SeedNote {
  /** Kebab-case, unique, part of `/notes/:slug`. */
  readonly slug: string;
  readonly name: Bilingual;
  /** Botanical, olfactory or material group the note is listed under. */
  readonly group:
    | 'citrus'
    | 'fruit'
    | 'flower'
    | 'leaf'
    | 'herb'
    | 'spice'
    | 'wood'
    | 'resin'
    | 'root'
    | 'animalic'
    | 'sweet'
    | 'water'
    | 'mineral';
}

export interface SeedVariant {
  readonly volumeMl: number;
  readonly price: number;
  readonly stock: number;
}

/** By volume in ml: the price in whole won, and how many are in stock. */
export const sizes = (all: Readonly<Record<number, readonly [price: number, stock: number]>>): readonly SeedVariant[] =>
  Object.entries(all).map(([volumeMl, [price, stock]]) => ({ volumeMl: Number(volumeMl), price, stock }));

export interface SeedPerfume {
  /** Kebab-case of the English name, unique, part of `/perfumes/:slug`. */
  readonly slug: string;
  readonly name: Bilingual;
  /** Two to four sentences in the brand's voice. Paragraphs are separated by a blank line. */
  readonly story: Bilingual;
  readonly perfumer: Bilingual;
  readonly year: number;
  readonly concentration: Concentration;
  /** Percent by volume, one decimal at most. */
  readonly alcoholPercent: number;
  readonly family: Family;
  readonly notes: {
    readonly top: readonly string[];
    readonly heart: readonly string[];
    readonly base: readonly string[];
  };
  readonly accords: AccordWeights;
  readonly variants: readonly SeedVariant[];
}

export interface SeedHouse {
  readonly slug: string;
  readonly name: Bilingual;
  readonly story: Bilingual;
  /** Prefix of its SKUs: three capital letters. A SKU is `HSE-PERFUME-050`. */
  readonly skuPrefix: string;
  readonly bottle: BottleShape;
  readonly cap: BottleCap;
  readonly perfumes: readonly SeedPerfume[];
}
