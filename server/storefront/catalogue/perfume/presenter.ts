import { localPath, otherLocale, type Locale } from '../../../i18n/locale';
import { formatWon } from '../../../money/money';
import { PHOTO_FORMATS, PHOTO_TYPES, photoFileName, photoWidths } from '../../../pictures/photo-files';
import { accordName, concentrationName, familyName } from '../../../store/catalogue';
import type { NoteLayer, Perfume, Photo, Variant } from '../../../store/catalogue/model';
import type { PerfumePage } from '../../../store/catalogue/service';
import { arrivalOf, arrivalText, farText } from '../../../store/delivery';
import type { DeliveryRule, FeeRule } from '../../../store/delivery/model';
import { TEXTS } from '../../../store/perfumes';
import { translateTo } from '../../texts';
import { accordViews, cardView, joinNames, paragraphs, perMlText, picturePath } from '../card';

const LAYERS: readonly NoteLayer[] = ['top', 'heart', 'base'];
const ACCORDS_IN_ALT = 3;
export const MOST_AT_ONCE = 10;

export type PerfumeView = ReturnType<typeof perfumeView>;

export function chosenVariant(variants: readonly Variant[], volumeMl: string): Variant | null {
  const forSale = variants.filter(({ inStock }) => inStock);
  return forSale.find((variant) => String(variant.volumeMl) === volumeMl) ?? forSale[0] ?? null;
}

export function deliveryText(rule: FeeRule, locale: Locale): string {
  const text = translateTo(locale);
  const { fee, freeFrom } = rule;
  const costs =
    fee === 0 || freeFrom === 0
      ? text('catalogue:deliveryFree')
      : text('catalogue:delivery', { fee: formatWon(fee), freeFrom: formatWon(freeFrom) });
  return [costs, farText(rule, locale) ?? ''].join(' ').trim();
}

export function perfumeView(
  { perfume, related }: PerfumePage,
  { locale, volumeMl, rule, now }: { locale: Locale; volumeMl: string; rule: DeliveryRule; now: Date },
) {
  const text = translateTo(locale);
  const chosen = chosenVariant(perfume.variants, volumeMl);
  const accords = accordViews(perfume.accords, locale);
  return {
    name: perfume.name[locale],
    otherName: perfume.name[otherLocale(locale)],
    otherLocale: otherLocale(locale),
    house: {
      name: perfume.house.name[locale],
      story: perfume.house.story[locale],
      href: localPath(locale, `/perfumes?house=${perfume.house.slug}`),
    },
    story: paragraphs(perfume.story[locale]),
    picture: picturePath(perfume.picture),
    aura: picturePath(perfume.aura),
    pictureText: pictureText(perfume, locale),
    layers: layersOf(perfume, locale),
    accords,
    facts: factsOf(perfume, locale),
    variants: perfume.variants.map((variant) => variantView(variant, variant === chosen, locale)),
    // The least it costs, as on its card; null when no volume is left.
    price: priceText(perfume.variants, locale),
    forSale: chosen !== null,
    quantities: Array.from({ length: MOST_AT_ONCE }, (_, index) => index + 1),
    delivery: deliveryText(rule, locale),
    arrival: chosen && arrivalText(arrivalOf(now, rule, null), locale),
    photos: perfume.photos.map((photo) => photoView(photo, perfume, locale)),
    related: related.map(({ card, shared }) => {
      const names = shared.map((slug) => accordName(slug, locale));
      return cardView(card, locale, text('catalogue:shares', { accords: joinNames(names, locale) }));
    }),
  };
}

/** For those who don't see it: the bottle, and the light in order of strength. */
export function pictureText(perfume: Perfume, locale: Locale): string {
  const strongest = accordViews(perfume.accords, locale).slice(0, ACCORDS_IN_ALT);
  const accords = joinNames(
    strongest.map(({ name }) => name),
    locale,
  );
  return translateTo(locale)('catalogue:pictureText', { name: perfume.name[locale], accords });
}

/** Without words of its own a photo is called what it shows. */
export function photoView(photo: Photo, { name }: Pick<Perfume, 'name'>, locale: Locale) {
  const { file, width, height, alt } = photo;
  const widths = photoWidths(width);
  return {
    sources: PHOTO_FORMATS.map((format) => ({
      type: PHOTO_TYPES[format],
      srcset: widths.map((one) => `${picturePath(photoFileName(file, one, format))} ${one}w`).join(', '),
    })),
    src: picturePath(photoFileName(file, width, 'jpg')),
    width,
    height,
    alt: alt[locale] || name[locale],
  };
}

function priceText(variants: readonly Variant[], locale: Locale): string | null {
  const prices = variants.filter(({ inStock }) => inStock).map((variant) => variant.price);
  if (prices.length === 0) return null;
  const price = formatWon(Math.min(...prices));
  return variants.length > 1 ? translateTo(locale)('catalogue:from', { price }) : price;
}

function variantView(variant: Variant, chosen: boolean, locale: Locale) {
  return {
    id: variant.id,
    volume: `${variant.volumeMl}ml`,
    price: formatWon(variant.price),
    perMl: perMlText(variant.price, variant.volumeMl, locale),
    soldOut: !variant.inStock,
    chosen,
  };
}

function layersOf(perfume: Perfume, locale: Locale) {
  const text = translateTo(locale);
  return LAYERS.map((layer) => ({
    name: text(`catalogue:layers.${layer}`),
    notes: perfume.notes
      .filter((note) => note.layer === layer)
      .map(({ slug, name }) => ({ name: name[locale], href: localPath(locale, `/perfumes?note=${slug}`) })),
  })).filter(({ notes }) => notes.length > 0);
}

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly href?: string;
  readonly isProse?: true;
}

function factsOf(perfume: Perfume, locale: Locale): readonly Fact[] {
  const text = translateTo(locale);
  const ingredients = perfume.ingredients[locale];
  return [
    { name: text('catalogue:facts.perfumer'), value: perfume.perfumer[locale] },
    { name: text('catalogue:facts.year'), value: String(perfume.year) },
    {
      name: text('catalogue:facts.family'),
      value: familyName(perfume.family, locale),
      href: localPath(locale, `/perfumes?family=${perfume.family}`),
    },
    { name: text('catalogue:facts.concentration'), value: concentrationName(perfume.concentration, locale) },
    { name: text('catalogue:facts.alcohol'), value: `${perfume.alcoholPercent}%` },
    ...(ingredients ? [{ name: TEXTS.ingredients.label[locale], value: ingredients, isProse: true as const }] : []),
  ];
}

/** schema.org Product. A data block, not a script: `<` is escaped, so that no text in it can end it. */
export function perfumeData(perfume: Perfume, locale: Locale, origin: string): string {
  const url = origin + localPath(locale, `/perfumes/${perfume.slug}`);
  const data = {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: perfume.name[locale],
    description: perfume.story[locale],
    image: origin + picturePath(perfume.picture),
    brand: { '@type': 'Brand', name: perfume.house.name[locale] },
    url,
    offers: perfume.variants.map((variant) => ({
      '@type': 'Offer',
      sku: variant.sku,
      name: `${variant.volumeMl}ml`,
      price: variant.price,
      priceCurrency: 'KRW',
      availability: `https://schema.org/${variant.inStock ? 'InStock' : 'OutOfStock'}`,
      url: `${url}?ml=${variant.volumeMl}`,
    })),
  };
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
}
