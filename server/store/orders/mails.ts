/** Written into the outbox in the caller's transaction: sent if and only if what they tell of was committed. */
import type { Origins } from '../../config/origins';
import type { Executor } from '../../db/pool';
import type { Clock } from '../../process/clock';
import type { Keys } from '../../process/keys';
import type { Letter, Outbox } from '../mail';
import { OWNER_LOCALE, type LetterLimit, type MailKind } from '../mail/model';
import { toldOf } from '../settings/model';
import { readSettings } from '../settings/service';
import { orderCancelledLetter, orderRefundedLetter, orderShippedLetter, paymentLinkLetter } from './letters/handling';
import { latePaymentLetter, newOrderLetter, orderPaidLetter, orderPlacedLetter } from './letters/order';
import { orderQuestionLetter, questionAnsweredLetter } from './letters/question';
import { orderExpiredLetter, orderReminderLetter } from './letters/unpaid';
import type { Order } from './model';
import { orderKey } from './order-link';
import { insertOrderEvent } from './queries';
import { UNPAID_LIMITS, type UnpaidLimits } from './unpaid/rule';

export type OrderMails = ReturnType<typeof createOrderMails>;

export interface OrderMailContext {
  readonly clock: Clock;
  readonly keys: Pick<Keys, 'links'>;
  readonly config: {
    readonly origins: Origins;
    readonly ownerEmail: string | null;
    readonly unpaidLimits?: Partial<UnpaidLimits>;
  };
}

export function createOrderMails(outbox: Outbox, { config, clock, keys }: OrderMailContext) {
  const { apex, app } = config.origins;
  const { letters, lettersToOwner } = { ...UNPAID_LIMITS, ...config.unpaidLimits };

  async function tellOwner(
    db: Executor,
    kind: MailKind,
    order: Order,
    letter: Letter,
    limits: readonly LetterLimit[] = [],
  ): Promise<void> {
    const to = toldOf('newOrders', await readSettings(db), config.ownerEmail);
    if (to === null) return;
    await outbox.enqueueWithin(db, limits, { kind, locale: OWNER_LOCALE, to, letter, orderId: order.id });
  }
  const tellOfNewOrder = (db: Executor, order: Order): Promise<void> =>
    tellOwner(
      db,
      'new-order',
      order,
      newOrderLetter(order, OWNER_LOCALE),
      order.status === 'paid' ? [] : lettersToOwner,
    );

  const mailTo = (kind: MailKind, order: Order, letter: Letter) => {
    const secret = orderKey(keys, order, clock.now());
    return { kind, locale: order.locale, to: order.email, letter, secret, orderId: order.id };
  };

  /** Who gave no address when she ordered by telephone gets no mail. */
  async function tellBuyer(db: Executor, kind: MailKind, order: Order, letter: Letter): Promise<void> {
    if (order.email !== '') await outbox.enqueue(db, mailTo(kind, order, letter));
  }

  /** Of what was not paid, to a mailbox that may be anybody's. The order stands, and its page says the same. */
  async function tellWhoeverOrdered(db: Executor, kind: MailKind, order: Order, letter: Letter): Promise<void> {
    if (order.email === '' || order.channel === 'manual' || order.paidAt !== null) {
      return tellBuyer(db, kind, order, letter);
    }
    if ((await outbox.enqueueWithin(db, letters, mailTo(kind, order, letter))) !== null) return;
    await insertOrderEvent(db, { orderId: order.id, at: clock.now(), kind: 'letter-held', detail: { mail: kind } });
  }

  return {
    /** Also to the owner, unless it was written down at her desk. */
    async orderPlaced(db: Executor, order: Order): Promise<void> {
      await tellWhoeverOrdered(db, 'order-placed', order, orderPlacedLetter(order, apex));
      if (order.channel === 'web') await tellOfNewOrder(db, order);
    },
    paymentLink: (db: Executor, order: Order) => tellBuyer(db, 'payment-link', order, paymentLinkLetter(order, apex)),
    orderReminder: (db: Executor, order: Order) =>
      tellWhoeverOrdered(db, 'order-reminder', order, orderReminderLetter(order, apex)),
    orderExpired: (db: Executor, order: Order) =>
      tellWhoeverOrdered(db, 'order-expired', order, orderExpiredLetter(order, apex)),
    orderShipped: (db: Executor, order: Order) =>
      tellBuyer(db, 'order-shipped', order, orderShippedLetter(order, apex)),
    orderCancelled: (db: Executor, order: Order) =>
      tellWhoeverOrdered(db, 'order-cancelled', order, orderCancelledLetter(order, apex)),
    /** @param amount what went back just now; the order says how much in all */
    orderRefunded: (db: Executor, order: Order, amount: number) =>
      tellBuyer(db, 'order-refunded', order, orderRefundedLetter(order, amount, apex)),
    async orderPaid(db: Executor, order: Order, options: { readonly tellOwner: boolean }): Promise<void> {
      await tellBuyer(db, 'order-paid', order, orderPaidLetter(order, apex));
      if (options.tellOwner) await tellOfNewOrder(db, order);
    },
    /** To the owner. Of an order that nobody has paid it counts among what she is told of those. */
    orderQuestion: (db: Executor, order: Order, question: string) =>
      tellOwner(
        db,
        'order-question',
        order,
        orderQuestionLetter(order, question, app),
        order.paidAt === null ? lettersToOwner : [],
      ),
    questionAnswered: (
      db: Executor,
      order: Order,
      said: { readonly questions: readonly string[]; readonly answer: string },
    ) => tellBuyer(db, 'question-answered', order, questionAnsweredLetter(order, said, apex)),
    /** To the owner: money arrived for an order that is closed. */
    latePayment: (db: Executor, order: Order) =>
      tellOwner(db, 'late-payment', order, latePaymentLetter(order, OWNER_LOCALE)),
  };
}
