/** What the forms of an order's page may hold. Fields that no form has are refused as a whole. */
import { z } from 'zod';
import { type Carrier, CARRIER_NAMES, ORDER_STATUSES, type Parcel, readTrackingNumber } from '../../store/orders';
import type { FieldErrors } from '../../web/forms';
import type { deskOrders } from './texts.ko';

const LONGEST_FIELD = 4_000;
const LONGEST_TEXT = 500;
/** The most orders that are sent or printed at once. */
export const MOST_AT_ONCE = 100;

const field = z.string().max(LONGEST_FIELD).default('');
/** The state that the page showed: in another one the click meant something else. */
const seen = z.enum(ORDER_STATUSES);
const several = z.union([z.array(z.string().max(LONGEST_FIELD)).max(MOST_AT_ONCE), z.string().max(LONGEST_FIELD)]);
const listed = several.default([]).transform((given) => [given].flat());

export const FORMS = {
  step: z.strictObject({ seen }),
  ship: z.strictObject({ seen, carrier: field, tracking: field }),
  refund: z.strictObject({ attempt: z.uuid(), amount: field, refund_text: field }),
  clearFlag: z.strictObject({ flag: z.enum(['late-payment', 'amount-mismatch']), flag_text: field }),
  note: z.strictObject({ note_text: field }),
  resend: z.strictObject({ mail: z.string().regex(/^[1-9]\d{0,14}$/) }),
  cancelSeveral: z.strictObject({ number: listed }),
  shipSeveral: z.strictObject({
    carrier: field,
    number: listed,
    tracking: listed,
    paste: z.string().max(20_000).default(''),
  }),
} as const;

/** Codes of the texts of orders; a paste that can't be read is said otherwise. */
export type OrderFault = Exclude<keyof (typeof deskOrders)['errors'], 'paste-count' | 'paste-unknown'>;

export type ParcelFault = 'carrier' | 'tracking' | 'tracking-empty';

export type Checked<T, Code extends string = OrderFault> =
  { readonly value: T } | { readonly errors: FieldErrors<Code> };

const UNSEEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069\uFFFD]/;

export function checkText(
  name: string,
  typed: string,
  { required }: { readonly required: boolean },
): Checked<string, 'text' | 'long' | 'characters'> {
  const text = typed.normalize('NFC').replaceAll('\r\n', '\n').trim();
  if (required && text === '') return { errors: { [name]: 'text' } };
  if (text.length > LONGEST_TEXT) return { errors: { [name]: 'long' } };
  if (UNSEEN.test(text)) return { errors: { [name]: 'characters' } };
  return { value: text };
}

/** `12,000`, `₩12000`, `12000원`. @returns null for what is no amount */
export function readAmount(typed: string): number | null {
  const plain = typed.normalize('NFKC').replaceAll(/[\s,₩원]/g, '');
  return /^\d{1,12}$/.test(plain) ? Number(plain) : null;
}

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

export function checkRefund(form: z.output<typeof FORMS.refund>) {
  const amount = readAmount(form.amount);
  const text = checkText('refund_text', form.refund_text, { required: false });
  const errors = {
    ...(amount === null || amount === 0 ? { amount: 'amount' as const } : {}),
    ...('errors' in text ? text.errors : {}),
  };
  if (amount === null || !('value' in text) || Object.keys(errors).length > 0) return { errors };
  return { value: { attempt: form.attempt, amount, text: text.value } };
}
