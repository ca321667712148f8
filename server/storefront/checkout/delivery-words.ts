/** What the sums say of delivery, and what has changed since they were seen. */
import type { Locale } from '../../i18n/locale';
import type { Won } from '../../money/money';
import type { Quote } from '../../store/cart';
import { areaName, areaOf, arrivalText, dayText, farText } from '../../store/delivery';
import type { Arrival, DeliveryRule } from '../../store/delivery/model';
import type { Difference } from '../../store/orders';
import type { LineView } from '../cart';
import type { StorefrontText } from '../texts';

export interface Wording {
  readonly locale: Locale;
  readonly text: StorefrontText;
  readonly money: (amount: Won) => string;
}

interface Delivery {
  readonly rule: DeliveryRule;
  readonly now: Date;
  readonly quote: Quote;
  readonly arrival: Arrival;
  /** The postcode, once it can be read. */
  readonly code: string | null;
}

export function deliveryNotes(delivery: Delivery, wording: Wording): readonly string[] {
  const { rule, now, arrival, code } = delivery;
  const { locale } = wording;
  const costs = code === null ? farText(rule, locale) : areaFeeText(delivery, wording);
  return [...(costs ? [costs] : []), arrivalText(arrival, locale, now)];
}

/** '' where nothing is charged for the area. */
export function areaFeeText(
  { rule, quote, code }: Pick<Delivery, 'rule' | 'quote' | 'code'>,
  wording: Wording,
): string {
  const { locale, text, money } = wording;
  const area = areaOf(rule.areas, code);
  if (!area || quote.areaFee === 0) return '';
  return text('checkout:areaFee', { area: areaName(area, locale), fee: money(quote.areaFee) });
}

/** @param why the delivery fee is what it is, or '' */
export function changeText(
  change: Difference,
  { lines, why }: { readonly lines: readonly LineView[]; readonly why: string },
  { locale, text, money }: Wording,
): string {
  switch (change.kind) {
    case 'goods':
      return text('checkout:changed.goods');
    case 'hours':
      return text('checkout:changed.hours', { from: change.from, to: change.to });
    case 'arrival':
      return text('checkout:changed.arrival', { from: dayText(change.from, locale), to: dayText(change.to, locale) });
    case 'price': {
      const line = lines.find(({ variantId }) => variantId === change.variantId);
      const name = line ? `${line.name} ${line.volume}` : '';
      return text('checkout:changed.price', { name, from: money(change.from), to: money(change.to) });
    }
    case 'delivery':
      return text('checkout:changed.delivery', { from: money(change.from), to: money(change.to), why }).trim();
    case 'total':
      return text('checkout:changed.total', { from: money(change.from), to: money(change.to) });
  }
}
