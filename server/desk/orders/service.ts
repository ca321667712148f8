/**
 * What is done with orders at the desk. Every act is one transaction: the order's row is held, the act begins from the
 * state that the page showed or doesn't happen, and history, audit log and mail are written with it.
 */
import type { Executor } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import { AppError } from '../../process/errors';
import {
  cancelPaidOrder,
  deliverOrder,
  type Hand,
  type Handled,
  holdOrder,
  noteOnOrder,
  type Parcel,
  type Refund,
  type Refunded,
  refundOrder,
  renewLinks,
  orderKey,
  settleFlag,
  shipOrder,
  undeliverOrder,
  unshipOrder,
} from '../../store/orders';
import type { OrderFlag, OrderStatus, StoredOrder } from '../../store/orders/model';
import type { Actor, AuditEntry, Changes } from '../audit/model';
import { recordChange } from '../audit/service';
import type { DeskServices } from '../services';
import { type Place } from '../web/list-address';
import { soughtOf } from './address';
import { PAGE_SIZE, type Counts, type OrderFilter, type OrderRow, type OrderSurroundings } from './model';
import { selectSurroundings } from './page/queries';
import { selectCounts, selectQueue } from './queries';
import { moneyFacts, paymentRecordedBy, recordedBy, subjectOf } from './recorder';

/** Who acts, and when. */
export interface Doing {
  readonly actor: Actor;
  readonly now: Date;
}

export interface QueuePage {
  readonly rows: readonly OrderRow[];
  readonly counts: Counts;
  readonly next: Place | null;
}

/** Steps that need nothing but a click. */
export type Step = 'unship' | 'deliver' | 'undeliver';

const STEPS: Readonly<
  Record<Step, { readonly take: (tx: Executor, order: StoredOrder, hand: Hand) => Promise<Handled>; to: OrderStatus }>
> = {
  unship: { take: unshipOrder, to: 'paid' },
  deliver: { take: deliverOrder, to: 'delivered' },
  undeliver: { take: undeliverOrder, to: 'shipped' },
};

export type OrderDesk = ReturnType<typeof createOrderDesk>;

export function createOrderDesk({
  context,
  orders,
  mails,
  outbox,
  ownerNotices,
}: Pick<DeskServices, 'orders' | 'mails' | 'outbox' | 'ownerNotices'> & {
  readonly context: Pick<DeskServices['context'], 'pool' | 'keys'>;
}) {
  const { pool } = context;

  /** @param work has happened when it says something other than 'changed' */
  async function act<T extends string>(
    number: string,
    { actor, now }: Doing,
    work: (tx: Executor, order: StoredOrder, hand: Hand) => Promise<T | { readonly result: T; readonly entry: Entry }>,
  ): Promise<T> {
    return withTransaction(pool, async (tx) => {
      const order = await holdOrder(tx, number);
      if (!order) throw new AppError('not-found');
      const done = await work(tx, order, { staffId: actor.staffId, now });
      if (typeof done === 'string') return done;
      const { action, changes } = done.entry;
      await recordChange(tx, actor, { action, subject: subjectOf(order), ...(changes ? { changes } : {}) }, now);
      return done.result;
    });
  }

  async function knownOrder(number: string): Promise<StoredOrder> {
    const order = await orders.find(number);
    if (!order) throw new AppError('not-found');
    return order;
  }

  const ship = (number: string, seen: OrderStatus, parcel: Parcel, doing: Doing): Promise<Handled> =>
    act(number, doing, async (tx, order, hand) => {
      if (order.status !== seen || (await shipOrder(tx, mails, order, parcel, hand)) === 'changed') return 'changed';
      const changes = { ...became(order.status, 'shipped'), carrier: [order.carrier, parcel.carrier] as const };
      return { result: 'done', entry: { action: 'order.ship', changes } };
    });

  async function cancelUnpaid(order: StoredOrder, { actor, now }: Doing): Promise<Handled> {
    if (order.status !== 'pending') return 'changed';
    const settlement = await orders.cancel(order, recordedBy(actor, 'order.cancel', now));
    return settlement === 'cancelled' || settlement === 'declined' ? 'done' : 'changed';
  }

  return {
    async queue(filter: OrderFilter): Promise<QueuePage> {
      const sought = filter.search === '' ? null : soughtOf(filter.search);
      const [found, counts] = await Promise.all([selectQueue(pool, filter, sought), selectCounts(pool)]);
      const rows = found.slice(0, PAGE_SIZE);
      const last = found.length > PAGE_SIZE ? rows.at(-1) : undefined;
      return { rows, counts, next: last ? { at: last.place, id: last.id } : null };
    },

    async open(number: string): Promise<{ order: StoredOrder; around: OrderSurroundings } | null> {
      const order = await orders.find(number);
      return order && { order, around: await selectSurroundings(pool, order.id) };
    },

    several: (numbers: readonly string[]): Promise<StoredOrder[]> => orders.findAll(numbers),

    /** Unpaid ones, each for itself: one that was paid or closed meanwhile stays as it is. @returns those */
    async cancelSeveral(numbers: readonly string[], { actor, now }: Doing): Promise<readonly string[]> {
      const left: string[] = [];
      for (const order of await orders.findAll(numbers)) {
        if ((await cancelUnpaid(order, { actor, now })) === 'changed') left.push(order.number);
      }
      return left;
    },

    /** The owner has seen the money. `late`: the order was closed meanwhile, and is flagged now. */
    async markPaid(number: string, seen: OrderStatus, { actor, now }: Doing): Promise<Handled | 'late'> {
      const order = await knownOrder(number);
      if (order.status !== seen || order.paymentMethod !== 'bank') return 'changed';
      const marked = await orders.markPaid(number, paymentRecordedBy(actor, now, ownerNotices));
      if (marked?.settlement === 'late-payment') return 'late';
      return marked?.settlement === 'paid' ? 'done' : 'changed';
    },

    /** One that waits for its money ends where all such orders end, after its provider was asked to take none. */
    async cancel(number: string, seen: OrderStatus, doing: Doing): Promise<Handled> {
      if (seen === 'pending') return cancelUnpaid(await knownOrder(number), doing);
      return act(number, doing, async (tx, order, hand) => {
        if (order.status !== seen || (await cancelPaidOrder(tx, mails, order, hand)) === 'changed') return 'changed';
        return { result: 'done', entry: { action: 'order.cancel', changes: became(order.status, 'cancelled') } };
      });
    },

    ship,

    /** Each for itself: one that was changed meanwhile keeps none of the others. @returns those that were not sent */
    async shipSeveral(
      parcels: readonly { readonly number: string; readonly parcel: Parcel }[],
      doing: Doing,
    ): Promise<readonly string[]> {
      const left: string[] = [];
      for (const { number, parcel } of parcels) {
        if ((await ship(number, 'paid', parcel, doing)) === 'changed') left.push(number);
      }
      return left;
    },

    step: (number: string, step: Step, seen: OrderStatus, doing: Doing): Promise<Handled> =>
      act(number, doing, async (tx, order, hand) => {
        const { take, to } = STEPS[step];
        if (order.status !== seen || (await take(tx, order, hand)) === 'changed') return 'changed';
        return { result: 'done', entry: { action: `order.${step}`, changes: became(order.status, to) } };
      }),

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

    note: (number: string, text: string, doing: Doing): Promise<Handled> =>
      act(number, doing, async (tx, order, hand) => {
        await noteOnOrder(tx, order, text, hand);
        return { result: 'done', entry: { action: 'order.note' } };
      }),

    renewLinks: (number: string, doing: Doing): Promise<'done'> =>
      act(number, doing, async (tx, order, hand) => {
        await renewLinks(tx, order, hand);
        return { result: 'done', entry: { action: 'order.renew-links' } };
      }),

    /** `now`: it was waiting for its turn and is tried at once. @throws AppError not-found for another order's mail */
    resend: (number: string, mailId: number, doing: Doing): Promise<'again' | 'now'> =>
      act(number, doing, async (tx, order) => {
        const secret = orderKey(context.keys, order, doing.now);
        const sent = await outbox.sendAgain(tx, { id: mailId, orderId: order.id, secret });
        if (!sent) throw new AppError('not-found');
        const changes: Changes = { mail: [null, sent.kind] };
        return { result: sent.was === 'queued' ? 'now' : 'again', entry: { action: 'order.resend-mail', changes } };
      }),
  };
}

interface Entry {
  readonly action: AuditEntry['action'];
  readonly changes?: Changes;
}

const became = (from: OrderStatus, to: OrderStatus): Changes => ({ status: [from, to] });
