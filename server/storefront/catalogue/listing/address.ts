/** A listing's filter as the address has it, and back. Nothing a visitor types in the address can fail. */
import { SORTS, type ListingFilter, type Sort } from '../../../store/catalogue/model';
import { begun, won } from '../../../values/numbers';
import { readOrNull } from '../../../values/reading';
import { asSeen, searchWords } from '../../../values/text';

const HIGHEST_PRICE = 99_999_999;

export type AddressQuery = Readonly<Record<string, unknown>>;

/** A repeated parameter counts once: the first. */
function first(query: AddressQuery, name: string): string {
  const value = query[name];
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one : '';
}

function slug(query: AddressQuery, name: string): string | null {
  const text = first(query, name);
  if (text === '') return null;
  // What can't be a slug can't be found either: it is kept, so that the page says so instead of showing everything.
  return /^[a-z0-9-]{1,80}$/.test(text) ? text : '-';
}

type PriceName = 'price_min' | 'price_max';

function price(query: AddressQuery, name: PriceName): number | null {
  const typed = first(query, name);
  const amount = typed === '' ? null : readOrNull(won(0, Number.MAX_SAFE_INTEGER), typed);
  return amount && Math.min(amount, HIGHEST_PRICE);
}

/** What was typed for a price and is none: it narrows nothing, and is said. */
export type UnreadPrices = Readonly<Partial<Record<PriceName, string>>>;

export function readUnreadPrices(query: AddressQuery): UnreadPrices {
  const unread = (['price_min', 'price_max'] as const).filter(
    (name) => asSeen(first(query, name)) !== '' && price(query, name) === null,
  );
  return Object.fromEntries(unread.map((name) => [name, begun(first(query, name))]));
}

function sort(query: AddressQuery): Sort {
  const text = first(query, 'sort');
  return SORTS.find((known) => known === text) ?? 'position';
}

export function readFilter(query: AddressQuery): ListingFilter {
  const [low, high] = [price(query, 'price_min'), price(query, 'price_max')];
  const turned = low !== null && high !== null && low > high;
  return {
    q: searchWords(first(query, 'q')),
    family: slug(query, 'family'),
    house: slug(query, 'house'),
    note: slug(query, 'note'),
    concentration: slug(query, 'concentration'),
    priceMin: turned ? high : low,
    priceMax: turned ? low : high,
    sort: sort(query),
  };
}

/** null for what is no page number. */
export function readPage(query: AddressQuery): number | null {
  const text = first(query, 'page');
  if (text === '') return 1;
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : null;
}

export function listingPath(filter: ListingFilter, page = 1): string {
  const { q, family, house, note, concentration, priceMin, priceMax } = filter;
  const sort = filter.sort === 'position' ? null : filter.sort;
  const shown = { q, family, house, note, concentration, price_min: priceMin, price_max: priceMax, sort };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...shown, page: page > 1 ? page : null })) {
    if (value !== null) parameters.set(name, String(value));
  }
  const query = parameters.toString();
  return query ? `/perfumes?${query}` : '/perfumes';
}

export const isUnfiltered = (filter: ListingFilter): boolean =>
  listingPath({ ...filter, sort: 'position' }) === '/perfumes';
