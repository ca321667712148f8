import type { Won } from '../../money/money';
import { lineTotal, type QuotedLine } from './quote';

/** Who is asking, by session alone: a cart is never named by a URL or a form. */
export interface Visitor {
  readonly accountId: string | null;
  /** The cart the session knows. A member's is found by account instead. */
  readonly cartId: string | null;
}

export const MAX_ADDED = 10;
export const MAX_LINE_QUANTITY = 20;
/** The most different scents in a cart: more is a script, not a shopper. */
export const MAX_LINES = 50;

export type LineProblem =
  { readonly code: 'short'; readonly available: number } | { readonly code: 'sold-out' } | { readonly code: 'gone' };

export interface Goods {
  readonly variantId: number;
  readonly quantity: number;
}

export interface CartLine {
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
  /** Today's price in whole won: a cart freezes nothing. */
  readonly unitPrice: Won;
  readonly quantity: number;
  readonly problem: LineProblem | null;
}

export interface Cart {
  /** null while the visitor has none. */
  readonly id: string | null;
  readonly lines: readonly CartLine[];
  /** What can be bought of it now: whatever counts or costs is made of this. */
  readonly goods: readonly QuotedLine[];
  /** Bottles, not lines. */
  readonly count: number;
  readonly subtotal: Won;
}

export function cartOf(id: string | null, lines: readonly CartLine[]): Cart {
  const goods = lines
    .map((line) => ({ variantId: line.variantId, unitPrice: line.unitPrice, quantity: buyable(line) }))
    .filter(({ quantity }) => quantity > 0);
  return {
    id,
    lines,
    goods,
    count: goods.reduce((sum, { quantity }) => sum + quantity, 0),
    subtotal: goods.reduce((sum, line) => sum + lineTotal(line), 0),
  };
}

/** How many bottles of a line can be bought now. */
export function buyable({ quantity, problem }: Pick<CartLine, 'quantity' | 'problem'>): number {
  if (!problem) return quantity;
  return problem.code === 'short' ? problem.available : 0;
}

export function problemOf(quantity: number, stock: number, forSale: boolean): LineProblem | null {
  if (!forSale) return { code: 'gone' };
  if (stock === 0) return { code: 'sold-out' };
  return quantity > stock ? { code: 'short', available: stock } : null;
}
