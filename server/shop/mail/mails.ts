/**
 * The shop's mails. Each function writes one or more rows into the outbox in the caller's transaction, so a mail is
 * sent if and only if what it tells of was committed.
 */
import type { Executor } from '../../db/pool';
import type { ShopContext } from '../context';
import type { Locale } from '../i18n/locale';
import type { Order } from '../orders/model';
import type { BankAccount } from '../settings/settings';
import { latePaymentLetter, newOrderLetter, orderPaidLetter, orderPlacedLetter } from './order-letters';
import { createOutbox, type Outbox } from './outbox';
import { passwordResetLetter } from './reset-letter';
import { staffLinkLetter, staffWarningLetter, type StaffLinkMail, type StaffWarningMail } from './staff-letters';
import { createTypesetter } from './typeset';

export interface Mails {
  /** To the buyer of a bank-transfer order: what was ordered, where to pay and until when. Also tells the owner. */
  orderPlaced(db: Executor, order: Order, bank: BankAccount): Promise<void>;
  /** To the buyer: paid, with the signed link to the order. `tellOwner` also sends the owner her new-order mail. */
  orderPaid(db: Executor, order: Order, options: { readonly tellOwner: boolean }): Promise<void>;
  /** To the owner: money arrived for an order that is closed. */
  latePayment(db: Executor, order: Order): Promise<void>;
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
    await outbox.enqueue(db, { kind: 'new-order', locale: OWNER_LOCALE, to: config.ownerEmail, letter });
  }

  return {
    async orderPlaced(db, order, bank) {
      const letter = orderPlacedLetter(order, bank, links);
      await outbox.enqueue(db, { kind: 'order-placed', locale: order.locale, to: order.email, letter });
      await tellOwner(db, order);
    },
    async orderPaid(db, order, options) {
      const letter = orderPaidLetter(order, links);
      await outbox.enqueue(db, { kind: 'order-paid', locale: order.locale, to: order.email, letter });
      if (options.tellOwner) await tellOwner(db, order);
    },
    async latePayment(db, order) {
      if (!config.ownerEmail) return;
      const letter = latePaymentLetter(order, OWNER_LOCALE);
      await outbox.enqueue(db, { kind: 'late-payment', locale: OWNER_LOCALE, to: config.ownerEmail, letter });
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
