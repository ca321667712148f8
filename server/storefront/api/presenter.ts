import { type Locale, localPath } from '../../i18n/locale';
import { quoteOf } from '../../store/cart';
import { buyable, type Cart, type CartLine } from '../../store/cart/model';
import type { FeeRule } from '../../store/delivery/model';
import { problemText } from '../cart';
import { translateTo } from '../texts';
import type { PerfumeRow } from './queries';

export const cartSums = ({ count, subtotal }: Cart) => ({ count, subtotal });

export function cartItem(line: CartLine, locale: Locale) {
  const { problem } = line;
  return {
    variantId: line.variantId,
    sku: line.sku,
    name: locale === 'ko' ? line.nameKo : line.nameEn,
    house: locale === 'ko' ? line.houseKo : line.houseEn,
    volumeMl: line.volumeMl,
    path: localPath(locale, `/perfumes/${line.perfumeSlug}`),
    picture: `/pictures/${line.picture}`,
    unitPrice: line.unitPrice,
    quantity: line.quantity,
    amount: line.unitPrice * buyable(line),
    problem: problem && { ...problem, message: problemText(problem, translateTo(locale)) },
  };
}

/** Its delivery fee is the mainland's: a cart has no address. */
export function wholeCart(cart: Cart, rule: FeeRule, locale: Locale) {
  const { deliveryFee, total } = quoteOf(cart.goods, rule, null);
  const items = cart.lines.map((line) => cartItem(line, locale));
  return {
    ...cartSums(cart),
    deliveryFee,
    total,
    currency: 'KRW',
    items,
  };
}

export function perfume(row: PerfumeRow, locale: Locale) {
  return {
    slug: row.slug,
    name: locale === 'ko' ? row.nameKo : row.nameEn,
    house: locale === 'ko' ? row.houseKo : row.houseEn,
    path: localPath(locale, `/perfumes/${row.slug}`),
    picture: `/pictures/${row.picture}`,
    variants: row.variants.map((variant) => ({ ...variant, currency: 'KRW' })),
  };
}
