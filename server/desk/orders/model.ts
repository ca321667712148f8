import type { PaymentMethodName } from '../../config/env';
import type { Carrier } from '../../store/carriers/model';
import type { OrderChannel, OrderFlag, OrderQuestion, OrderStatus } from '../../store/orders/model';
import type { Place } from '../web/list-address';

/** The queue's parts, in the order in which a day meets them. Each is what has to be done next, but for the last. */
export const TABS = ['confirm', 'ship', 'look', 'under-way', 'all'] as const;
export type Tab = (typeof TABS)[number];

/** What a person has to look at, word for word as its index says: something odd about the money, or money to send back. */
export const TO_LOOK_AT = `(o.flag is not null or (o.status = 'cancelled' and o.paid_at is not null and o.refunded < o.total))`;

export const MOST_COUNTED = 999;
export const PAGE_SIZE = 50;

export interface OrderFilter {
  readonly tab: Tab;
  /** It stands in the address: then a search stays in it. */
  readonly isTabChosen: boolean;
  /** As typed: any part of a number, a name, an e-mail, a telephone or tracking number, a perfume or its SKU. */
  readonly search: string;
  /** `2026-11-23`, in Korean time; empty for any. */
  readonly day: string;
  readonly status: OrderStatus | null;
  readonly after: Place | null;
  /** Number of an unpaid order: only those that came from the same address. */
  readonly like: string | null;
  readonly chosen: boolean;
}

export interface OrderRow {
  readonly id: string;
  readonly number: string;
  readonly status: OrderStatus;
  readonly flag: OrderFlag | null;
  readonly channel: OrderChannel;
  readonly recipient: string;
  /** By what name its transfer comes. */
  readonly depositor: string | null;
  readonly email: string;
  readonly total: number;
  readonly refunded: number;
  readonly paymentMethod: PaymentMethodName;
  readonly paymentDueAt: Date;
  readonly placedAt: Date;
  readonly paidAt: Date | null;
  readonly shippedAt: Date | null;
  readonly carrier: Carrier | null;
  readonly trackingNumber: string | null;
  /** Its first line, and how many bottles and lines there are in all. */
  readonly nameKo: string;
  readonly nameEn: string;
  readonly lines: number;
  readonly bottles: number;
  readonly place: number;
  /** Unpaid orders that came from the same address, itself included. */
  readonly samePlace: number;
}

export type Counts = Readonly<Record<Exclude<Tab, 'all'> | 'questions', number>>;

export interface OrderEvent {
  readonly at: Date;
  readonly kind: string;
  readonly detail: Readonly<Record<string, string | number>>;
  readonly staff: string | null;
}

export interface OrderMail {
  readonly id: number;
  readonly kind: string;
  readonly recipient: string;
  readonly status: 'queued' | 'sent' | 'failed';
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

export interface QuestionRow {
  readonly id: number;
  readonly number: string;
  readonly recipient: string;
  readonly askedAt: Date;
  readonly question: string;
}

export interface OrderSurroundings {
  readonly questions: readonly (OrderQuestion & { readonly staff: string | null })[];
  readonly events: readonly OrderEvent[];
  readonly mails: readonly OrderMail[];
  /** Whole won that came in for it. */
  readonly received: number;
  /** On its way back. */
  readonly refunding: number;
  /** What pays nothing, and is still here. */
  readonly held: number;
  /** Bottles that refunds are for, by variant. */
  readonly refundedBottles: Readonly<Record<string, number>>;
  readonly paymentReference: string | null;
  readonly customerId: string | null;
  readonly blocked: boolean;
}
