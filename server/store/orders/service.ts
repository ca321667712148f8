/** The door to orders. */
import type { Origins } from '../../config/origins';
import type { Executor, Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import { localPath } from '../../i18n/locale';
import type { Clock } from '../../process/clock';
import type { Logger } from '../../process/logger';
import type { Cart, Visitor } from '../cart/model';
import { cartsOfGuest, findOrderedCart, isVisitorsCart } from '../cart/service';
import type { PaymentStart } from '../payments/model';
import type { Payments } from '../payments/service';
import type { SettingsService } from '../settings/service';
import type { OrderMails } from './mails';
import type { Order, Payment, StoredOrder } from './model';
import { isOrderNumber } from './order-number';
import { placeOrder, type OrderRequest, type Placement } from './placing/service';
import {
  selectLatestOrderOfCarts,
  selectOrderById,
  selectOrderByNumber,
  selectOrderOfCart,
  selectOrdersByNumbers,
  selectOrdersOfAccount,
  selectWaitingOrders,
} from './queries';
import { expireDueOrders } from './settlement/expiry';
import { selectPayment, selectPaymentOfOrder, updatePaymentReference } from './settlement/queries';
import { settle, verdictOf, type Settlement, type Verdict } from './settlement/service';
import type { UnpaidLimits } from './unpaid/rule';
import { originOf, waysToPay, type Asking, type WaysToPay } from './unpaid/service';

export { expireDueOrders, type ExpiryDeps } from './settlement/expiry';
export { readOrderNumber } from './order-number';

export interface OrderDeps {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly origins: Origins;
  readonly settings: SettingsService;
  readonly mails: OrderMails;
  readonly payments: Payments;
  /** Random numbers, unless a test wants to draw its own. */
  readonly makeNumber?: () => string;
  readonly unpaidLimits?: Partial<UnpaidLimits> | undefined;
}

/** Somebody at the desk or the command line, who writes down what came of it in the same transaction. */
export interface Recorder {
  /** null for the command line. */
  readonly staffId: string | null;
  record(tx: Executor, order: Order, settlement: Settlement): Promise<void>;
}

export interface OrderService {
  place(request: OrderRequest): Promise<Placement>;
  /** How an order of this cart could be paid, as things stand. {@link place} asks again. */
  waysToPay(asking: Asking, cart: Pick<Cart, 'lines'>): Promise<WaysToPay>;
  /** The order that a checkout form has already made. */
  findPlaced(visitor: Visitor, checkoutKey: string): Promise<StoredOrder | null>;
  find(number: string): Promise<StoredOrder | null>;
  /** Those of the numbers that are orders, in the same order. */
  findAll(numbers: readonly string[]): Promise<StoredOrder[]>;
  /** Did this visitor place it, by account or in this session? */
  isVisitorsOwn(visitor: Visitor, order: StoredOrder): Promise<boolean>;
  /** Newest first, a hundred at most. */
  listOf(accountId: string): Promise<Order[]>;
  /** The visitor's latest order, from which a checkout form is filled in. */
  latestOf(visitor: Visitor): Promise<Order | null>;
  /** Those of the visitor's orders that wait for their money, the oldest first. */
  waitingOf(visitor: Visitor): Promise<StoredOrder[]>;
  /** Opens the order's payment at its provider, or finds the one opened before. null: there is nothing to pay. */
  startPayment(order: StoredOrder): Promise<PaymentStart | null>;
  /** Asks the provider of a payment what became of it, and settles the order by its answer. null: no such payment. */
  confirm(paymentId: string): Promise<StoredOrder | null>;
  /** The buyer's own cancelling of a pending order; one that has been paid a moment before is paid. */
  cancel(order: StoredOrder, recorder?: Recorder): Promise<Settlement>;
  /** The owner has seen a bank transfer arrive. null: there is no such order. */
  markPaid(
    number: string,
    recorder?: Recorder,
  ): Promise<{ readonly order: Order; readonly settlement: Settlement } | null>;
  /** @returns how many orders were settled */
  expireDue(): Promise<number>;
}

export function createOrders(deps: OrderDeps): OrderService {
  const { pool, clock, mails, payments } = deps;

  async function place(request: OrderRequest): Promise<Placement> {
    const settings = await deps.settings.current();
    const placement = await withTransaction(pool, (tx) =>
      placeOrder(tx, deps, request, { settings, now: clock.now() }),
    );
    if (placement.kind === 'placed') deps.logger.info({ order: placement.order.number }, 'order placed');
    return placement;
  }

  async function startPayment(order: StoredOrder): Promise<PaymentStart | null> {
    const payment = await selectPaymentOfOrder(pool, order.id);
    if (payment?.status !== 'open' || order.status !== 'pending' || clock.now() >= order.paymentDueAt) return null;
    const started = await payments.method(payment.method).start({
      paymentId: payment.id,
      orderNumber: order.number,
      amount: payment.amount,
      currency: 'KRW',
      locale: order.locale,
      returnUrl: deps.origins.apex + localPath(order.locale, `/checkout/return?payment=${payment.id}`),
    });
    await updatePaymentReference(pool, payment.id, started.reference);
    return started;
  }

  const settleNow = (order: { readonly id: string }, verdict: Verdict): Promise<Settlement> =>
    withTransaction(pool, (tx) => settle(tx, mails, order.id, verdict, clock.now()));

  const settleBefore = (recorder: Recorder, order: StoredOrder, verdict: Verdict): Promise<Settlement> =>
    withTransaction(pool, async (tx) => {
      const settlement = await settle(tx, mails, order.id, verdict, clock.now(), recorder.staffId);
      if (settlement !== 'nothing') await recorder.record(tx, order, settlement);
      return settlement;
    });

  async function askProvider(payment: Payment, question: 'fetch' | 'withdraw') {
    return payment.reference === null ? null : payments.method(payment.method)[question](payment.reference);
  }

  async function confirm(paymentId: string): Promise<StoredOrder | null> {
    const payment = await selectPayment(pool, paymentId);
    if (!payment) return null;
    const answer = await askProvider(payment, 'fetch');
    const verdict = answer && verdictOf(answer);
    if (verdict) {
      const settlement = await settleNow({ id: payment.orderId }, verdict);
      deps.logger.info({ payment: payment.id, verdict: verdict.kind, settlement }, 'payment confirmed');
    }
    return selectOrderById(pool, payment.orderId);
  }

  async function cancel(order: StoredOrder, recorder?: Recorder): Promise<Settlement> {
    const payment = await selectPaymentOfOrder(pool, order.id);
    if (payment?.status !== 'open') return 'nothing';
    const answer = await askProvider(payment, 'withdraw');
    const verdict = (answer && verdictOf(answer)) ?? { kind: 'cancelled' };
    if (!recorder) return settleNow(order, verdict);
    const settlement = await settleBefore(recorder, order, verdict);
    // Money of a wrong amount is flagged and pays nothing: the order can be ended all the same.
    const unpaid = settlement === 'amount-mismatch' || (settlement === 'nothing' && verdict.kind === 'paid');
    return unpaid ? settleBefore(recorder, order, { kind: 'cancelled' }) : settlement;
  }

  return {
    place,
    waysToPay: (asking, cart) => waysToPay(pool, originOf(asking), cart, deps.unpaidLimits),
    startPayment,
    confirm,
    cancel,
    async findPlaced(visitor, checkoutKey) {
      const cartId = await findOrderedCart(pool, visitor, checkoutKey);
      return cartId ? selectOrderOfCart(pool, cartId) : null;
    },
    find: async (number) => (isOrderNumber(number) ? selectOrderByNumber(pool, number) : null),
    findAll: (numbers) => selectOrdersByNumbers(pool, numbers),
    isVisitorsOwn: (visitor, order) => isVisitorsCart(pool, visitor, order.cartId),
    listOf: (accountId) => selectOrdersOfAccount(pool, accountId, 100),
    async latestOf(visitor) {
      if (visitor.accountId) return (await selectOrdersOfAccount(pool, visitor.accountId, 1))[0] ?? null;
      return selectLatestOrderOfCarts(pool, await cartsOfGuest(pool, visitor));
    },
    async waitingOf(visitor) {
      return selectWaitingOrders(pool, { accountId: visitor.accountId, cartIds: await cartsOfGuest(pool, visitor) });
    },
    async markPaid(number, recorder) {
      const order = await selectOrderByNumber(pool, number);
      const payment = order && (await selectPaymentOfOrder(pool, order.id));
      if (!order || !payment) return null;
      if (payment.method !== 'bank') throw new Error(`${number} is not paid by bank transfer: its provider settles it`);
      const verdict: Verdict = { kind: 'paid', amount: payment.amount, currency: payment.currency };
      const settlement = await (recorder ? settleBefore(recorder, order, verdict) : settleNow(order, verdict));
      return { order: (await selectOrderByNumber(pool, number)) ?? order, settlement };
    },
    expireDue: () => expireDueOrders(pool, deps, clock.now()),
  };
}
