/** Counting bottles and taking in new ones. What is sold moves in store/orders. */
import type { Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import type { Actor } from '../audit/model';
import { recordChange } from '../audit/service';
import type { DeskContext } from '../services';
import { MOST_BOTTLES, type CountedVariant, type CountReason, type Movement } from './model';
import {
  addBottles,
  countLow,
  selectCounts,
  selectMovements,
  selectVariant,
  setCount,
  type StockCursor,
  type StockFilter,
} from './queries';

export interface Count {
  readonly counted: number;
  /** The count that was shown to who counted. */
  readonly seen: number;
  readonly reason: CountReason;
  readonly note: string;
}

export interface Delivery {
  readonly quantity: number;
  readonly note: string;
}

export interface StockService {
  list(
    filter: StockFilter,
    page: { readonly limit: number; readonly after: StockCursor | null },
  ): Promise<readonly CountedVariant[]>;
  low(): Promise<{ readonly low: number; readonly out: number }>;
  find(variantId: number): Promise<CountedVariant | null>;
  movements(
    variantId: number,
    page: { readonly limit: number; readonly before: number | null },
  ): Promise<readonly Movement[]>;
  /** @returns false when the count has moved since it was seen */
  count(variant: CountedVariant, count: Count, actor: Actor): Promise<boolean>;
  /** @returns false when there would be more bottles than a count can be */
  receive(variant: CountedVariant, delivery: Delivery, actor: Actor): Promise<boolean>;
}

export function createStock({ pool, clock }: Pick<DeskContext, 'clock'> & { readonly pool: Pool }): StockService {
  return {
    list: (filter, page) => selectCounts(pool, filter, page),
    low: () => countLow(pool),
    find: (variantId) => selectVariant(pool, variantId),
    movements: (variantId, page) => selectMovements(pool, variantId, page),

    count: (variant, { counted, seen, reason, note }, actor) =>
      withTransaction(pool, async (tx) => {
        const at = clock.now();
        const written = { variantId: variant.id, note, staffId: actor.staffId, at };
        if (!(await setCount(tx, { ...written, seen, counted, reason }))) return false;
        if (counted === seen) return true;
        const changes = { stock: [seen, counted], reason: [null, reason] } as const;
        await recordChange(tx, actor, { action: 'stock.count', subject: subjectOf(variant), changes }, at);
        return true;
      }),

    receive: (variant, { quantity, note }, actor) =>
      withTransaction(pool, async (tx) => {
        const at = clock.now();
        const written = { variantId: variant.id, note, staffId: actor.staffId, at };
        const after = await addBottles(tx, { ...written, quantity }, MOST_BOTTLES);
        if (after === null) return false;
        const changes = { stock: [after - quantity, after] } as const;
        await recordChange(tx, actor, { action: 'stock.delivery', subject: subjectOf(variant), changes }, at);
        return true;
      }),
  };
}

const subjectOf = ({ id, nameKo, volumeMl }: CountedVariant) =>
  ({ kind: 'volume', id, name: `${nameKo} ${volumeMl}ml` }) as const;
