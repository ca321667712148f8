/** Orders as the shop speaks of them. CONTEXT.md says what the words mean. */
import type { PaymentMethodName } from '../../config/env';
import type { Locale } from '../i18n/locale';

export type OrderStatus = 'pending' | 'paid' | 'declined' | 'cancelled' | 'expired';
/** How a pending order ends without being paid; its bottles are back on sale then. */
export type ClosedStatus = Exclude<OrderStatus, 'pending' | 'paid'>;
export type OrderFlag = 'late-payment' | 'amount-mismatch';

export interface OrderLine {
  readonly variantId: number;
  readonly sku: string;
  readonly perfumeSlug: string;
  readonly nameKo: string;
  readonly nameEn: string;
  readonly houseKo: string;
  readonly houseEn: string;
  readonly volumeMl: number;
  /** Hashed file name in the picture store. */
  readonly picture: string;
  /** Whole won, frozen as sold. */
  readonly unitPrice: number;
  readonly quantity: number;
}

export interface Address {
  readonly recipient: string;
  readonly phone: string;
  /** Five digits. */
  readonly postcode: string;
  readonly line1: string;
  readonly line2: string;
  /** 배송메모: a word to the courier. */
  readonly deliveryNote: string;
}

export interface Order {
  readonly id: string;
  /** Public, random: `EA-` and ten unambiguous characters. */
  readonly number: string;
  readonly accountId: string | null;
  readonly locale: Locale;
  readonly email: string;
  readonly address: Address;
  readonly lines: readonly OrderLine[];
  readonly subtotal: number;
  readonly deliveryFee: number;
  readonly total: number;
  readonly status: OrderStatus;
  readonly paymentMethod: PaymentMethodName;
  readonly paymentDueAt: Date;
  readonly placedAt: Date;
  readonly paidAt: Date | null;
  readonly flag: OrderFlag | null;
}

/** As the database keeps it. */
export interface StoredOrder extends Order {
  /** The cart it was made of. */
  readonly cartId: string;
}

/** One attempt at paying an order, as the shop keeps it. */
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
