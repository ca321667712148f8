import type { Won } from '../../money/money';

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
  /** Bottles, not lines. */
  readonly count: number;
  readonly subtotal: Won;
}

export function cartOf(id: string | null, lines: readonly CartLine[]): Cart {
  return {
    id,
    lines,
    count: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    subtotal: lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0),
  };
}

export function problemOf(quantity: number, stock: number, forSale: boolean): LineProblem | null {
  if (!forSale) return { code: 'gone' };
  if (stock === 0) return { code: 'sold-out' };
  return quantity > stock ? { code: 'short', available: stock } : null;
}
