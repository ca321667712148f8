import { localPath, otherLocale, type Locale } from '../../i18n/locale';
import { formatWon, wonPerMl } from '../../money/money';
import { ACCORDS, type AccordSlug, type AccordWeights } from '../../scent/accords';
import { accordName, concentrationName } from '../../store/catalogue';
import type { House, PerfumeCard } from '../../store/catalogue/model';
import { translateTo } from '../texts';

export type CardView = ReturnType<typeof cardView>;
export type AccordView = ReturnType<typeof accordViews>[number];
export type HouseView = ReturnType<typeof houseView>;

export const picturePath = (file: string): string => `/pictures/${file}`;

export const perMlText = (price: number, volumeMl: number, locale: Locale): string =>
  translateTo(locale)('catalogue:perMl', { price: formatWon(wonPerMl(price, volumeMl)) });

/** @param reason why this card is here, where that needs saying */
export function cardView(card: PerfumeCard, locale: Locale, reason: string | null = null) {
  const text = translateTo(locale);
  const price = card.variants > 1 ? text('catalogue:from', { price: formatWon(card.price) }) : formatWon(card.price);
  return {
    href: localPath(locale, `/perfumes/${card.slug}`),
    name: card.name[locale],
    otherName: card.name[otherLocale(locale)],
    otherLocale: otherLocale(locale),
    picture: picturePath(card.picture),
    price: card.inStock ? price : text('catalogue:soldOut'),
    volume: `${concentrationName(card.concentration, locale)} ${card.volumeMl}ml`,
    perMl: perMlText(card.price, card.volumeMl, locale),
    reason,
  };
}

/** Strongest first; equal weights keep the vocabulary's order. */
export function accordViews(accords: AccordWeights, locale: Locale) {
  return (Object.keys(ACCORDS) as AccordSlug[])
    .flatMap((slug) => {
      const weight = accords[slug];
      return weight === undefined ? [] : [{ slug, name: accordName(slug, locale), weight }];
    })
    .sort((one, other) => other.weight - one.weight);
}

/** `iris and musk` · `아이리스, 머스크`. */
export function joinNames(names: readonly string[], locale: Locale): string {
  if (locale === 'ko') return names.join(', ');
  return new Intl.ListFormat('en-GB').format(names.map((name) => name.toLowerCase()));
}

export function houseView(house: House, locale: Locale) {
  return {
    slug: house.slug,
    name: house.name[locale],
    otherName: house.name[otherLocale(locale)],
    story: house.story[locale],
    picture: picturePath(house.picture),
    perfumes: translateTo(locale)('catalogue:perfumes', { count: house.perfumes }),
    href: localPath(locale, `/perfumes?house=${house.slug}`),
  };
}

export const paragraphs = (story: string): string[] => story.split(/\n\s*\n/);
