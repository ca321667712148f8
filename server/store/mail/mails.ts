/**
 * The shop's mails. Each function writes one or more rows into the outbox in the caller's transaction, so a mail is
 * sent if and only if what it tells of was committed.
 */
import type { Executor } from '../../db/pool';
import type { ShopContext } from '../context';
import type { Locale } from '../../i18n/locale';
import type { Order } from '../orders/model';
import type { BankAccount } from '../settings/model';
import {
  orderCancelledLetter,
  orderRefundedLetter,
  orderShippedLetter,
  paymentLinkLetter,
} from '../orders/letters/handling';
import { latePaymentLetter, newOrderLetter, orderPaidLetter, orderPlacedLetter } from '../orders/letters/order';
import type { Letter } from './letter';
import type { MailKind } from './model';
import { createOutbox, type Outbox } from './outbox';
import { sendMailAgain } from './queries';
import { passwordResetLetter } from '../accounts/reset-letter';
import {
  staffLinkLetter,
  staffWarningLetter,
  type StaffLinkMail,
  type StaffWarningMail,
} from '../../desk/access/letters';
import { createTypesetter } from './typeset';

export interface Mails {
  /**
   * To the buyer of a bank-transfer order: what was ordered, where to pay and until when. Also tells the owner, unless
   * it was written down at her desk.
   */
  orderPlaced(db: Executor, order: Order, bank: BankAccount): Promise<void>;
  /** To the buyer of an order that was written down at the desk: the link behind which she pays. */
  paymentLink(db: Executor, order: Order): Promise<void>;
  /** To the buyer: it has left, with the carrier's own page about it. */
  orderShipped(db: Executor, order: Order): Promise<void>;
  /** To the buyer: the shop has cancelled her order; what she has paid comes back. */
  orderCancelled(db: Executor, order: Order): Promise<void>;
  /** To the buyer: this much went back just now. The order says how much in all. */
  orderRefunded(db: Executor, order: Order, amount: number): Promise<void>;
  /** One of an order's mails once more. @returns null when the order has no such mail */
  sendAgain(
    db: Executor,
    mail: { readonly id: number; readonly orderId: string },
  ): Promise<{ readonly kind: MailKind; readonly was: 'queued' | 'over' } | null>;
  /** To the buyer: paid, with the signed link to the order. `tellOwner` also sends the owner her new-order mail. */
  orderPaid(db: Executor, order: Order, options: { readonly tellOwner: boolean }): Promise<void>;
  /** To the owner: money arrived for an order that is closed. */
  latePayment(db: Executor, order: Order): Promise<void>;
  /**
   * To the owner: something is wrong with the machine, or is over. @returns the mail's id, or null where there is nobody
   * to tell
   */
  alarm(db: Executor, compose: (locale: Locale, app: string) => Letter): Promise<number | null>;
  passwordReset(
    db: Executor,
    mail: { readonly to: string; readonly locale: Locale; readonly token: string },
  ): Promise<void>;
  /** To somebody at the desk: the one-time link with which she chooses her password and her second factor. */
  staffLink(db: Executor, mail: StaffLinkMail & { readonly token: string }): Promise<void>;
  /** To somebody at the desk: what happened to her way in, in case it wasn't she. */
  staffWarning(db: Executor, mail: StaffWarningMail): Promise<void>;
}

/** The language of the mails to the owner. */
const OWNER_LOCALE: Locale = 'ko';

export type MailContext = Pick<ShopContext, 'config' | 'clock' | 'sessionSecret' | 'viewsDirectory'>;

export function createMails(context: MailContext): Mails {
  const { config, clock, sessionSecret } = context;
  const apex = config.origins.apex;
  const typeset = createTypesetter(context.viewsDirectory, apex);
  const outbox: Outbox = createOutbox({ clock, sessionSecret, typeset });
  const links = { apex, sessionSecret, clock };

  async function tellOwner(db: Executor, order: Order): Promise<void> {
    if (!config.ownerEmail) return;
    const letter = newOrderLetter(order, OWNER_LOCALE);
    const about = { kind: 'new-order', orderId: order.id } as const;
    await outbox.enqueue(db, { ...about, locale: OWNER_LOCALE, to: config.ownerEmail, letter });
  }

  /** Who gave no address when she ordered by telephone gets no mail. */
  async function tellBuyer(db: Executor, kind: MailKind, order: Order, letter: Letter): Promise<void> {
    if (order.email === '') return;
    await outbox.enqueue(db, { kind, locale: order.locale, to: order.email, letter, orderId: order.id });
  }

  return {
    async orderPlaced(db, order, bank) {
      await tellBuyer(db, 'order-placed', order, orderPlacedLetter(order, bank, links));
      if (order.channel === 'web') await tellOwner(db, order);
    },
    paymentLink: (db, order) => tellBuyer(db, 'payment-link', order, paymentLinkLetter(order, links)),
    orderShipped: (db, order) => tellBuyer(db, 'order-shipped', order, orderShippedLetter(order, links)),
    orderCancelled: (db, order) => tellBuyer(db, 'order-cancelled', order, orderCancelledLetter(order, links)),
    orderRefunded: (db, order, amount) =>
      tellBuyer(db, 'order-refunded', order, orderRefundedLetter(order, amount, links)),
    sendAgain: (db, mail) => sendMailAgain(db, mail, clock.now()),
    async orderPaid(db, order, options) {
      await tellBuyer(db, 'order-paid', order, orderPaidLetter(order, links));
      if (options.tellOwner) await tellOwner(db, order);
    },
    async latePayment(db, order) {
      if (!config.ownerEmail) return;
      const letter = latePaymentLetter(order, OWNER_LOCALE);
      const about = { kind: 'late-payment', orderId: order.id } as const;
      await outbox.enqueue(db, { ...about, locale: OWNER_LOCALE, to: config.ownerEmail, letter });
    },
    async alarm(db, compose) {
      if (!config.ownerEmail) return null;
      const letter = compose(OWNER_LOCALE, config.origins.app);
      return outbox.enqueue(db, { kind: 'alarm', locale: OWNER_LOCALE, to: config.ownerEmail, letter });
    },
    async passwordReset(db, { to, locale, token }) {
      const letter = passwordResetLetter(locale, apex);
      await outbox.enqueue(db, { kind: 'password-reset', locale, to, letter, secret: token });
    },
    async staffLink(db, { token, ...mail }) {
      const letter = staffLinkLetter(mail, config.origins.app);
      await outbox.enqueue(db, { kind: 'staff-link', locale: mail.locale, to: mail.to, letter, secret: token });
    },
    async staffWarning(db, mail) {
      const letter = staffWarningLetter(mail);
      await outbox.enqueue(db, { kind: 'staff-warning', locale: mail.locale, to: mail.to, letter });
    },
  };
}
