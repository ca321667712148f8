import type { DeskContext } from '../../services';
import type { ListFilter } from './address';
import type { Cursor } from '../../web/list-address';
import { selectHouseNames, selectList, type ListedProduct } from './queries';
import type { HouseChoice } from '../model';

export interface ProductList {
  page(
    filter: ListFilter,
    page: { readonly now: Date; readonly limit: number; readonly after: Cursor | null },
  ): Promise<readonly ListedProduct[]>;
  houses(): Promise<readonly HouseChoice[]>;
}

export function createProductList({ pool }: Pick<DeskContext, 'pool'>): ProductList {
  return {
    page: (filter, page) => selectList(pool, filter, page),
    houses: () => selectHouseNames(pool),
  };
}
