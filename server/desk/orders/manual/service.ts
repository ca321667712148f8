import { withTransaction } from '../../../db/transaction';
import { type ManualOrder, type ManualPlacement, placeManualOrder, recordPriceChange } from '../../../store/orders';
import { variantField } from '../../../store/perfumes';
import { searchWords } from '../../../values/text';
import type { Change, Changes, Doing } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { DeskServices } from '../../services';
import { subjectOf } from '../recorder';
import type { CheckedLine } from './forms';
import type { Goods, KnownBuyer } from './model';
import { searchGoods, selectGoods, selectKnownBuyer } from './queries';

const MOST_FOUND = 12;

export interface Writing extends Omit<ManualOrder, 'lines'> {
  readonly lines: readonly CheckedLine[];
}

export function createManualDesk({ context, mails, payments, orders, settings }: DeskServices) {
  const { pool } = context;
  return {
    goods: (variantIds: readonly number[]): Promise<ReadonlyMap<number, Goods>> => selectGoods(pool, variantIds),

    async find(typed: string): Promise<Goods[]> {
      const words = searchWords(typed);
      return words === null ? [] : searchGoods(pool, words, MOST_FOUND);
    },

    knownBuyer: (customerId: string): Promise<KnownBuyer | null> => selectKnownBuyer(pool, customerId),

    async place(writing: Writing, { actor, now }: Doing): Promise<ManualPlacement> {
      const { bank } = await settings.current();
      const { staffId } = actor;
      if (staffId === null) throw new Error('an order is written down by somebody');
      const placement = await withTransaction(pool, async (tx) => {
        const placed = await placeManualOrder(tx, { mails, payments }, writing, { now, staffId, bank });
        if (placed.kind !== 'placed') return placed;
        const { order } = placed;
        for (const { sku, listed, unitPrice, reason } of writing.lines) {
          if (unitPrice === null) continue;
          await recordPriceChange(tx, order, { sku, from: listed, to: unitPrice, reason }, { staffId, now });
        }
        const changes: Changes = { total: [null, order.total], ...overridden(writing.lines) };
        await recordChange(tx, actor, { action: 'order.place', subject: subjectOf(order), changes }, now);
        return placed;
      });
      // A transfer is known by the order's number; a card's payment begins when the buyer opens her link.
      if (placement.kind === 'placed' && placement.order.paymentMethod === 'bank') {
        await orders.startPayment(placement.order);
      }
      return placement;
    },
  };
}

function overridden(lines: readonly CheckedLine[]): Changes {
  const changes: Record<string, Change> = {};
  for (const { sku, listed, unitPrice, reason } of lines) {
    if (unitPrice === null) continue;
    changes[variantField(sku, 'price')] = [listed, unitPrice];
    changes[variantField(sku, 'reason')] = [null, reason];
  }
  return changes;
}
