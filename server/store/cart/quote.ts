import { won, type Won } from '../../money/money';
import type { DeliveryRule } from '../settings/model';

export interface QuotedLine {
  readonly variantId: number;
  readonly unitPrice: Won;
  readonly quantity: number;
  /** A cart's line is a wish: what can be bought of it is in the cart's `goods`. */
  readonly problem?: never;
}

export interface Quote {
  readonly subtotal: Won;
  readonly deliveryFee: Won;
  readonly total: Won;
  /** How much more has to be ordered for delivery to be free; 0 when it is. */
  readonly missingForFreeDelivery: Won;
}

export const lineTotal = ({ unitPrice, quantity }: QuotedLine): Won => won(unitPrice * quantity);

export function quoteOf(lines: readonly QuotedLine[], rule: DeliveryRule): Quote {
  const subtotal = lines.reduce((sum, line) => won(sum + lineTotal(line)), 0);
  const missing = Math.max(0, rule.freeFrom - subtotal);
  const deliveryFee = missing === 0 || lines.length === 0 ? 0 : won(rule.fee);
  return {
    subtotal,
    deliveryFee,
    total: won(subtotal + deliveryFee),
    missingForFreeDelivery: deliveryFee === 0 ? 0 : missing,
  };
}
