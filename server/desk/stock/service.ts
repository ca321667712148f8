import type { Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import type { Actor } from '../audit/model';
import { recordChange } from '../audit/service';
import type { DeskContext } from '../services';
import { MOST_BOTTLES, type CountedVariant, type CountReason } from './model';
import {
  addBottles,
  countLow,
  selectCounts,
  selectMovements,
  selectVariant,
  setCount,
  type StockFilter,
} from './queries';

interface Count {
  readonly counted: number;
  readonly seen: number;
  readonly reason: CountReason;
  readonly note: string;
}

export type StockService = ReturnType<typeof createStock>;

export function createStock({ pool, clock }: Pick<DeskContext, 'clock'> & { readonly pool: Pool }) {
  return {
    list: (filter: StockFilter, page: Parameters<typeof selectCounts>[2]) => selectCounts(pool, filter, page),
    low: () => countLow(pool),
    find: (variantId: number) => selectVariant(pool, variantId),
    movements: (variantId: number, page: Parameters<typeof selectMovements>[2]) =>
      selectMovements(pool, variantId, page),

    /** @returns false when the count has moved since it was seen */
    count: (variant: CountedVariant, { counted, seen, reason, note }: Count, actor: Actor) =>
      withTransaction(pool, async (tx) => {
        const at = clock.now();
        const written = { variantId: variant.id, note, staffId: actor.staffId, at };
        if (!(await setCount(tx, { ...written, seen, counted, reason }))) return false;
        if (counted === seen) return true;
        const changes = { stock: [seen, counted], reason: [null, reason] } as const;
        await recordChange(tx, actor, { action: 'stock.count', subject: subjectOf(variant), changes }, at);
        return true;
      }),

    /** @returns false when there would be more bottles than a count can be */
    receive: (variant: CountedVariant, { quantity, note }: Pick<Count, 'note'> & { quantity: number }, actor: Actor) =>
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
