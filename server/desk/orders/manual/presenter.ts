import type { PaymentMethodName } from '../../../config/env';
import { given, worded } from '../../../i18n/translate';
import { formatWon } from '../../../money/money';
import { quoteOf } from '../../../store/cart';
import type { FeeRule } from '../../../store/delivery/model';
import { misspelt, normalizeEmail } from '../../../values/email';
import { postcode } from '../../../values/phone';
import { readOrNull } from '../../../values/reading';
import { faultsInWords } from '../../../web/form-page';
import type { Wording } from '../../web/format';
import { readAmount } from '../forms';
import { deskOrders } from '../texts.ko';
import {
  BUYER_NAMES,
  checkLine,
  DEADLINES,
  REASONS,
  type BuyerErrors,
  type CheckedLine,
  type LineErrors,
  type LineFault,
  type ManualForm,
} from './forms';
import type { Goods, TypedLine } from './model';

export interface ManualState {
  readonly form: ManualForm;
  readonly lines: readonly TypedLine[];
  readonly goods: ReadonlyMap<number, Goods>;
  readonly found: readonly Goods[] | null;
  readonly offered: readonly PaymentMethodName[];
  readonly rule: FeeRule;
  /** What is wrong is said only once the order was to be made. */
  readonly isChecked: boolean;
  readonly buyerErrors: BuyerErrors;
  readonly problems: readonly ManualProblem[];
}

export type ManualProblem = keyof (typeof deskOrders)['manualOrder']['problems'];

export interface Sums {
  readonly subtotal: number;
  readonly deliveryFee: number;
  readonly total: number;
}

/** What it comes to, of the lines that are right; null while there is none or the fee is no amount. */
export function sumsOf(
  lines: readonly CheckedLine[],
  { delivery_fee: typedFee, postcode: typedCode }: Pick<ManualForm, 'delivery_fee' | 'postcode'>,
  rule: FeeRule,
): Sums | null {
  if (lines.length === 0) return null;
  const quoted = lines.map(({ variantId, quantity, listed, unitPrice }) => ({
    variantId,
    quantity,
    unitPrice: unitPrice ?? listed,
  }));
  const quote = quoteOf(quoted, rule, readOrNull(postcode, typedCode));
  const deliveryFee = typedFee.trim() === '' ? quote.deliveryFee : readAmount(typedFee);
  return deliveryFee === null ? null : { subtotal: quote.subtotal, deliveryFee, total: quote.subtotal + deliveryFee };
}

export function manualPage(state: ManualState, wording: Wording) {
  const { form, goods, found } = state;
  const { text } = wording;
  const checked = state.lines.map((line) => checkLine(line, goods.get(line.variantId)));
  const right = checked.flatMap((line) => ('value' in line ? [line.value] : []));
  const sums = right.length === checked.length ? sumsOf(right, form, state.rule) : null;
  const { values, errors, problems } = fieldsOf(state, wording);
  const lines = state.lines.map((line, at) => lineOf(line, at, checked[at], state, wording));
  return {
    attempt: form.attempt,
    // That it looks misspelt has been said by this page, or by one before.
    emailAsked: state.isChecked && misspelt(normalizeEmail(form.email)) ? form.email : form.email_asked,
    find: form.find,
    found: found?.map((one) => goodsView(one, wording)) ?? null,
    lines,
    reasons: REASONS.map((name) => ({ value: name, label: text(`deskOrders:manualOrder.reasons.${name}`) })),
    locales: (['ko', 'en'] as const).map((name) => ({ value: name, label: text(`deskOrders:page.locales.${name}`) })),
    methods: state.offered.map((name) => ({ value: name, label: text(`deskOrders:manualOrder.methods.${name}`) })),
    deadlines: DEADLINES.map((hours) => ({ value: hours, label: text(`deskOrders:manualOrder.deadlines.${hours}`) })),
    sums,
    placeLabel: sums
      ? text('deskOrders:manualOrder.place', { total: formatWon(sums.total) })
      : text('deskOrders:manualOrder.placeNothing'),
    values,
    errors,
    problems: [
      ...state.problems.map((code) => ({
        name: '',
        text: text(`deskOrders:manualOrder.problems.${code}`, { total: sums ? formatWon(sums.total) : '' }),
      })),
      ...(state.isChecked ? lines.flatMap(({ problems: own }) => own) : []),
      ...problems,
    ],
  };
}

function fieldsOf({ form, buyerErrors, isChecked, offered }: ManualState, { text }: Wording) {
  const faults: Record<string, string> = {};
  for (const name of BUYER_NAMES) {
    const error = isChecked ? buyerErrors[name] : undefined;
    if (error) faults[name] = text(`contacts:errors.${error.code}`, given(error.values));
  }
  if (isChecked && form.delivery_fee.trim() !== '' && readAmount(form.delivery_fee) === null) {
    faults['delivery_fee'] = text('deskOrders:manualOrder.errors.fee');
  }
  const labelOf = (name: string) =>
    text(`deskOrders:manualOrder.fields.${worded(deskOrders.manualOrder.fields, name)}`);
  const { payment_method: method, deadline, ...rest } = form;
  const values = {
    ...rest,
    payment_method: offered.some((name) => name === method) ? method : (offered[0] ?? ''),
    deadline: DEADLINES.some((hours) => hours === deadline) ? deadline : '72',
  };
  return { values, ...faultsInWords(faults, (said) => said, labelOf) };
}

function goodsView(goods: Goods, { locale, text, format }: Wording) {
  const name = `${locale === 'ko' ? goods.nameKo : goods.nameEn} ${goods.volumeMl} ml`;
  return {
    variantId: goods.variantId,
    what: name,
    sku: goods.sku,
    picture: `/pictures/${goods.picture}`,
    price: goods.price,
    stock: text('deskOrders:manualOrder.stock', { count: format.count(goods.stock) }),
    soldOut: goods.stock === 0,
    hidden: !goods.shown,
    add: text('deskOrders:manualOrder.addOf', { name }),
    remove: text('deskOrders:manualOrder.removeOf', { name }),
  };
}

function lineOf(
  line: TypedLine,
  at: number,
  checked: ReturnType<typeof checkLine> | undefined,
  { goods, isChecked }: ManualState,
  wording: Wording,
) {
  const { text } = wording;
  const known = goods.get(line.variantId);
  const wrong: LineErrors = checked && 'errors' in checked ? checked.errors : {};
  // That there is not enough is worth knowing at once.
  const said = isChecked || wrong.quantity === 'short' || wrong.quantity === 'gone' ? wrong : {};
  const count = known?.stock ?? 0;
  const sold = known ? goodsView(known, wording) : null;
  const { errors, problems } = faultsInWords<LineFault>(
    said,
    (code) => text(`deskOrders:manualOrder.errors.${code}`, { count }),
    (name) => [text(`deskOrders:manualOrder.${name as keyof LineErrors}`), ...(sold ? [sold.what] : [])].join(', '),
  );
  return {
    at,
    ...line,
    goods: sold,
    errors,
    problems: problems.map((problem) => ({ ...problem, name: `${problem.name}-${at}` })),
    amount:
      checked && 'value' in checked ? (checked.value.unitPrice ?? checked.value.listed) * checked.value.quantity : null,
  };
}
