/**
 * The checkout form: every field is checked at once, and what is wrong with each is said beside it. Fields that the form
 * doesn't have (a price, a currency, an account) are never read.
 */
import { z } from 'zod';
import type { PaymentMethodName } from '../../config/env';
import { readExpectation, type Expectation } from '../../store/orders/placing/expectation';
import type { Address } from '../../store/orders/model';
import { normalizePhone } from '../../store/contacts/phone';

export const FIELDS = [
  'email',
  'recipient',
  'phone',
  'postcode',
  'address_line1',
  'address_line2',
  'delivery_note',
  'payment_method',
] as const;
export type FieldName = (typeof FIELDS)[number];

export type FieldValues = Readonly<Record<FieldName, string>>;

/** Of what kind the fault is; the words are in the texts `checkout:errors`. */
export interface FieldError {
  readonly code: string;
  readonly max?: number;
}
export type FieldErrors = Readonly<Partial<Record<FieldName, FieldError>>>;

export interface CheckedForm {
  readonly email: string;
  readonly address: Address;
  readonly paymentMethod: PaymentMethodName;
}

/** Line ends and controls forge mail headers and labels; the others turn the reading direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFFFD]/u;

/** A line of text as people type it: trimmed, Hangul composed, blanks single. */
function line(name: FieldName, max: number, { required }: { readonly required: boolean }) {
  return z
    .string({ error: name })
    .transform((typed) => typed.normalize('NFC').trim())
    .refine((text) => !UNSEEN.test(text), { error: 'characters', abort: true })
    .transform((text) => text.replaceAll(/\s+/gu, ' '))
    .refine((text) => !required || text !== '', { error: name, abort: true })
    .refine((text) => text.length <= max, { error: `long:${max}`, abort: true });
}

const required = { required: true };
const optional = { required: false };

/** Where it goes, by field; also of the orders that are written down at the desk. */
export function addressFields() {
  return {
    recipient: line('recipient', 40, required),
    phone: line('phone', 40, required).transform((typed, context) => {
      const phone = normalizePhone(typed);
      if (phone === null) context.addIssue({ code: 'custom', message: 'phone' });
      return phone ?? '';
    }),
    postcode: line('postcode', 20, required)
      .transform((typed) => typed.normalize('NFKC').replaceAll(/[ -]/g, ''))
      .refine((text) => /^\d{5}$/.test(text), { error: 'postcode' }),
    address_line1: line('address_line1', 120, required),
    address_line2: line('address_line2', 120, optional),
    delivery_note: line('delivery_note', 100, optional),
  };
}

/** An e-mail as the shop writes to it. */
export const emailField = (presence: { readonly required: boolean }) => line('email', 254, presence);

function schemaOf(offered: readonly PaymentMethodName[]) {
  return z.object({
    email: emailField(required).pipe(z.email({ error: 'email' })),
    ...addressFields(),
    payment_method: z.enum(['test', 'bank'], { error: 'payment_method' }).refine((name) => offered.includes(name), {
      error: 'payment_method',
    }),
  });
}

export type CheckoutForm =
  { readonly ok: true; readonly value: CheckedForm } | { readonly ok: false; readonly errors: FieldErrors };

export function checkForm(body: unknown, offered: readonly PaymentMethodName[]): CheckoutForm {
  const sent = Object.fromEntries(FIELDS.map((name) => [name, fieldOf(body, name) ?? '']));
  const parsed = schemaOf(offered).safeParse(sent);
  if (!parsed.success) return { ok: false, errors: errorsOf(parsed.error) };
  const { email, payment_method, ...fields } = parsed.data;
  return { ok: true, value: { email, address: addressOf(fields), paymentMethod: payment_method } };
}

export function addressOf(fields: Readonly<Record<keyof ReturnType<typeof addressFields>, string>>): Address {
  return {
    recipient: fields.recipient,
    phone: fields.phone,
    postcode: fields.postcode,
    line1: fields.address_line1,
    line2: fields.address_line2,
    deliveryNote: fields.delivery_note,
  };
}

function errorsOf(error: z.ZodError): FieldErrors {
  const errors: Partial<Record<FieldName, FieldError>> = {};
  for (const { path, message } of error.issues) {
    const name = path[0] as FieldName;
    const [code = message, max] = message.split(':');
    errors[name] ??= max === undefined ? { code } : { code, max: Number(max) };
  }
  return errors;
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

/** A field that came twice is an array, and no text. */
function textField(body: unknown, name: string): string | undefined {
  const value = fieldOf(body, name);
  return typeof value === 'string' ? value : undefined;
}

/** What was typed, to be shown again. */
export function typedValues(body: unknown): FieldValues {
  return Object.fromEntries(FIELDS.map((name) => [name, textField(body, name) ?? ''])) as FieldValues;
}

/** What the form knows of itself: what it showed, and which cart it was for. */
export function readHidden(body: unknown): { readonly expected: Expectation | null; readonly attempt: string | null } {
  const attempt = z.uuid().safeParse(textField(body, 'attempt'));
  return {
    expected: readExpectation(textField(body, 'expected_total'), textField(body, 'expected_goods')),
    attempt: attempt.success ? attempt.data : null,
  };
}
