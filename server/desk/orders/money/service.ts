import { foundOrThrow } from '../../../process/errors';
import {
  cancelPaidOrder,
  type Handled,
  type OrderMails,
  type Refund,
  type Refunded,
  refundOrder,
  settleFlag,
} from '../../../store/orders';
import type { OrderFlag, OrderStatus, StoredOrder } from '../../../store/orders/model';
import type { OrderService } from '../../../store/orders/service';
import type { OwnerNotices } from '../../access';
import type { Changes, Doing } from '../../audit/model';
import { type Act, became } from '../acting';
import { moneyFacts, paymentRecordedBy, recordedBy } from '../recorder';

export interface MoneyDeps {
  readonly act: Act;
  readonly orders: Pick<OrderService, 'find' | 'findAll' | 'cancel' | 'markPaid'>;
  readonly mails: Pick<OrderMails, 'orderCancelled' | 'orderRefunded'>;
  readonly ownerNotices: OwnerNotices;
}

export function createMoneyActs({ act, orders, mails, ownerNotices }: MoneyDeps) {
  const knownOrder = async (number: string): Promise<StoredOrder> => foundOrThrow(await orders.find(number));

  async function cancelUnpaid(order: StoredOrder, { actor, now }: Doing): Promise<Handled> {
    if (order.status !== 'pending') return 'changed';
    const settlement = await orders.cancel(order, recordedBy(actor, 'order.cancel', now));
    return settlement === 'cancelled' || settlement === 'declined' ? 'done' : 'changed';
  }

  async function markPaid(order: StoredOrder, seen: OrderStatus, { actor, now }: Doing): Promise<Handled | 'late'> {
    if (order.status !== seen || order.paymentMethod !== 'bank') return 'changed';
    const marked = await orders.markPaid(order.number, paymentRecordedBy(actor, now, ownerNotices));
    if (marked?.settlement === 'late-payment') return 'late';
    return marked?.settlement === 'paid' ? 'done' : 'changed';
  }

  return {
    /** The owner has seen the money. `late`: the order was closed meanwhile, and is flagged now. */
    markPaid: async (number: string, seen: OrderStatus, doing: Doing): Promise<Handled | 'late'> =>
      markPaid(await knownOrder(number), seen, doing),

    /** Transfers that have come, each for itself. @returns besides: those that were paid or closed meanwhile */
    async markPaidSeveral(numbers: readonly string[], doing: Doing) {
      const paid: string[] = [];
      const left: string[] = [];
      for (const order of await orders.findAll(numbers)) {
        ((await markPaid(order, 'pending', doing)) === 'done' ? paid : left).push(order.number);
      }
      return { paid, left };
    },

    /** One that waits for its money ends where all such orders end, after its provider was asked to take none. */
    async cancel(number: string, seen: OrderStatus, doing: Doing): Promise<Handled> {
      if (seen === 'pending') return cancelUnpaid(await knownOrder(number), doing);
      return act(number, doing, async (tx, order, hand) => {
        if (order.status !== seen || (await cancelPaidOrder(tx, mails, order, hand)) === 'changed') return 'changed';
        return { result: 'done', entry: { action: 'order.cancel', changes: became(order.status, 'cancelled') } };
      });
    },

    /** Unpaid ones, each for itself: one that was paid or closed meanwhile stays as it is. @returns those */
    async cancelSeveral(numbers: readonly string[], doing: Doing): Promise<readonly string[]> {
      const left: string[] = [];
      for (const order of await orders.findAll(numbers)) {
        if ((await cancelUnpaid(order, doing)) === 'changed') left.push(order.number);
      }
      return left;
    },

    refund: (number: string, refund: Refund, doing: Doing): Promise<Refunded> =>
      act(number, doing, async (tx, order, hand) => {
        const result = await refundOrder(tx, mails, order, refund, hand);
        if (result !== 'done') return result;
        await ownerNotices.tell(tx, {
          act: 'refund',
          by: doing.actor,
          at: doing.now,
          facts: (locale) => moneyFacts(order, refund.amount, locale),
        });
        const changes: Changes = { refunded: [order.refunded, order.refunded + refund.amount] };
        return { result, entry: { action: 'order.refund', changes } };
      }),

    clearFlag: (number: string, flag: OrderFlag, text: string, doing: Doing): Promise<Handled> =>
      act(number, doing, async (tx, order, hand) => {
        if (order.flag !== flag || (await settleFlag(tx, order, text, hand)) === 'changed') return 'changed';
        return { result: 'done', entry: { action: 'order.clear-flag', changes: { flag: [flag, null] } } };
      }),
  };
}
