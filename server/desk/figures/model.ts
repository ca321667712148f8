/** Figures, as they are counted. */
import type { PaymentMethodName } from '../../config/env';
import type { Day } from './calendar';

/** What was taken and paid back on a day, by one way of paying. Whole won. */
export interface DaySales {
  readonly day: Day;
  readonly method: PaymentMethodName;
  readonly orders: number;
  readonly received: number;
  readonly refunds: number;
  readonly refunded: number;
}

export interface Sums {
  readonly orders: number;
  readonly received: number;
  readonly refunds: number;
  readonly refunded: number;
}

export interface SoldPerfume {
  readonly id: number;
  readonly nameKo: string;
  readonly nameEn: string;
  readonly units: number;
  readonly revenue: number;
}

export interface SoldVariant extends SoldPerfume {
  readonly sku: string;
  readonly volumeMl: number;
  readonly stock: number;
}

export interface RanOut {
  readonly perfumeId: number;
  readonly nameKo: string;
  readonly nameEn: string;
  readonly sku: string;
  readonly volumeMl: number;
  readonly since: Date;
}

export interface Goods {
  readonly perfumes: readonly SoldPerfume[];
  readonly variants: readonly SoldVariant[];
  readonly ranOut: readonly RanOut[];
}

export const NOTHING: Sums = { orders: 0, received: 0, refunds: 0, refunded: 0 };

export const add = (a: Sums, b: Sums): Sums => ({
  orders: a.orders + b.orders,
  received: a.received + b.received,
  refunds: a.refunds + b.refunds,
  refunded: a.refunded + b.refunded,
});

export const netOf = ({ received, refunded }: Sums): number => received - refunded;

/** Before refunds; 0 without orders. */
export const averageOf = ({ received, orders }: Sums): number => (orders === 0 ? 0 : Math.round(received / orders));
