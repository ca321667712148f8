import { withTransaction } from '../../db/transaction';
import type { Cart, Visitor } from '../cart/model';
import { cartsOfGuest, findOrderedCart, isVisitorsCart } from '../cart/service';
import type { SettingsService } from '../settings/service';
import type { StoredOrder } from './model';
import { isOrderNumber } from './order-number';
import { placeOrder, type OrderRequest, type Placement } from './placing/service';
import {
  lockOrder,
  selectLatestOrderOfCarts,
  selectOrderByNumber,
  selectOrderOfCart,
  selectOrderOfPhone,
  selectOrdersByNumbers,
  selectOrdersOfAccount,
  selectWaitingOrders,
} from './queries';
import { askAboutOrder, threadOf, type Asked } from './questions/service';
import { createRefundSending } from './refunds/sending';
import { expireDueOrders } from './settlement/expiry';
import { createOrderPayments, type OrderPaymentDeps } from './settlement/payments';
import { askDuePayments } from './settlement/reconciler';
import { remindOfDueOrders } from './unpaid/reminders';
import type { UnpaidLimits } from './unpaid/rule';
import { originOf, waysToPay, type Asking } from './unpaid/service';

export { expireDueOrders } from './settlement/expiry';
export { askDuePayments, createMoneyJobs } from './settlement/reconciler';
export { readOrderNumber, readPartOfOrderNumber } from './order-number';
export { remindOfDueOrders } from './unpaid/reminders';
export { type Recorder } from './settlement/payments';

export interface OrderDeps extends OrderPaymentDeps {
  readonly settings: SettingsService;
  /** Random numbers, unless a test wants to draw its own. */
  readonly makeNumber?: () => string;
  readonly unpaidLimits?: Partial<UnpaidLimits> | undefined;
}

export type OrderService = ReturnType<typeof createOrders>;

export function createOrders(deps: OrderDeps) {
  const { pool, clock } = deps;

  async function place(request: OrderRequest): Promise<Placement> {
    const settings = await deps.settings.current();
    const placement = await withTransaction(pool, (tx) =>
      placeOrder(tx, deps, request, { settings, now: clock.now() }),
    );
    if (placement.kind === 'placed') deps.logger.info({ order: placement.order.number }, 'order placed');
    return placement;
  }

  return {
    place,
    /** How an order of this cart could be paid, as things stand. `place` asks again. */
    waysToPay: (asking: Asking, cart: Pick<Cart, 'goods'>) =>
      waysToPay(pool, originOf(asking), cart, deps.unpaidLimits),
    ...createOrderPayments(deps),
    async findPlaced(visitor: Visitor, checkoutKey: string): Promise<StoredOrder | null> {
      const cartId = await findOrderedCart(pool, visitor, checkoutKey);
      return cartId ? selectOrderOfCart(pool, cartId) : null;
    },
    find: async (number: string) => (isOrderNumber(number) ? selectOrderByNumber(pool, number) : null),
    /** For whoever can name an order and the telephone number on its parcel. */
    lookUp: (number: string, phone: string) => selectOrderOfPhone(pool, number, phone),
    threadOf: ({ id }: Pick<StoredOrder, 'id'>) => threadOf(pool, id),
    /** Once for each text that waits for its answer. @returns 'gone' for an order that was erased meanwhile */
    ask: (orderId: string, question: string): Promise<Asked | 'gone'> =>
      withTransaction(pool, async (tx) => {
        const order = await lockOrder(tx, orderId, 'wait');
        if (!order || order.erasedAt) return 'gone';
        return askAboutOrder(tx, deps.mails, order, question, clock.now());
      }),
    findAll: (numbers: readonly string[]) => selectOrdersByNumbers(pool, numbers),
    isVisitorsOwn: (visitor: Visitor, order: StoredOrder) => isVisitorsCart(pool, visitor, order.cartId),
    listOf: (accountId: string) => selectOrdersOfAccount(pool, accountId, 100),
    async latestOf(visitor: Visitor): Promise<StoredOrder | null> {
      if (visitor.accountId) return (await selectOrdersOfAccount(pool, visitor.accountId, 1))[0] ?? null;
      return selectLatestOrderOfCarts(pool, await cartsOfGuest(pool, visitor));
    },
    /** Those that can still be paid, the oldest first. */
    async waitingOf(visitor: Visitor): Promise<StoredOrder[]> {
      const of = { accountId: visitor.accountId, cartIds: await cartsOfGuest(pool, visitor) };
      return of.accountId === null && of.cartIds.length === 0 ? [] : selectWaitingOrders(pool, of, clock.now());
    },
    sendRefund: createRefundSending(deps).send,
    expireDue: () => expireDueOrders(deps),
    askDue: () => askDuePayments(deps),
    remindDue: () => remindOfDueOrders(pool, deps, clock.now()),
  };
}
