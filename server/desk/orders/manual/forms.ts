import { z } from 'zod';
import type { PaymentMethodName } from '../../../config/env';
import { readContact, readDepositor, type ContactFault } from '../../../store/contacts';
import { HIGHEST_PRICE } from '../../../store/perfumes';
import { emailAsMeant } from '../../../values/email';
import { optional } from '../../../values/text';
import { readAmount } from '../forms';
import type { deskOrders } from '../texts.ko';
import type { Goods, TypedLine } from './model';

const LONGEST_FIELD = 1_000;
const MOST_LINES = 50;
const MOST_BOTTLES = 999;
export const REASONS = ['listed', 'agreed', 'flaw', 'regular', 'replacement'] as const;
export type Reason = (typeof REASONS)[number];
/** Hours until it expires. */
export const DEADLINES = ['24', '48', '72', '168'] as const;

const field = z.string().max(LONGEST_FIELD).default('');
const several = z
  .union([z.array(z.string().max(LONGEST_FIELD)).max(MOST_LINES), z.string().max(LONGEST_FIELD)])
  .default([])
  .transform((given) => [given].flat());

const buyerFields = {
  email: field,
  recipient: field,
  phone: field,
  postcode: field,
  address_line1: field,
  address_line2: field,
  delivery_note: field,
  depositor: field,
};
export const BUYER_NAMES = Object.keys(buyerFields);

export const manualForm = z.strictObject({
  attempt: z.uuid(),
  /** Which button: `find`, `add:12`, `remove:12`, `recount`, `place`. None, as the keyboard sends it, is the last. */
  do: field,
  find: field,
  variant: several.pipe(z.array(z.string().regex(/^[1-9]\d{0,8}$/))),
  quantity: several,
  price: several,
  reason: several,
  ...buyerFields,
  /** What was typed, where it has been asked about before. */
  email_asked: field,
  locale: z.enum(['ko', 'en']).default('ko'),
  delivery_fee: field,
  payment_method: field,
  deadline: field,
  expected_total: field,
});
export type ManualForm = z.output<typeof manualForm>;

export type Doing =
  { readonly kind: 'find' | 'recount' | 'place' } | { readonly kind: 'add' | 'remove'; readonly variantId: number };

export function readDoing(typed: string): Doing {
  const match = /^(add|remove):([1-9]\d{0,8})$/.exec(typed);
  if (match) return { kind: match[1] === 'add' ? 'add' : 'remove', variantId: Number(match[2]) };
  return { kind: typed === 'find' || typed === 'recount' ? typed : 'place' };
}

export function readLines(form: ManualForm): TypedLine[] {
  const lines = form.variant.map((variant, at) => ({
    variantId: Number(variant),
    quantity: form.quantity[at] ?? '1',
    price: form.price[at] ?? '',
    reason: form.reason[at] ?? 'listed',
  }));
  return lines.filter(({ variantId }, at) => lines.findIndex((line) => line.variantId === variantId) === at);
}

export function changeLines(lines: readonly TypedLine[], doing: Doing): TypedLine[] {
  if (doing.kind === 'remove') return lines.filter(({ variantId }) => variantId !== doing.variantId);
  if (doing.kind !== 'add') return [...lines];
  const { variantId } = doing;
  if (lines.some((line) => line.variantId === variantId)) {
    const more = (quantity: string): string => String((Number(quantity) || 0) + 1);
    return lines.map((line) => (line.variantId === variantId ? { ...line, quantity: more(line.quantity) } : line));
  }
  return lines.length >= MOST_LINES
    ? [...lines]
    : [...lines, { variantId, quantity: '1', price: '', reason: 'listed' }];
}

export interface CheckedLine {
  readonly variantId: number;
  readonly sku: string;
  readonly quantity: number;
  readonly listed: number;
  /** null: as listed. */
  readonly unitPrice: number | null;
  readonly reason: Reason;
}

export type LineFault = Exclude<keyof (typeof deskOrders)['manualOrder']['errors'], 'fee'>;
export type LineErrors = Readonly<Partial<Record<'quantity' | 'price' | 'reason', LineFault>>>;

export function checkLine(line: TypedLine, goods: Goods | undefined): { value: CheckedLine } | { errors: LineErrors } {
  if (!goods) return { errors: { quantity: 'gone' } };
  const quantity = /^\d{1,3}$/.test(line.quantity.trim()) ? Number(line.quantity) : 0;
  const price = line.price.trim() === '' ? goods.price : (readAmount(line.price) ?? 0);
  const changed = price !== goods.price;
  const reason = REASONS.find((name) => name === line.reason) ?? 'listed';
  const errors: LineErrors = {
    ...(quantity < 1 || quantity > MOST_BOTTLES ? { quantity: 'quantity' } : {}),
    ...(quantity > goods.stock ? { quantity: 'short' } : {}),
    ...(price < 1 || price > HIGHEST_PRICE ? { price: 'price' } : {}),
    ...(changed && reason === 'listed' ? { reason: 'reason' } : {}),
  };
  if (Object.keys(errors).length > 0) return { errors };
  const { variantId } = line;
  const unitPrice = changed ? price : null;
  return {
    value: { variantId, sku: goods.sku, quantity, listed: goods.price, unitPrice, reason: changed ? reason : 'listed' },
  };
}

/** An order over the telephone may be somebody's who has no e-mail. */
export function checkBuyer(form: ManualForm) {
  const contact = readContact(form, optional(emailAsMeant(form.email_asked)));
  const recipient = 'value' in contact ? contact.value.address.recipient : '';
  const depositor = form.payment_method === 'bank' ? readDepositor(form.depositor, recipient) : { value: null };
  if ('value' in contact && 'value' in depositor) {
    return { value: { ...contact.value, depositor: depositor.value } };
  }
  const errors: BuyerErrors = {
    ...('errors' in contact && contact.errors),
    ...('errors' in depositor && depositor.errors),
  };
  return { errors };
}
export type BuyerErrors = Readonly<Partial<Record<string, ContactFault>>>;

export function readMethod(typed: string, offered: readonly PaymentMethodName[]): PaymentMethodName | null {
  return offered.find((name) => name === typed) ?? null;
}
