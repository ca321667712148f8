import { won, type Won } from '../../money/money';
import { areaOf } from '../delivery';
import type { FeeRule } from '../delivery/model';

export interface QuotedLine {
  readonly variantId: number;
  readonly unitPrice: Won;
  readonly quantity: number;
  /** A cart's line is a wish: what can be bought of it is in the cart's `goods`. */
  readonly problem?: never;
}

export interface Quote {
  readonly subtotal: Won;
  /** With what the area costs more. */
  readonly deliveryFee: Won;
  readonly areaFee: Won;
  readonly total: Won;
  /** How much more has to be ordered for delivery to be free; 0 when it is. */
  readonly missingForFreeDelivery: Won;
}

export const lineTotal = ({ unitPrice, quantity }: QuotedLine): Won => won(unitPrice * quantity);

/** @param postcode five digits; null while it isn't known: then it is what the mainland costs */
export function quoteOf(lines: readonly QuotedLine[], rule: FeeRule, postcode: string | null): Quote {
  const subtotal = lines.reduce((sum, line) => won(sum + lineTotal(line)), 0);
  const missing = Math.max(0, rule.freeFrom - subtotal);
  const fee = missing === 0 || lines.length === 0 ? 0 : won(rule.fee);
  const isFree = fee === 0 && rule.areasWhenFree === 'free';
  const areaFee = isFree || lines.length === 0 ? 0 : won(areaOf(rule.areas, postcode)?.fee ?? 0);
  const deliveryFee = won(fee + areaFee);
  return {
    subtotal,
    deliveryFee,
    areaFee,
    total: won(subtotal + deliveryFee),
    missingForFreeDelivery: fee === 0 ? 0 : missing,
  };
}
