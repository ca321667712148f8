import { localPath, type Locale } from '../../../i18n/locale';
import { formatWon } from '../../../money/money';
import { FAMILIES } from '../../../scent/families';
import { concentrationName, familyName } from '../../../store/catalogue';
import { SORTS, type Choice, type ListingFilter } from '../../../store/catalogue/model';
import type { Listing } from '../../../store/catalogue/service';
import { faultsInWords } from '../../../web/form-page';
import { translateTo, type StorefrontText } from '../../texts';
import { cardView } from '../card';
import { isUnfiltered, listingPath, type UnreadPrices } from './address';

export function listingView(
  listing: Listing,
  { filter, unread }: { readonly filter: ListingFilter; readonly unread: UnreadPrices },
  locale: Locale,
) {
  const text = translateTo(locale);
  const { cards, total, page, pages, choices } = listing;
  const house = choices.houses.find(({ slug }) => slug === filter.house);
  const to = (changed: Partial<ListingFilter>, toPage = 1): string =>
    localPath(locale, listingPath({ ...filter, ...changed }, toPage));
  // In the vocabulary's own order, from fresh to warm; one it does not know comes last.
  const order = Object.keys(FAMILIES);
  const families = [...choices.families].sort(
    (a, b) => ((order.indexOf(a) + 99) % 99) - ((order.indexOf(b) + 99) % 99),
  );
  return {
    title: house?.name[locale] ?? text('catalogue:listing.title'),
    story: house?.story[locale] ?? null,
    cards: cards.map((card) => cardView(card, locale)),
    count: text('catalogue:listing.count', { count: total }),
    empty: cards.length === 0,
    // Nothing is in the shop at all, as opposed to nothing found.
    emptyShop: cards.length === 0 && isUnfiltered(filter),
    filter,
    prices: {
      min: unread.price_min ?? filter.priceMin ?? '',
      max: unread.price_max ?? filter.priceMax ?? '',
    },
    ...unreadInWords(unread, text),
    families: [
      { label: text('catalogue:listing.all'), href: to({ family: null }), current: filter.family === null },
      ...families.map((slug) => ({
        label: familyName(slug, locale),
        href: to({ family: slug }),
        current: filter.family === slug,
      })),
    ],
    sorts: SORTS.map((sort) => ({
      label: text(`catalogue:listing.sorts.${sort}`),
      href: to({ sort }),
      current: filter.sort === sort,
    })),
    active: activeFilters(listing, filter, locale).map(({ label, without }) => ({ label, href: to(without) })),
    houses: choices.houses.map((choice) => optionOf(choice, locale)),
    notes: choices.notes
      .map((choice) => optionOf(choice, locale))
      .sort((a, b) => COLLATORS[locale].compare(a.label, b.label)),
    concentrations: choices.concentrations.map((slug) => ({ value: slug, label: concentrationName(slug, locale) })),
    previous: page > 1 ? to({}, page - 1) : null,
    next: page < pages ? to({}, page + 1) : null,
    pageOf: pages > 1 ? text('catalogue:listing.pageOf', { page, pages }) : null,
    everything: localPath(locale, '/perfumes'),
  };
}

const unreadInWords = (unread: UnreadPrices, text: StorefrontText) =>
  faultsInWords(
    { ...unread },
    (typed) => text('catalogue:listing.unreadPrice', { typed }),
    (name) => text(name === 'price_min' ? 'catalogue:listing.priceMin' : 'catalogue:listing.priceMax'),
  );

/** Made once: a collator costs more than the sorting. */
const COLLATORS: Readonly<Record<Locale, Intl.Collator>> = { ko: new Intl.Collator('ko'), en: new Intl.Collator('en') };

const optionOf = ({ slug, name }: Choice, locale: Locale) => ({ value: slug, label: name[locale] });

interface ActiveFilter {
  readonly label: string;
  readonly without: Partial<ListingFilter>;
}

function activeFilters({ choices }: Listing, filter: ListingFilter, locale: Locale): ActiveFilter[] {
  const text = translateTo(locale);
  const nameIn = (known: readonly Choice[], slug: string): string =>
    known.find((choice) => choice.slug === slug)?.name[locale] ?? text('catalogue:listing.unknown');
  const { q, house, note, concentration, priceMin, priceMax } = filter;
  const ofPrice = (key: 'atLeast' | 'atMost', won: number): string =>
    text(`catalogue:listing.${key}`, { price: formatWon(won) });
  const ofConcentration = (slug: string): string =>
    choices.concentrations.includes(slug) ? concentrationName(slug, locale) : text('catalogue:listing.unknown');
  return [
    q === null ? [] : { label: text('catalogue:listing.words', { q }), without: { q: null } },
    house === null ? [] : { label: nameIn(choices.houses, house), without: { house: null } },
    note === null ? [] : { label: nameIn(choices.notes, note), without: { note: null } },
    concentration === null ? [] : { label: ofConcentration(concentration), without: { concentration: null } },
    priceMin === null ? [] : { label: ofPrice('atLeast', priceMin), without: { priceMin: null } },
    priceMax === null ? [] : { label: ofPrice('atMost', priceMax), without: { priceMax: null } },
  ].flat();
}
