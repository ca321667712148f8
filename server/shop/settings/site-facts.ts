/** What the footer and the preview notice are made from. */
import type { Mode, PaymentMethodName } from '../../config/env';
import type { Seller } from './settings';

export interface SiteFacts {
  readonly seller: Seller;
  /** True while nothing can really be bought: every page says so and asks not to be indexed. */
  readonly preview: boolean;
}

/** Only production can be mistaken for an open shop. */
export function isPreview(mode: Mode, seller: Seller, payments: readonly PaymentMethodName[]): boolean {
  if (mode !== 'production') return false;
  return payments.includes('test') || Object.values(seller).some((value) => value.trim() === '');
}
