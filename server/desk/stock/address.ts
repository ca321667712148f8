import { namePattern, skuPattern } from '../../db/like';
import { searchWords } from '../../values/text';
import { readCursor, textIn, type Cursor } from '../web/list-address';
import { VIEWS, type StockFilter, type StockView } from './queries';

export interface StockAddress extends StockFilter {
  readonly q: string | null;
  readonly after: Cursor | null;
}

export function readStockAddress(query: Readonly<Record<string, unknown>>): StockAddress {
  const q = searchWords(query['q']);
  const view: StockView = VIEWS.find((one) => one === textIn(query, 'view')) ?? 'low';
  return {
    view,
    q,
    words: q === null ? null : { name: namePattern(q), sku: skuPattern(q) },
    after: readCursor(query, (value) => (view === 'all' ? value.length <= 60 : /^\d{1,9}$/.test(value))),
  };
}
