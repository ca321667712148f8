/** Lines and sums as views show them, of a cart and of an order alike. */
import { type Locale, localPath } from '../../i18n/locale';
import type { Won } from '../../money/money';
import type { Cart, CartLine, LineProblem } from '../../store/cart/model';
import type { StorefrontText } from '../texts';

export interface LineView {
  readonly variantId: number;
  readonly name: string;
  readonly house: string;
  readonly volume: string;
  readonly href: string;
  readonly picture: string;
  readonly unitPrice: Won;
  readonly quantity: number;
  readonly amount: Won;
  /** Why it can't be ordered like this, in words. */
  readonly problem: string | null;
}

export type ShownLine = Omit<CartLine, 'problem'> & { readonly problem?: LineProblem | null };

export function lineView(line: ShownLine, locale: Locale, text: StorefrontText): LineView {
  return {
    variantId: line.variantId,
    name: locale === 'ko' ? line.nameKo : line.nameEn,
    house: locale === 'ko' ? line.houseKo : line.houseEn,
    volume: `${line.volumeMl} ml`,
    href: localPath(locale, `/perfumes/${line.perfumeSlug}`),
    picture: `/pictures/${line.picture}`,
    unitPrice: line.unitPrice,
    quantity: line.quantity,
    amount: line.unitPrice * line.quantity,
    problem: line.problem ? problemText(line.problem, text) : null,
  };
}

export function problemText(problem: LineProblem, text: StorefrontText): string {
  const available = problem.code === 'short' ? problem.available : 0;
  return text(`cart:problems.${problem.code}`, { available });
}

export function cartLines(cart: Cart, locale: Locale, text: StorefrontText): readonly LineView[] {
  return cart.lines.map((line) => lineView(line, locale, text));
}

export function needsFitting(cart: Cart): boolean {
  return cart.lines.some(({ problem }) => problem);
}
