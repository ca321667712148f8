import { z } from 'zod';
import { type Carrier, CARRIER_NAMES, readTrackingNumber } from '../../store/carriers/model';
import { ORDER_FLAGS, ORDER_STATUSES, type Parcel, type Refund } from '../../store/orders';
import type { RefundLine } from '../../store/orders/model';
import { LONGEST } from '../../values/limits';
import { won } from '../../values/numbers';
import { readAll, readOrNull } from '../../values/reading';
import { text } from '../../values/text';
import type { FieldErrors } from '../../web/forms';
import type { deskOrders } from './texts.ko';

const LONGEST_FIELD = 4_000;
export const MOST_AT_ONCE = 100;

const field = z.string().max(LONGEST_FIELD).default('');
/** The state that the page showed: in another one the click meant something else. */
const seen = z.enum(ORDER_STATUSES);
/** The last question that the page showed. */
const questionId = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number);
const several = z.union([z.array(z.string().max(LONGEST_FIELD)).max(MOST_AT_ONCE), z.string().max(LONGEST_FIELD)]);
const listed = several.default([]).transform((given) => [given].flat());

export const FORMS = {
  step: z.strictObject({ seen }),
  ship: z.strictObject({ seen, carrier: field, tracking: field }),
  refund: z.strictObject({
    attempt: z.uuid(),
    amount: field,
    refund_text: field,
    // One each for every line of the order: which, how many bottles of it, and how many of those are for sale again.
    variant: listed,
    back: listed,
    restock: listed,
    /** What the bottles that were chosen come to, as the page has said it. */
    sum_asked: field,
  }),
  clearFlag: z.strictObject({ flag: z.enum(ORDER_FLAGS), flag_text: field }),
  note: z.strictObject({ note_text: field }),
  answer: z.strictObject({ seen: questionId, answer_text: field }),
  close: z.strictObject({ seen: questionId }),
  resend: z.strictObject({ mail: z.string().regex(/^[1-9]\d{0,14}$/) }),
  several: z.strictObject({ number: listed }),
  shipSeveral: z.strictObject({
    carrier: field,
    number: listed,
    tracking: listed,
    paste: z.string().max(20_000).default(''),
  }),
} as const;

export type OrderFault = Exclude<keyof (typeof deskOrders)['errors'], 'paste-count' | 'paste-unknown'>;

export type ParcelFault = 'carrier' | 'tracking' | 'tracking-empty';

export type Checked<T, Code extends string = OrderFault> =
  { readonly value: T } | { readonly errors: FieldErrors<Code> };

export function checkText(
  name: string,
  typed: string,
  { required, most = LONGEST.remark }: { readonly required: boolean; readonly most?: number },
): Checked<string, 'text' | 'long' | 'characters'> {
  const read = readAll({ [name]: text(most, { required }) }, { [name]: typed });
  if ('value' in read) return { value: read.value[name] ?? '' };
  const code = read.faults[name]?.code;
  return { errors: { [name]: code === 'long' || code === 'characters' ? code : 'text' } };
}

const MOST_AMOUNT = 999_999_999_999;

export const readAmount = (typed: string): number | null => readOrNull(won(0, MOST_AMOUNT), typed);

export function readCarrier(typed: string): Carrier | null {
  return CARRIER_NAMES.find((name) => name === typed) ?? null;
}

/** Carriers of ours need their number; any other may have one, and what is handed over has none. */
export function checkParcel(carrier: Carrier | null, typed: string): Checked<Parcel, ParcelFault> {
  if (carrier === null) return { errors: { carrier: 'carrier' } };
  if (carrier === 'pickup') return { value: { carrier, trackingNumber: null } };
  if (carrier === 'other' && typed.trim() === '') return { value: { carrier, trackingNumber: null } };
  const trackingNumber = readTrackingNumber(carrier, typed);
  if (trackingNumber === null) return { errors: { tracking: typed.trim() === '' ? 'tracking-empty' : 'tracking' } };
  return { value: { carrier, trackingNumber } };
}

/** Of an order's line: what one costs, and how many of its bottles are not refunded yet. */
export interface Refundable {
  readonly variantId: number;
  readonly unitPrice: number;
  readonly left: number;
}

export function checkRefund(form: z.output<typeof FORMS.refund>, refundable: readonly Refundable[]): Checked<Refund> {
  const amount = readAmount(form.amount);
  const note = checkText('refund_text', form.refund_text, { required: false });
  const lines = readBottles(form, refundable);
  const sum = lines ? sumOf(lines, refundable) : 0;
  const isAsked = sum === 0 || sum === amount || form.sum_asked === String(sum);
  const errors: FieldErrors<OrderFault> = {
    ...(lines === null ? { lines: 'lines' } : isAsked ? {} : { amount: 'sum' }),
    ...(amount === null || amount === 0 ? { amount: 'amount' } : {}),
    ...('errors' in note ? note.errors : {}),
  };
  if (amount === null || lines === null || !('value' in note) || Object.keys(errors).length > 0) return { errors };
  return { value: { attempt: form.attempt, amount, text: note.value, lines } };
}

interface Bottles {
  readonly variant: unknown;
  readonly back: unknown;
  readonly restock: unknown;
}

const listOf = (given: unknown): string[] => [given ?? []].flat().map(String);
const BOTTLES = /^\d{0,3}$/;

/** null where it isn't whole, or more than there is. None, where nobody has chosen any. */
export function readBottles(typed: Bottles, refundable: readonly Refundable[]): RefundLine[] | null {
  const [variants, backs, restocks] = [listOf(typed.variant), listOf(typed.back), listOf(typed.restock)];
  const lines = variants.map((variant, at) => {
    const [back = '', restock = ''] = [backs[at]?.trim(), restocks[at]?.trim()];
    const line = { variantId: Number(variant), quantity: Number(back), restocked: Number(restock) };
    const left = refundable.find(({ variantId }) => variantId === line.variantId)?.left ?? 0;
    const isRight =
      BOTTLES.test(back) && BOTTLES.test(restock) && line.quantity <= left && line.restocked <= line.quantity;
    return isRight ? line : null;
  });
  if (new Set(variants).size < variants.length || lines.includes(null)) return null;
  return lines.filter((line) => line !== null).filter(({ quantity }) => quantity > 0);
}

export const sumOf = (lines: readonly RefundLine[], refundable: readonly Refundable[]): number =>
  lines.reduce((sum, { variantId, quantity }) => {
    const price = refundable.find((one) => one.variantId === variantId)?.unitPrice ?? 0;
    return sum + price * quantity;
  }, 0);
