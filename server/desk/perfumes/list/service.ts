import type { DeskContext } from '../../services';
import type { Cursor } from '../../web/list-address';
import type { HouseChoice } from '../model';
import type { ListFilter } from './address';
import { selectHouseNames, selectList, type ListedPerfume } from './queries';

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
