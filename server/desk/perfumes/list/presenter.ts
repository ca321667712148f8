/** The list of products. Pure. */
import { formatWon } from '../../../money/money';
import { photoFileName, photoWidths } from '../../../pictures/photo-files';
import type { Locale } from '../../../i18n/locale';
import type { Translate } from '../../../i18n/translate';
import { formatterOf } from '../../web/format';
import { changeOptions } from '../bulk/presenter';
import { listPath, SORTS, STOCK_FILTERS, type ListFilter } from './address';
import type { ListedProduct, ListedVolume } from './queries';
import { stateOf, STATES, type HouseChoice } from '../model';

export const PAGE_SIZE = 50;
const PATH = '/admin/products';

interface Facts {
  /** One more than a page, where there is a next one. */
  readonly products: readonly ListedProduct[];
  readonly houses: readonly HouseChoice[];
  readonly filter: ListFilter;
  readonly isFirstPage: boolean;
  readonly here: string;
}

interface Viewer {
  readonly locale: Locale;
  readonly text: Translate;
  readonly now: Date;
}

export function listView({ products, houses, filter, isFirstPage, here }: Facts, viewer: Viewer) {
  const { text, locale } = viewer;
  const shown = products.slice(0, PAGE_SIZE);
  const last = products.length > PAGE_SIZE ? shown.at(-1) : undefined;
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
    rows: shown.map((product) => rowView(product, viewer)),
    isEmptyShop: shown.length === 0 && !isNarrowed && isFirstPage,
    pager: {
      first: isFirstPage ? null : listPath(PATH, address),
      next: last ? listPath(PATH, address, { id: last.id, value: last.sortValue }) : null,
    },
  };
}

function rowView(product: ListedProduct, { text, locale, now }: Viewer) {
  const format = formatterOf(locale);
  const state = stateOf(product, now);
  const { photo, volumes, publishedAt } = product;
  const since = state === 'scheduled' && publishedAt ? format.time(publishedAt) : null;
  const name = locale === 'ko' ? product.nameKo : product.nameEn;
  return {
    id: product.id,
    href: `${PATH}/${product.id}`,
    picture: `/pictures/${photo ? photoFileName(photo.file, photoWidths(photo.width)[0] ?? photo.width, 'webp') : product.picture}`,
    name,
    otherName: locale === 'ko' ? product.nameEn : product.nameKo,
    otherLocale: locale === 'ko' ? 'en' : 'ko',
    house: locale === 'ko' ? product.houseKo : product.houseEn,
    state,
    stateText: text(`deskProducts:states.${state}`),
    since: since && text('deskProducts:scheduledFor', { time: since }),
    price: priceText(volumes) ?? text('deskProducts:noVolumes'),
    stock: volumes.map(({ ml, stock }) => `${ml}ml ${format.count(stock)}`).join(' · '),
    warning: warningOf(volumes, text),
    updated: format.time(product.updatedAt),
    select: text('deskProducts:columns.selectOne', { name }),
  };
}

function priceText(volumes: readonly ListedVolume[]): string | null {
  if (volumes.length === 0) return null;
  const prices = volumes.map(({ price }) => price);
  const [least, most] = [Math.min(...prices), Math.max(...prices)];
  return least === most ? formatWon(least) : `${formatWon(least)} – ${formatWon(most)}`;
}

function warningOf(volumes: readonly ListedVolume[], text: Translate): string | null {
  if (volumes.some(({ stock }) => stock === 0)) return text('deskProducts:out');
  return volumes.some(({ stock, low }) => stock <= low) ? text('deskProducts:low') : null;
}
