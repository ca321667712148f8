/** Lines and sums as views show them, of a cart and of an order alike. */
import { type Locale, localPath } from '../../i18n/locale';
import { quoteOf } from '../../store/cart';
import { buyable, MAX_LINE_QUANTITY, type Cart, type CartLine, type LineProblem } from '../../store/cart/model';
import type { DeliveryRule } from '../../store/settings/model';
import type { StorefrontText } from '../texts';

export type LineView = ReturnType<typeof lineView>;

type ShownLine = Omit<CartLine, 'problem'> & { readonly problem?: LineProblem | null };

export function lineView(line: ShownLine, locale: Locale, text: StorefrontText) {
  const bought = buyable({ quantity: line.quantity, problem: line.problem ?? null });
  return {
    variantId: line.variantId,
    name: locale === 'ko' ? line.nameKo : line.nameEn,
    house: locale === 'ko' ? line.houseKo : line.houseEn,
    volume: `${line.volumeMl} ml`,
    href: localPath(locale, `/perfumes/${line.perfumeSlug}`),
    picture: `/pictures/${line.picture}`,
    unitPrice: line.unitPrice,
    quantity: line.quantity,
    // null where none can be bought.
    amount: bought === 0 ? null : line.unitPrice * bought,
    // Why it can't be ordered like this.
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

/** A sentence about the last click; with a variant it stands on that line. */
export interface Remark {
  readonly text: string;
  readonly variantId: number | null;
}

/** @param formToken asked for only where there is something to protect: looking makes no session */
export function cartView(
  cart: Cart,
  { delivery, remark, formToken }: { delivery: DeliveryRule; remark: Remark | null; formToken: () => string },
  locale: Locale,
  text: StorefrontText,
) {
  const onLine = cart.lines.find(({ variantId }) => variantId === remark?.variantId);
  return {
    lines: cartLines(cart, locale, text).map((line) => ({
      ...line,
      problem: remark && line.variantId === onLine?.variantId ? remark.text : line.problem,
    })),
    quote: quoteOf(cart.goods, delivery),
    needsFitting: needsFitting(cart),
    token: cart.lines.length > 0 ? formToken() : null,
    quantities: Array.from({ length: MAX_LINE_QUANTITY }, (_, index) => index + 1),
    remark: remark && !onLine ? remark.text : null,
  };
}
