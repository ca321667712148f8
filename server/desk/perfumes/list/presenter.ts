import { formatWon } from '../../../money/money';
import type { DeskText } from '../../texts';
import type { TimedWording } from '../../web/format';
import { listAddress, pageOf, writeCursor } from '../../web/list-address';
import { changeOptions } from '../bulk/presenter';
import {
  pictureOf,
  stateKey,
  stateOf,
  STATES,
  type HouseChoice,
  type ListedPerfume,
  type ListedVariant,
} from '../model';
import { SORTS, STOCK_FILTERS, type ListFilter } from './address';

export const PAGE_SIZE = 50;
const PATH = '/admin/products';

interface Facts {
  readonly perfumes: readonly ListedPerfume[];
  readonly houses: readonly HouseChoice[];
  readonly filter: ListFilter;
  readonly isFirstPage: boolean;
  readonly here: string;
}

export function listView({ perfumes, houses, filter, isFirstPage, here }: Facts, words: TimedWording) {
  const { text, locale } = words;
  const { shown, last } = pageOf(perfumes, PAGE_SIZE);
  const address = { ...filter, sort: filter.sort === 'updated' ? null : filter.sort };
  const isNarrowed = Boolean(filter.q ?? filter.house ?? filter.state ?? filter.stock);
  return {
    filter,
    here,
    houses: [
      { value: '', label: text('deskProducts:anyHouse') },
      ...houses.map((house) => ({ value: house.slug, label: locale === 'ko' ? house.nameKo : house.nameEn })),
    ],
    states: [
      { value: '', label: text('deskProducts:anyState') },
      ...STATES.map((state) => ({ value: state, label: text(`deskProducts:states.${state}`) })),
    ],
    stocks: [
      { value: '', label: text('deskProducts:anyStock') },
      ...STOCK_FILTERS.map((stock) => ({ value: stock, label: text(`deskProducts:stocks.${stock}`) })),
    ],
    sorts: SORTS.map((sort) => ({ value: sort, label: text(`deskProducts:sorts.${sort}`) })),
    changes: changeOptions(text),
    rows: shown.map((perfume) => rowView(perfume, words)),
    isEmptyShop: shown.length === 0 && !isNarrowed && isFirstPage,
    pager: {
      first: isFirstPage ? null : listAddress(PATH, address),
      next: last ? listAddress(PATH, { ...address, after: writeCursor({ id: last.id, value: last.sortValue }) }) : null,
    },
  };
}

function rowView(perfume: ListedPerfume, { text, locale, format, now }: TimedWording) {
  const state = stateOf(perfume, now);
  const { variants, publishedAt } = perfume;
  const since = state === 'scheduled' && publishedAt ? format.time(publishedAt) : null;
  const name = locale === 'ko' ? perfume.nameKo : perfume.nameEn;
  return {
    id: perfume.id,
    href: `${PATH}/${perfume.id}`,
    picture: pictureOf(perfume),
    name,
    otherName: locale === 'ko' ? perfume.nameEn : perfume.nameKo,
    otherLocale: locale === 'ko' ? 'en' : 'ko',
    house: locale === 'ko' ? perfume.houseKo : perfume.houseEn,
    state,
    stateText: text(stateKey(state, variants.length > 0)),
    since: since && text('deskProducts:scheduledFor', { time: since }),
    price: priceText(variants) ?? text('deskProducts:noVolumes'),
    stock: variants.map(({ ml, stock }) => `${ml}ml ${format.count(stock)}`).join(' · '),
    warning: warningOf(variants, text),
    updated: format.time(perfume.updatedAt),
    select: text('deskProducts:columns.selectOne', { name }),
  };
}

function priceText(variants: readonly ListedVariant[]): string | null {
  if (variants.length === 0) return null;
  const prices = variants.map(({ price }) => price);
  const [least, most] = [Math.min(...prices), Math.max(...prices)];
  return least === most ? formatWon(least) : `${formatWon(least)} – ${formatWon(most)}`;
}

function warningOf(variants: readonly ListedVariant[], text: DeskText): string | null {
  if (variants.some(({ stock }) => stock === 0)) return text('deskStock:out');
  return variants.some(({ stock, low }) => stock <= low) ? text('deskStock:low') : null;
}
