import { randomUUID } from 'node:crypto';
import type { Executor } from '../../../db/pool';
import { foundOrThrow } from '../../../process/errors';
import {
  cancelPaidOrder,
  type Hand,
  type Handled,
  honourHeld,
  type Honoured,
  type OrderMails,
  type Refund,
  type RefundDeps,
  type Refunded,
  refundHeld,
  refundOrder,
  settleFlag,
} from '../../../store/orders';
import type { OrderFlag, OrderStatus, StoredOrder } from '../../../store/orders/model';
import type { OrderService } from '../../../store/orders/service';
import type { OwnerNotices } from '../../access';
import type { AuditEntry, Changes, Doing } from '../../audit/model';
import { type Act, became } from '../acting';
import { moneyFacts, paymentRecordedBy, recordedBy } from '../recorder';

export interface MoneyDeps {
  readonly act: Act;
  readonly orders: Pick<OrderService, 'find' | 'findAll' | 'cancel' | 'markPaid' | 'sendRefund'>;
  readonly mails: OrderMails;
  readonly payments: RefundDeps['payments'];
  readonly ownerNotices: OwnerNotices;
}

/** `done`: noted as sent by hand. The others say what its provider has made of it so far. */
export type RefundAnswer = 'done' | 'already' | 'too-much' | 'sent-back' | 'under-way' | 'failed';

const telling =
  (notices: OwnerNotices) =>
  (tx: Executor, order: StoredOrder, amount: number, act: 'payment' | 'refund', { actor, now }: Doing) =>
    notices.tell(tx, { act, by: actor, at: now, facts: (locale) => moneyFacts(order, amount, locale) });

export function createMoneyActs({ act, orders, mails, payments, ownerNotices }: MoneyDeps) {
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

  async function toEach(numbers: readonly string[], work: (order: StoredOrder) => Promise<Handled | 'late'>) {
    const [done, left]: [string[], string[]] = [[], []];
    for (const order of await orders.findAll(numbers))
      ((await work(order)) === 'done' ? done : left).push(order.number);
    return { done, left };
  }

  const tell = telling(ownerNotices);

  /** Written down in the transaction, and sent after it. */
  async function refunding(
    number: string,
    doing: Doing,
    work: (tx: Executor, order: StoredOrder, hand: Hand) => Promise<{ amount: number; refunded: Refunded }>,
  ): Promise<RefundAnswer> {
    const begun: string[] = [];
    const answer = await act(number, doing, async (tx, order, hand) => {
      begun.length = 0;
      const { amount, refunded } = await work(tx, order, hand);
      if (refunded.kind === 'already' || refunded.kind === 'too-much') return refunded.kind;
      if (refunded.kind === 'begun') begun.push(refunded.refundId);
      await tell(tx, order, amount, 'refund', doing);
      const changes: Changes = { refunded: [order.refunded, order.refunded + amount] };
      const entry: { action: AuditEntry['action']; changes: Changes } = { action: 'order.refund', changes };
      return { result: 'done', entry };
    });
    if (begun[0] === undefined) return answer;
    const sent = await orders.sendRefund(begun[0]);
    return sent?.state === 'done' ? 'sent-back' : sent?.state === 'failed' ? 'failed' : 'under-way';
  }

  return {
    /** The owner has seen the money. `late`: the order was closed meanwhile, and is flagged now. */
    markPaid: async (number: string, seen: OrderStatus, doing: Doing): Promise<Handled | 'late'> =>
      markPaid(await knownOrder(number), seen, doing),

    /** Transfers that have come, each for itself. @returns besides: those that were paid or closed meanwhile */
    async markPaidSeveral(numbers: readonly string[], doing: Doing) {
      const { done, left } = await toEach(numbers, (order) => markPaid(order, 'pending', doing));
      return { paid: done, left };
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
    cancelSeveral: async (numbers: readonly string[], doing: Doing): Promise<readonly string[]> =>
      (await toEach(numbers, (order) => cancelUnpaid(order, doing))).left,

    refund: (number: string, refund: Refund, doing: Doing): Promise<RefundAnswer> =>
      refunding(number, doing, async (tx, order, hand) => ({
        amount: refund.amount,
        refunded: await refundOrder(tx, { mails, payments }, order, refund, hand),
      })),

    /** All of what pays nothing. */
    refundHeld: (number: string, doing: Doing): Promise<RefundAnswer> =>
      refunding(number, doing, (tx, order, hand) =>
        refundHeld(tx, { mails, payments }, order, { attempt: randomUUID(), text: '' }, hand),
      ),

    honour: (number: string, seen: OrderStatus, doing: Doing): Promise<Honoured> =>
      act(number, doing, async (tx, order, hand) => {
        if (order.status !== seen) return 'changed';
        const result = await honourHeld(tx, mails, order, hand);
        if (result !== 'done') return result;
        await tell(tx, order, order.total, 'payment', doing);
        return { result, entry: { action: 'order.honour', changes: became(order.status, 'paid') } };
      }),

    clearFlag: (number: string, flag: OrderFlag, text: string, doing: Doing): Promise<Handled> =>
      act(number, doing, async (tx, order, hand) => {
        if (order.flag !== flag || (await settleFlag(tx, order, text, hand)) === 'changed') return 'changed';
        return { result: 'done', entry: { action: 'order.clear-flag', changes: { flag: [flag, null] } } };
      }),
  };
}
