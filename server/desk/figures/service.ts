import type { DeskContext } from '../services';
import { periodBefore, type Range } from './calendar';
import type { DaySales, Goods } from './model';
import { selectGoods, selectSales } from './queries';

export interface Report {
  readonly range: Range;
  readonly before: Range;
  readonly sales: readonly DaySales[];
  readonly goods: Goods;
}

const ROWS = 10;

export function createFigures({ pool }: Pick<DeskContext, 'pool'>) {
  return {
    async report(range: Range): Promise<Report> {
      const before = periodBefore(range);
      const [sales, goods] = await Promise.all([
        selectSales(pool, { from: before.from, to: range.to }),
        selectGoods(pool, range, ROWS),
      ]);
      return { range, before, sales, goods };
    },
  };
}
