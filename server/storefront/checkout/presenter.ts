/** The checkout page's view model. */
import type { PaymentMethodName } from '../../config/env';
import type { Locale } from '../../i18n/locale';
import type { Translate } from '../../i18n/translate';
import type { Won } from '../../money/money';
import { type Quote, quoteOf } from '../../store/cart';
import type { Cart } from '../../store/cart/model';
import { type Difference, differences, encodeGoods, type Expectation } from '../../store/orders';
import type { Order } from '../../store/orders/model';
import type { Settings } from '../../store/settings/model';
import { cartLines, type LineView, needsFitting } from '../cart';
import { FIELDS, type FieldErrors, type FieldName, type FieldValues } from './forms';

export interface CheckoutPage {
  readonly lines: readonly LineView[];
  readonly quote: Quote;
  readonly values: FieldValues;
  readonly errors: Readonly<Partial<Record<FieldName, string>>>;
  readonly problems: readonly { readonly name?: string; readonly text: string }[];
  /** What has changed since she last saw the page, in words. */
  readonly changes: readonly string[];
  readonly notice: string | null;
  readonly needsFitting: boolean;
  readonly methods: readonly { readonly value: string; readonly label: string; readonly detail: string }[];
  readonly hidden: Readonly<Record<'form_token' | 'attempt' | 'expected_total' | 'expected_goods', string>>;
  readonly isGuest: boolean;
}

export interface CheckoutState {
  readonly cart: Cart;
  readonly settings: Settings;
  readonly offered: readonly PaymentMethodName[];
  readonly values: FieldValues;
  readonly errors?: FieldErrors;
  /** undefined: she opens the page, so there is nothing to compare with. */
  readonly expected?: Expectation | null;
  readonly notice?: string | null;
  readonly token: string;
  readonly attempt: string;
  readonly isGuest: boolean;
}

export interface Wording {
  readonly locale: Locale;
  readonly text: Translate;
  readonly money: (amount: Won) => string;
}

export function checkoutPage(state: CheckoutState, wording: Wording): CheckoutPage {
  const { cart, settings } = state;
  const { locale, text } = wording;
  const quote = quoteOf(cart.lines, settings.delivery);
  const lines = cartLines(cart, locale, text);
  const errors = errorTexts(state.errors ?? {}, text);
  const changes = state.expected === undefined ? [] : differences(state.expected, cart.lines, quote);
  return {
    lines,
    quote,
    values: withMethod(state.values, state.offered),
    errors,
    problems: FIELDS.flatMap((name) => (errors[name] ? [{ name, text: errors[name] }] : [])),
    changes: changes.map((change) => changeText(change, lines, wording)),
    notice: state.notice ?? null,
    needsFitting: needsFitting(cart),
    methods: state.offered.map((name) => ({
      value: name,
      label: text(`checkout:methods.${name}.title`),
      detail: text(`checkout:methods.${name}.detail`, { hours: settings.bank.deadlineHours }),
    })),
    hidden: {
      form_token: state.token,
      attempt: state.attempt,
      expected_total: String(quote.total),
      expected_goods: encodeGoods(cart.lines),
    },
    isGuest: state.isGuest,
  };
}

/** The first way to pay is chosen already: choosing among one is work for nothing. */
function withMethod(values: FieldValues, offered: readonly PaymentMethodName[]): FieldValues {
  const known = offered.some((name) => name === values.payment_method);
  return known ? values : { ...values, payment_method: offered[0] ?? '' };
}

function errorTexts(errors: FieldErrors, text: Translate): CheckoutPage['errors'] {
  return Object.fromEntries(
    Object.entries(errors).map(([name, { code, max }]) => {
      const feature = code === 'payment_method' ? 'checkout' : 'contacts';
      return [name, text(`${feature}:errors.${code}`, { max: max ?? 0 })];
    }),
  );
}

function changeText(change: Difference, lines: readonly LineView[], { text, money }: Wording): string {
  if (change.kind === 'goods') return text('checkout:changed.goods');
  const values = { from: money(change.from), to: money(change.to) };
  if (change.kind === 'total') return text('checkout:changed.total', values);
  const line = lines.find(({ variantId }) => variantId === change.variantId);
  return text('checkout:changed.price', { name: line ? `${line.name} ${line.volume}` : '', ...values });
}

/** What is filled in before she types: what she gave for her last order, and her account's e-mail. */
export function firstValues(last: Order | null, accountEmail: string | null): FieldValues {
  return {
    email: accountEmail ?? last?.email ?? '',
    recipient: last?.address.recipient ?? '',
    phone: last?.address.phone ?? '',
    postcode: last?.address.postcode ?? '',
    address_line1: last?.address.line1 ?? '',
    address_line2: last?.address.line2 ?? '',
    delivery_note: last?.address.deliveryNote ?? '',
    payment_method: last?.paymentMethod ?? '',
  };
}
