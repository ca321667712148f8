/** What the shopper saw when she clicked, to notice that the order would be another one. Nothing is charged from it. */
import type { Won } from '../../../money/money';
import { isDay } from '../../../values/day';
import { lineTotal, type Quote, type QuotedLine } from '../../cart';
import type { Day } from '../../delivery/model';

export interface Expectation {
  readonly total: Won;
  readonly goods: readonly QuotedLine[];
  /** Within how many hours a transfer had to come; null where the form didn't say. */
  readonly hours: number | null;
  /** When it was to arrive at the latest; null where the form didn't say. */
  readonly until: Day | null;
}

export interface Offer {
  readonly lines: readonly QuotedLine[];
  readonly quote: Quote;
  /** null: it waits for no transfer. */
  readonly hours: number | null;
  readonly until: Day;
}

export type Difference =
  | { readonly kind: 'price'; readonly variantId: number; readonly from: Won; readonly to: Won }
  /** Something was put in, taken out or counted anew, in another window as a rule. */
  | { readonly kind: 'goods' }
  | { readonly kind: 'delivery'; readonly from: Won; readonly to: Won }
  | { readonly kind: 'total'; readonly from: Won; readonly to: Won }
  /** Less time to pay than was said; more is no reason to ask again. */
  | { readonly kind: 'hours'; readonly from: number; readonly to: number }
  /** It arrives later than was said; earlier is no reason either. */
  | { readonly kind: 'arrival'; readonly from: Day; readonly to: Day };

/** `12.1.98000_13.2.45000`: variant, quantity and price of each line. */
export const encodeGoods = (lines: readonly QuotedLine[]): string =>
  lines.map(({ variantId, quantity, unitPrice }) => `${variantId}.${quantity}.${unitPrice}`).join('_');

const LINE = /^([1-9]\d{0,9})\.([1-9]\d?)\.([1-9]\d{0,9})$/;
const TOTAL = /^[1-9]\d{0,14}$/;
const HOURS = /^[1-9]\d{0,3}$/;

/** null for anything that this shop's form didn't send. */
export function readExpectation(total: unknown, goods: unknown, hours?: unknown, until?: unknown): Expectation | null {
  if (typeof total !== 'string' || typeof goods !== 'string' || !TOTAL.test(total)) return null;
  const lines: QuotedLine[] = [];
  for (const part of goods.split('_')) {
    const match = LINE.exec(part);
    if (!match) return null;
    lines.push({ variantId: Number(match[1]), quantity: Number(match[2]), unitPrice: Number(match[3]) });
  }
  return {
    total: Number(total),
    goods: lines,
    hours: typeof hours === 'string' && HOURS.test(hours) ? Number(hours) : null,
    until: typeof until === 'string' && isDay(until) ? until : null,
  };
}

/** Nothing: the order is the one she saw. */
export function differences(
  expected: Expectation | null,
  { lines, quote, hours, until }: Offer,
): readonly Difference[] {
  if (!expected) return [{ kind: 'goods' }];
  const seen = new Map(expected.goods.map((line) => [line.variantId, line]));
  const sameGoods =
    seen.size === lines.length && lines.every(({ variantId, quantity }) => seen.get(variantId)?.quantity === quantity);
  const found: Difference[] = sameGoods ? [] : [{ kind: 'goods' }];
  for (const { variantId, unitPrice } of lines) {
    const before = seen.get(variantId)?.unitPrice ?? unitPrice;
    if (before !== unitPrice) found.push({ kind: 'price', variantId, from: before, to: unitPrice });
  }
  const feeBefore = expected.total - expected.goods.reduce((sum, line) => sum + lineTotal(line), 0);
  if (feeBefore >= 0 && feeBefore !== quote.deliveryFee) {
    found.push({ kind: 'delivery', from: feeBefore, to: quote.deliveryFee });
  }
  if (expected.total !== quote.total) found.push({ kind: 'total', from: expected.total, to: quote.total });
  if (hours !== null && expected.hours !== null && hours < expected.hours) {
    found.push({ kind: 'hours', from: expected.hours, to: hours });
  }
  if (expected.until !== null && expected.until < until) {
    found.push({ kind: 'arrival', from: expected.until, to: until });
  }
  return found;
}
