/** What an order may become. The database keeps the same table (order_transitions) and refuses everything else. */
import type { ClosedStatus, OrderStatus } from './model';

export const TRANSITIONS: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: ['paid', 'declined', 'cancelled', 'expired'],
  paid: ['shipped', 'cancelled'],
  // Going back is for a click that was a mistake.
  shipped: ['delivered', 'paid'],
  delivered: ['shipped'],
  declined: [],
  cancelled: [],
  expired: [],
};

export const ORDER_STATUSES = Object.keys(TRANSITIONS) as readonly OrderStatus[];

export function mayBecome(from: OrderStatus, to: OrderStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Ended, with its bottles back on sale. */
export function isClosed(status: OrderStatus): status is ClosedStatus {
  return status === 'declined' || status === 'cancelled' || status === 'expired';
}

/** Its money is there, and it goes its way. */
export function isUnderWay(status: OrderStatus): boolean {
  return status === 'paid' || status === 'shipped' || status === 'delivered';
}
