import { startOf, stepsOf, type Range, type Step } from './calendar';
import { add, NOTHING, type DaySales, type Sums } from './model';

export interface StepSums {
  readonly range: Range;
  readonly sums: Sums;
}

const within = ({ from, to }: Range, { day }: DaySales): boolean => day >= from && day <= to;

export function totalOf(sales: readonly DaySales[], range: Range): Sums {
  return sales.filter((one) => within(range, one)).reduce<Sums>(add, NOTHING);
}

/** One for each step of the range, also where nothing was sold. */
export function gather(sales: readonly DaySales[], range: Range, step: Step): readonly StepSums[] {
  const sums = new Map<string, Sums>();
  for (const one of sales.filter((each) => within(range, each))) {
    const start = startOf(one.day, step);
    sums.set(start, add(sums.get(start) ?? NOTHING, one));
  }
  return stepsOf(range, step).map((each) => ({ range: each, sums: sums.get(startOf(each.from, step)) ?? NOTHING }));
}

export function byMethod(sales: readonly DaySales[], range: Range): ReadonlyMap<DaySales['method'], Sums> {
  const sums = new Map<DaySales['method'], Sums>();
  for (const one of sales.filter((each) => within(range, each))) {
    sums.set(one.method, add(sums.get(one.method) ?? NOTHING, one));
  }
  return sums;
}
