/** What Toss knows: its shops, their payments, its ledger, and what it has to tell them. Time passes when it is looked at. */
import type { Clock } from '../../../server/process/clock';
import type { FakeAccount, FakePayment, LedgerLine, Status, TossShop } from './model';
import { eventsOf, type TossEvent } from './webhooks';

const MINUTE_MS = 60 * 1000;
/** From opening the window to the buyer's word, and from that to the shop's. */
const WINDOW_MS = 30 * MINUTE_MS;
const CONFIRM_MS = 10 * MINUTE_MS;
/** Two business days, where every day is one. */
const REFUND_MS = 2 * 24 * 60 * MINUTE_MS;

export type Books = ReturnType<typeof createBooks>;

export function createBooks(clock: Clock) {
  const payments: FakePayment[] = [];
  const ledger: LedgerLine[] = [];
  const events: TossEvent[] = [];
  let made = 0;

  /** No two alike, and always the same in the same test. */
  const nextKey = (prefix: string): string => `${prefix}${String(++made).padStart(8, '0')}`;

  function tell(payment: FakePayment, isDeposit = false): void {
    events.push(...eventsOf(payment, { at: clock.now(), isDeposit, nextId: () => nextKey('transmission-') }));
  }

  function become(payment: FakePayment, status: Status): void {
    payment.status = status;
    tell(payment);
  }

  /** Nobody is told when a virtual account's time is over: it stays as it is. */
  function passTime(payment: FakePayment): FakePayment {
    const now = clock.now().getTime();
    const since = payment.status === 'READY' ? payment.requestedAt : payment.authenticatedAt;
    const allowed = payment.status === 'READY' ? WINDOW_MS : CONFIRM_MS;
    const isOpen = payment.status === 'READY' || payment.status === 'IN_PROGRESS';
    if (isOpen && since && now - since.getTime() > allowed) become(payment, 'EXPIRED');
    for (const cancel of payment.cancels) {
      if (cancel.refund !== 'PENDING' || now - cancel.at.getTime() < REFUND_MS) continue;
      cancel.refund = payment.refundsFail ? 'FAILED' : 'COMPLETED';
    }
    return payment;
  }

  const inScope = (shop: TossShop): FakePayment[] => payments.filter((one) => one.shop === shop).map(passTime);

  function enter(payment: FakePayment, status: string, amount: number): string {
    const transactionKey = nextKey('TX');
    ledger.push({ payment, transactionKey, status, amount, at: clock.now() });
    payment.lastTransactionKey = transactionKey;
    return transactionKey;
  }

  return {
    clock,
    payments,
    ledger,
    events,
    nextKey,
    tell,
    become,
    enter,
    byKey: (shop: TossShop, key: string) => inScope(shop).find(({ paymentKey }) => paymentKey === key),
    /** Of several windows for one order, the one that came furthest. */
    byOrder(shop: TossShop, orderId: string): FakePayment | undefined {
      const all = inScope(shop).filter((one) => one.orderId === orderId);
      return all.find(({ approvedAt }) => approvedAt) ?? all.at(-1);
    },
    /** @throws Error where a test speaks of an order that Toss doesn't know */
    ofTest(orderId: string): FakePayment {
      const all = payments.filter((one) => one.orderId === orderId).map(passTime);
      const found = all.find(({ approvedAt }) => approvedAt) ?? all.at(-1);
      if (!found) throw new Error(`the fake Toss has no payment of ${orderId}`);
      return found;
    },
    add(
      given: Pick<FakePayment, 'shop' | 'orderId' | 'orderName' | 'amount' | 'means' | 'status'> & {
        readonly account?: FakeAccount;
        readonly useEscrow?: boolean;
      },
    ): FakePayment {
      const payment: FakePayment = {
        ...{ useEscrow: false, account: null, cancels: [], declines: null, refundsFail: false },
        ...{ authenticatedAt: null, approvedAt: null, lastTransactionKey: null, failure: null },
        ...given,
        paymentKey: nextKey('tfake2026'),
        requestedAt: clock.now(),
        secret: nextKey('ps_'),
      };
      payments.push(payment);
      return payment;
    },
    approve(payment: FakePayment): void {
      payment.approvedAt = clock.now();
      enter(payment, 'DONE', payment.amount);
      payment.status = 'DONE';
      tell(payment, payment.account !== null);
    },
  };
}
