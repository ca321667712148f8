import type { OrderFlag, OrderStatus } from '../../store/orders/model';

export const PAGE_SIZE = 50;
export const MOST_LATEST = 100;

export interface CustomerRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly phone: string;
  readonly isMember: boolean;
  readonly blocked: boolean;
  /** Those that were paid. */
  readonly orders: number;
  readonly boughtFor: number;
  readonly lastSeenAt: Date;
  readonly place: number;
}

export interface CustomerOrder {
  readonly number: string;
  readonly status: OrderStatus;
  readonly flag: OrderFlag | null;
  readonly total: number;
  readonly refunded: number;
  readonly placedAt: Date;
  readonly nameKo: string;
  readonly nameEn: string;
  readonly lines: number;
}

export interface Customer extends Omit<CustomerRow, 'place' | 'blocked'> {
  readonly accountId: string | null;
  readonly memberSince: Date | null;
  readonly block: { readonly reason: string; readonly at: Date; readonly staff: string | null } | null;
  /** The latest first, and one more than are shown. */
  readonly latest: readonly CustomerOrder[];
}

export interface Hindrances {
  readonly orders: number;
  /** Waiting for money, to be sent, or on their way. */
  readonly open: readonly string[];
  readonly refundDue: readonly string[];
  readonly flagged: readonly string[];
}
