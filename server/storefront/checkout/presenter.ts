import type { PaymentMethodName } from '../../config/env';
import { given, worded } from '../../i18n/translate';
import { quoteOf } from '../../store/cart';
import type { Cart } from '../../store/cart/model';
import { arrivalOf } from '../../store/delivery';
import type { DeliveryRule } from '../../store/delivery/model';
import {
  type Difference,
  differences,
  encodeGoods,
  type Expectation,
  type Refusal,
  type WaysToPay,
} from '../../store/orders';
import type { Order } from '../../store/orders/model';
import { hoursToPay } from '../../store/payments';
import { protectionOf, type Settings } from '../../store/settings/model';
import { misspelt, normalizeEmail } from '../../values/email';
import { postcode } from '../../values/phone';
import { readOrNull } from '../../values/reading';
import { faultsInWords } from '../../web/form-page';
import { cartLines, type LineView, needsFitting, problemsOf } from '../cart';
import type { StorefrontText } from '../texts';
import { areaFeeText, changeText, deliveryNotes, type Wording } from './delivery-words';
import { FIELDS, type FieldErrors, type FieldName, type FieldValues } from './forms';
import { checkout } from './texts.ko';

export interface CheckoutState {
  readonly cart: Cart;
  readonly settings: Settings;
  readonly rule: DeliveryRule;
  readonly now: Date;
  readonly offered: readonly PaymentMethodName[];
  readonly ways: WaysToPay;
  /** Orders of hers that she can pay or cancel. */
  readonly waiting: readonly { readonly number: string; readonly href: string }[];
  /** The way she chose, which was refused just now. */
  readonly refused?: { readonly method: PaymentMethodName; readonly refusal: Refusal };
  readonly values: FieldValues;
  /** What looks misspelt and was asked about; undefined: this page asks. */
  readonly emailAsked?: string;
  readonly errors?: FieldErrors;
  /** undefined: she opens the page, so there is nothing to compare with. */
  readonly expected?: Expectation | null;
  readonly notice?: string | null;
  readonly token: string;
  readonly attempt: string;
  readonly isGuest: boolean;
}

export function checkoutPage(state: CheckoutState, wording: Wording) {
  const { cart, rule, settings } = state;
  const { locale, text } = wording;
  const code = readOrNull(postcode, state.values.postcode);
  const quote = quoteOf(cart.goods, rule, code);
  const arrival = arrivalOf(state.now, rule, code);
  const lines = cartLines(cart, locale, text);
  const errors = errorTexts(state.errors ?? {}, text);
  if (state.refused) errors.payment_method = refusalText(state.refused.method, state.refused.refusal, lines, text);
  const hours = hoursToPay(settings.bank, state.ways.isRunningOut);
  const offer = {
    lines: cart.goods,
    quote,
    hours: state.values.payment_method === 'bank' ? hours : null,
    until: arrival.until,
  };
  const changes = state.expected === undefined ? [] : differences(state.expected, offer);
  const methods = state.offered.map((name) => methodView(name, { state, hours, lines }, text));
  const { email } = state.values;
  const asked = state.emailAsked ?? (misspelt(normalizeEmail(email)) ? email : '');
  return {
    lines,
    quote,
    notes: deliveryNotes({ ...state, quote, arrival, code }, wording),
    values: withMethod(state.values, methods),
    errors,
    notice: noticeOf(state, { lines, changes, errors, why: areaFeeText({ rule, quote, code }, wording) }, wording),
    needsFitting: needsFitting(cart),
    methods,
    asksDepositor: state.offered.includes('bank'),
    protection: state.offered.includes('bank') ? protectionOf(settings.bank) : null,
    canOrder: methods.some(({ disabled }) => !disabled),
    help: helpOf(state),
    hidden: {
      form_token: state.token,
      attempt: state.attempt,
      expected_total: String(quote.total),
      expected_goods: encodeGoods(cart.goods),
      expected_hours: String(hours),
      expected_until: arrival.until,
      ...(asked && { email_asked: asked }),
    },
    isGuest: state.isGuest,
  };
}

interface Found {
  readonly lines: readonly LineView[];
  readonly changes: readonly Difference[];
  readonly errors: Partial<Record<FieldName, string>>;
  readonly why: string;
}

/** All that keeps her from ordering, in one place above the form. */
function noticeOf(state: CheckoutState, { lines, changes, errors, why }: Found, wording: Wording) {
  const { text } = wording;
  const goods = problemsOf(lines);
  // That goods have changed is said by name then.
  const other = changes.filter(({ kind }) => kind !== 'goods' || goods.length === 0);
  const faults = faultsInWords(
    Object.fromEntries(FIELDS.map((name) => [name, errors[name]])),
    (said) => said,
    (name) =>
      name === 'payment_method' ? text('checkout:payment') : text(`checkout:fields.${worded(checkout.fields, name)}`),
  ).problems;
  const message =
    (goods.length > 0 && text('checkout:short')) ||
    (other.length > 0 && text('checkout:changed.title')) ||
    (faults.length > 0 && text('layout:formProblems'));
  return {
    message: state.notice ?? (message || null),
    items: [
      ...goods,
      ...other.map((change) => ({ name: '', text: changeText(change, { lines, why }, wording) })),
      ...faults,
    ],
  };
}

function methodView(
  name: PaymentMethodName,
  {
    state,
    hours,
    lines,
  }: { readonly state: CheckoutState; readonly hours: number; readonly lines: readonly LineView[] },
  text: StorefrontText,
) {
  const refusal = state.ways.refusalOf(name);
  const isShort = name === 'bank' && hours < state.settings.bank.deadlineHours;
  const kind = name === 'bank' && isShort ? 'bank.shortDetail' : (`${name}.detail` as const);
  const detail = text(`checkout:methods.${kind}`, { hours });
  return {
    value: name,
    label: text(`checkout:methods.${name}.title`),
    // When to pay, or why it can't be chosen; what was refused just now is said below all of them.
    detail: state.refused?.method === name ? '' : refusal ? refusalText(name, refusal, lines, text) : detail,
    disabled: refusal !== null,
  };
}

function refusalText(
  name: PaymentMethodName,
  refusal: Refusal,
  lines: readonly LineView[],
  text: StorefrontText,
): string {
  const way = name === 'bank' ? 'bank' : 'card';
  if (refusal.code !== 'share') {
    const said = refusal.code === 'guest-bottles' ? 'bank.guest-bottles' : (`${way}.${refusal.code}` as const);
    return text(`checkout:refused.${said}`, { most: 'most' in refusal ? refusal.most : 0 });
  }
  return refusal.short
    .map(({ variantId, room }) => {
      const line = lines.find((one) => one.variantId === variantId);
      const named = { name: line ? `${line.name} ${line.volume}` : '', room };
      return text(`checkout:refused.bank.${room > 0 ? 'share' : 'no-share'}`, named);
    })
    .join(' ');
}

/** What she can do about a way to pay that is refused. */
function helpOf({ offered, ways, isGuest, waiting, settings: { seller } }: CheckoutState) {
  const refusals = offered.flatMap((name) => ways.refusalOf(name) ?? []);
  if (refusals.length === 0) return null;
  return {
    signIn: isGuest && refusals.some(({ code }) => code === 'guest-bottles'),
    // Where they are what stands in the way.
    orders: refusals.some(({ code }) => code === 'person') ? waiting : [],
    contact: seller.email || seller.phone ? { email: seller.email, phone: seller.phone } : null,
  };
}

function withMethod(values: FieldValues, methods: readonly ReturnType<typeof methodView>[]): FieldValues {
  const possible = methods.filter(({ disabled }) => !disabled);
  const known = possible.some(({ value }) => value === values.payment_method);
  return known ? values : { ...values, payment_method: possible[0]?.value ?? '' };
}

function errorTexts(errors: FieldErrors, text: StorefrontText): Partial<Record<FieldName, string>> {
  return Object.fromEntries(
    Object.entries(errors).map(([name, fault]) => [
      name,
      fault.code === 'payment_method'
        ? text('checkout:errors.payment_method')
        : text(`contacts:errors.${fault.code}`, given(fault.values)),
    ]),
  );
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
    // Hers, unless somebody else has paid: another recipient is another payer.
    depositor: last?.depositor === last?.address.recipient ? '' : (last?.depositor ?? ''),
  };
}
