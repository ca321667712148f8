import type { PaymentMethodName } from '../../config/env';
import type { Day } from './calendar';

export interface Sums {
  readonly orders: number;
  /** What these orders came to. Like all amounts in whole won. */
  readonly ordered: number;
  readonly received: number;
  readonly refunds: number;
  readonly refunded: number;
}

export interface DaySales extends Sums {
  readonly day: Day;
  readonly method: PaymentMethodName;
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

export interface RanOut extends Pick<SoldVariant, 'nameKo' | 'nameEn' | 'sku' | 'volumeMl'> {
  readonly perfumeId: number;
  readonly since: Date;
}

export interface Goods {
  readonly perfumes: readonly SoldPerfume[];
  readonly variants: readonly SoldVariant[];
  readonly ranOut: readonly RanOut[];
}

export const NOTHING: Sums = { orders: 0, ordered: 0, received: 0, refunds: 0, refunded: 0 };

export const add = (a: Sums, b: Sums): Sums => ({
  orders: a.orders + b.orders,
  ordered: a.ordered + b.ordered,
  received: a.received + b.received,
  refunds: a.refunds + b.refunds,
  refunded: a.refunded + b.refunded,
});

export const netOf = ({ received, refunded }: Sums): number => received - refunded;

/** Before refunds; 0 without orders. */
export const averageOf = ({ ordered, orders }: Sums): number => (orders === 0 ? 0 : Math.round(ordered / orders));
