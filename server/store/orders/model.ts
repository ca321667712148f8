import type { PaymentMethodName } from '../../config/env';
import type { Locale } from '../../i18n/locale';
import type { Carrier } from '../carriers/model';
import type { CartLine } from '../cart/model';
import type { Address } from '../contacts/model';
import type { Promised } from '../delivery/model';
import type { PaymentState, RefundState } from '../payments';
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
/** What a person has to look at. */
export const ORDER_FLAGS = [
  'late-payment',
  'double-payment',
  'amount-mismatch',
  'deposit-reversed',
  'refund-failed',
] as const;
export type OrderFlag = (typeof ORDER_FLAGS)[number];

/** As it was sold: what is edited later changes nothing of it. */
export type OrderLine = Omit<CartLine, 'problem'>;

export interface OrderProgress {
  readonly status: OrderStatus;
  /** Kept when an order that was paid is cancelled. */
  readonly paidAt: Date | null;
  readonly shippedAt: Date | null;
  readonly deliveredAt: Date | null;
  /** When it arrives: said when it was placed, as if it were paid at once, and again when it was paid. null before 0039. */
  readonly promised: Promised | null;
  readonly carrier: Carrier | null;
  readonly trackingNumber: string | null;
  /** Whole won, paid back so far. */
  readonly refunded: number;
  readonly flag: OrderFlag | null;
  /** Its money may have been taken: nobody knows yet. */
  readonly isUnsure: boolean;
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
  promised: null,
  carrier: null,
  trackingNumber: null,
  refunded: 0,
  flag: null,
  isUnsure: false,
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

export interface OrderQuestion {
  readonly id: number;
  readonly askedAt: Date;
  readonly question: string;
  /** null while it is open. */
  readonly closedAt: Date | null;
  /** Of this one and of those before it that were open with it. */
  readonly answer: string | null;
}

/** One attempt to pay an order. Sums are whole won. */
export interface Payment {
  readonly id: string;
  readonly orderId: string;
  readonly method: PaymentMethodName;
  /** The provider's own name for it; null until that is known. */
  readonly reference: string | null;
  readonly amount: number;
  readonly currency: 'KRW';
  readonly state: PaymentState;
  readonly stateAt: Date;
  /** What came in. */
  readonly captured: number;
  /** What went back of that, and what is on its way back. */
  readonly refunded: number;
  readonly refunding: number;
  readonly returnToken: string;
  readonly askAt: Date | null;
  /** How often its provider was asked in this state. */
  readonly asks: number;
  readonly trouble: string | null;
}

export const balanceOf = ({ captured, refunded, refunding }: Payment): number => captured - refunded - refunding;

/** What a refund is for, and how much of that is back on the shelf. */
export interface RefundLine {
  readonly variantId: number;
  readonly quantity: number;
  readonly restocked: number;
}

export interface StoredRefund {
  readonly id: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly note: string;
  readonly state: RefundState;
  readonly stateAt: Date;
  readonly askedAt: Date;
  /** null: it was made at the provider's own desk. */
  readonly staffId: string | null;
  /** When it is sent, or asked about, next. */
  readonly askAt: Date | null;
  readonly asks: number;
  readonly reference: string | null;
  readonly trouble: string | null;
}
