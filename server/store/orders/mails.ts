/**
 * The mails that tell of an order. Each function writes one or more rows into the outbox in the caller's transaction, so
 * a mail is sent if and only if what it tells of was committed.
 */
import type { Origins } from '../../config/origins';
import type { Executor } from '../../db/pool';
import type { Clock } from '../../process/clock';
import type { Keys } from '../../process/keys';
import type { Letter, Outbox } from '../mail';
import { OWNER_LOCALE, type MailKind } from '../mail/model';
import { orderCancelledLetter, orderRefundedLetter, orderShippedLetter, paymentLinkLetter } from './letters/handling';
import { latePaymentLetter, newOrderLetter, orderPaidLetter, orderPlacedLetter } from './letters/order';
import type { Order } from './model';
import { orderKey } from './order-link';

export interface OrderMails {
  /**
   * To the buyer of a bank-transfer order: what was ordered, where to pay and until when. Also tells the owner, unless
   * it was written down at her desk.
   */
  orderPlaced(db: Executor, order: Order): Promise<void>;
  /** To the buyer of an order that was written down at the desk: the link behind which she pays. */
  paymentLink(db: Executor, order: Order): Promise<void>;
  /** To the buyer: it has left, with the carrier's own page about it. */
  orderShipped(db: Executor, order: Order): Promise<void>;
  /** To the buyer: the shop has cancelled her order; what she has paid comes back. */
  orderCancelled(db: Executor, order: Order): Promise<void>;
  /** To the buyer: this much went back just now. The order says how much in all. */
  orderRefunded(db: Executor, order: Order, amount: number): Promise<void>;
  /** To the buyer: paid, with the signed link to the order. `tellOwner` also sends the owner her new-order mail. */
  orderPaid(db: Executor, order: Order, options: { readonly tellOwner: boolean }): Promise<void>;
  /** To the owner: money arrived for an order that is closed. */
  latePayment(db: Executor, order: Order): Promise<void>;
}

export interface OrderMailContext {
  readonly clock: Clock;
  /** Sign the links to orders. */
  readonly keys: Pick<Keys, 'links'>;
  readonly config: { readonly origins: Origins; readonly ownerEmail: string | null };
}

export function createOrderMails(outbox: Outbox, { config, clock, keys }: OrderMailContext): OrderMails {
  const { apex } = config.origins;

  async function tellOwner(db: Executor, kind: MailKind, order: Order, letter: Letter): Promise<void> {
    if (!config.ownerEmail) return;
    await outbox.enqueue(db, { kind, locale: OWNER_LOCALE, to: config.ownerEmail, letter, orderId: order.id });
  }
  const tellOfNewOrder = (db: Executor, order: Order): Promise<void> =>
    tellOwner(db, 'new-order', order, newOrderLetter(order, OWNER_LOCALE));

  /** Who gave no address when she ordered by telephone gets no mail. */
  async function tellBuyer(db: Executor, kind: MailKind, order: Order, letter: Letter): Promise<void> {
    if (order.email === '') return;
    const secret = orderKey(keys, order, clock.now());
    await outbox.enqueue(db, { kind, locale: order.locale, to: order.email, letter, secret, orderId: order.id });
  }

  return {
    async orderPlaced(db, order) {
      await tellBuyer(db, 'order-placed', order, orderPlacedLetter(order, apex));
      if (order.channel === 'web') await tellOfNewOrder(db, order);
    },
    paymentLink: (db, order) => tellBuyer(db, 'payment-link', order, paymentLinkLetter(order, apex)),
    orderShipped: (db, order) => tellBuyer(db, 'order-shipped', order, orderShippedLetter(order, apex)),
    orderCancelled: (db, order) => tellBuyer(db, 'order-cancelled', order, orderCancelledLetter(order, apex)),
    orderRefunded: (db, order, amount) =>
      tellBuyer(db, 'order-refunded', order, orderRefundedLetter(order, amount, apex)),
    async orderPaid(db, order, options) {
      await tellBuyer(db, 'order-paid', order, orderPaidLetter(order, apex));
      if (options.tellOwner) await tellOfNewOrder(db, order);
    },
    latePayment: (db, order) => tellOwner(db, 'late-payment', order, latePaymentLetter(order, OWNER_LOCALE)),
  };
}
