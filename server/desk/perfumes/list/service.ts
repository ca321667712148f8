import type { DeskContext } from '../../services';
import type { ListFilter } from './address';
import type { Cursor } from '../../web/list-address';
import { selectHouseNames, selectList, type ListedPerfume } from './queries';
import type { HouseChoice } from '../model';

export interface PerfumeList {
  page(
    filter: ListFilter,
    page: { readonly now: Date; readonly limit: number; readonly after: Cursor | null },
  ): Promise<readonly ListedPerfume[]>;
  houses(): Promise<readonly HouseChoice[]>;
}

export function createPerfumeList({ pool }: Pick<DeskContext, 'pool'>): PerfumeList {
  return {
    page: (filter, page) => selectList(pool, filter, page),
    houses: () => selectHouseNames(pool),
  };
}
