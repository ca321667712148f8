/** The door to orders. */
import { withTransaction } from '../../db/transaction';
import type { Cart, Visitor } from '../cart/model';
import { cartsOfGuest, findOrderedCart, isVisitorsCart } from '../cart/service';
import type { SettingsService } from '../settings/service';
import type { Order, StoredOrder } from './model';
import { isOrderNumber } from './order-number';
import { placeOrder, type OrderRequest, type Placement } from './placing/service';
import {
  selectLatestOrderOfCarts,
  selectOrderByNumber,
  selectOrderOfCart,
  selectOrdersByNumbers,
  selectOrdersOfAccount,
  selectWaitingOrders,
} from './queries';
import { expireDueOrders } from './settlement/expiry';
import { createOrderPayments, type OrderPaymentDeps, type OrderPayments } from './settlement/payments';
import { remindOfDueOrders } from './unpaid/reminders';
import type { UnpaidLimits } from './unpaid/rule';
import { originOf, waysToPay, type Asking, type WaysToPay } from './unpaid/service';

export { expireDueOrders, type ExpiryDeps } from './settlement/expiry';
export { readOrderNumber } from './order-number';
export { remindOfDueOrders } from './unpaid/reminders';
export { type Recorder } from './settlement/payments';

export interface OrderDeps extends OrderPaymentDeps {
  readonly settings: SettingsService;
  /** Random numbers, unless a test wants to draw its own. */
  readonly makeNumber?: () => string;
  readonly unpaidLimits?: Partial<UnpaidLimits> | undefined;
}

export interface OrderService extends OrderPayments {
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
  /** Those of the visitor's orders that can still be paid, the oldest first. */
  waitingOf(visitor: Visitor): Promise<StoredOrder[]>;
  /** @returns how many orders were settled */
  expireDue(): Promise<number>;
  /** @returns how many orders' buyers were reminded */
  remindDue(): Promise<number>;
}

export function createOrders(deps: OrderDeps): OrderService {
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
    waysToPay: (asking, cart) => waysToPay(pool, originOf(asking), cart, deps.unpaidLimits),
    ...createOrderPayments(deps),
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
      const of = { accountId: visitor.accountId, cartIds: await cartsOfGuest(pool, visitor) };
      return of.accountId === null && of.cartIds.length === 0 ? [] : selectWaitingOrders(pool, of, clock.now());
    },
    expireDue: () => expireDueOrders(pool, deps, clock.now()),
    remindDue: () => remindOfDueOrders(pool, deps, clock.now()),
  };
}
