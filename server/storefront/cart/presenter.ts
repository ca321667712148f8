import { type Locale, localPath } from '../../i18n/locale';
import { quoteOf } from '../../store/cart';
import { buyable, MAX_LINE_QUANTITY, type Cart, type CartLine, type LineProblem } from '../../store/cart/model';
import { arrivalOf, arrivalText, farText } from '../../store/delivery';
import type { DeliveryRule } from '../../store/delivery/model';
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

export const cartLines = (cart: Cart, locale: Locale, text: StorefrontText): readonly LineView[] =>
  cart.lines.map((line) => lineView(line, locale, text));

export const needsFitting = (cart: Cart): boolean => cart.lines.some(({ problem }) => problem);

/** For the notice above all lines: each that can't be ordered as it is, by name, with the way to it. */
export const problemsOf = (lines: readonly LineView[]) =>
  lines.flatMap(({ variantId, name, volume, problem }) =>
    problem ? [{ name: `line-${variantId}`, text: `${name} ${volume}: ${problem}` }] : [],
  );

/** A sentence about the last click; with a variant it stands on that line too. */
export interface Remark {
  readonly text: string;
  readonly variantId: number | null;
}

interface CartFacts {
  readonly rule: DeliveryRule;
  readonly now: Date;
  readonly remark: Remark | null;
  /** Quantities by variant that stand on the page and aren't the cart's yet. */
  readonly chosen: ReadonlyMap<number, number>;
  readonly isMembers: boolean;
  /** Asked for only where there is something to protect: looking makes no session. */
  readonly formToken: () => string;
}

export function cartView(
  cart: Cart,
  { rule, now, remark, chosen, isMembers, formToken }: CartFacts,
  locale: Locale,
  text: StorefrontText,
) {
  const lines = cartLines(cart, locale, text).map((line) => ({
    ...line,
    chosen: chosen.get(line.variantId) ?? line.quantity,
    problem: remark && line.variantId === remark.variantId ? remark.text : line.problem,
  }));
  const isOnLine = lines.some(({ variantId }) => variantId === remark?.variantId);
  return {
    lines,
    notice: {
      message: noticeOf(cart, remark && !isOnLine ? remark.text : null, isOnLine, text),
      items: problemsOf(lines),
    },
    quote: quoteOf(cart.goods, rule, null),
    // Where it goes isn't known yet.
    notes: [farText(rule, locale) ?? '', arrivalText(arrivalOf(now, rule, null), locale, now)].filter(Boolean),
    needsFitting: needsFitting(cart),
    isMembers,
    token: cart.lines.length > 0 ? formToken() : null,
    quantities: Array.from({ length: MAX_LINE_QUANTITY }, (_, index) => index + 1),
  };
}

function noticeOf(cart: Cart, said: string | null, isOnLine: boolean, text: StorefrontText): string | null {
  if (said !== null) return said;
  if (isOnLine) return text('layout:formProblems');
  return needsFitting(cart) ? text('cart:needsFitting') : null;
}
