import type { PaymentMethodName } from '../../config/env';
import type { Locale } from '../../i18n/locale';
import type { Carrier } from '../carriers/model';
import type { CartLine } from '../cart/model';
import type { Address } from '../contacts/model';
import type { TransferAccount } from '../settings/model';

/** What each may become is in the database: `order_transitions`. */
export const ORDER_STATUSES = ['pending', 'paid', 'shipped', 'delivered', 'declined', 'cancelled', 'expired'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];
/** How an order ends; its bottles are back on sale then. */
export type ClosedStatus = 'declined' | 'cancelled' | 'expired';

export const isClosed = (status: OrderStatus): status is ClosedStatus =>
  status === 'declined' || status === 'cancelled' || status === 'expired';

/** Its money is there, and it goes its way. */
export const isUnderWay = (status: OrderStatus): boolean =>
  status === 'paid' || status === 'shipped' || status === 'delivered';

export type OrderChannel = 'web' | 'manual';
export type OrderFlag = 'late-payment' | 'amount-mismatch';

/** As it was sold: what is edited later changes nothing of it. */
export type OrderLine = Omit<CartLine, 'problem'>;

export interface OrderProgress {
  readonly status: OrderStatus;
  /** Kept when an order that was paid is cancelled. */
  readonly paidAt: Date | null;
  readonly shippedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly carrier: Carrier | null;
  readonly trackingNumber: string | null;
  /** Whole won, paid back so far. */
  readonly refunded: number;
  readonly flag: OrderFlag | null;
  /** Nobody's name, address or number is in it any more. */
  readonly erasedAt: Date | null;
  /** Part of what its links are signed with; null until somebody at the desk has ended the links of before. */
  readonly linkNonce: string | null;
}

export const JUST_PLACED: OrderProgress = {
  status: 'pending',
  paidAt: null,
  shippedAt: null,
  deliveredAt: null,
  carrier: null,
  trackingNumber: null,
  refunded: 0,
  flag: null,
  erasedAt: null,
  linkNonce: null,
};

export interface Order extends OrderProgress {
  readonly id: string;
  /** Public, random: `EA-` and ten unambiguous characters. */
  readonly number: string;
  readonly accountId: string | null;
  readonly locale: Locale;
  /** Blank where the desk wrote down an order of somebody who gave none. */
  readonly email: string;
  readonly address: Address;
  readonly lines: readonly OrderLine[];
  readonly subtotal: number;
  readonly deliveryFee: number;
  readonly total: number;
  readonly channel: OrderChannel;
  readonly paymentMethod: PaymentMethodName;
  /** The account that its buyer was told to pay into; null where she pays otherwise. Later changes leave it as it is. */
  readonly transferTo: TransferAccount | null;
  /** By what name her transfer comes; null where she pays otherwise, and in orders of before it was asked. */
  readonly depositor: string | null;
  readonly paymentDueAt: Date;
  readonly placedAt: Date;
}

export interface StoredOrder extends Order {
  readonly cartId: string;
}

export interface Payment {
  readonly id: string;
  readonly orderId: string;
  readonly method: PaymentMethodName;
  /** null until the provider was asked. */
  readonly reference: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly status: 'open' | 'paid' | 'declined' | 'cancelled' | 'expired';
}
