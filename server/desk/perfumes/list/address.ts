import { searchWords } from '../../../values/text';
import { oneOf, textIn, type Query } from '../../web/list-address';
import { STATES, type State } from '../model';

export const SORTS = ['updated', 'name', 'newest'] as const;
export type ListSort = (typeof SORTS)[number];
export const STOCK_FILTERS = ['low', 'out'] as const;
export type StockFilter = (typeof STOCK_FILTERS)[number];

export interface ListFilter {
  readonly q: string | null;
  readonly house: string | null;
  /** null: all but what is archived. */
  readonly state: State | null;
  readonly stock: StockFilter | null;
  readonly sort: ListSort;
}

export function readListFilter(query: Query): ListFilter {
  const house = textIn(query, 'house');
  return {
    q: searchWords(query['q']),
    house: /^[a-z0-9-]{1,80}$/.test(house) ? house : null,
    state: oneOf(STATES, textIn(query, 'state')),
    stock: oneOf(STOCK_FILTERS, textIn(query, 'stock')),
    sort: oneOf(SORTS, textIn(query, 'sort')) ?? 'updated',
  };
}

/** Microseconds since 1970, or a name. */
export const isCursorOf =
  (sort: ListSort) =>
  (value: string): boolean =>
    sort === 'name' || /^\d{1,17}$/.test(value);
