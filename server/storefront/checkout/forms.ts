/**
 * The checkout form: every field is checked at once, and what is wrong with each is said beside it. Fields that the form
 * doesn't have (a price, a currency, an account) are never read.
 */
import { z } from 'zod';
import type { PaymentMethodName } from '../../config/env';
import { addressFields, addressOf, emailField, readFault, type ContactFault } from '../../store/contacts';
import type { Address } from '../../store/contacts/model';
import { type Expectation, readExpectation } from '../../store/orders';

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

export type FieldErrors = Readonly<Partial<Record<FieldName, ContactFault | { readonly code: 'payment_method' }>>>;

export interface CheckedForm {
  readonly email: string;
  readonly address: Address;
  readonly paymentMethod: PaymentMethodName;
}

function schemaOf(offered: readonly PaymentMethodName[]) {
  return z.object({
    email: emailField({ required: true }).pipe(z.email({ error: 'email' })),
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

function errorsOf(error: z.ZodError): FieldErrors {
  const errors: { -readonly [Name in FieldName]?: FieldErrors[Name] } = {};
  for (const { path, message } of error.issues) {
    const name = path[0] as FieldName;
    errors[name] ??= name === 'payment_method' ? { code: name } : readFault(message);
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
    expected: readExpectation(
      textField(body, 'expected_total'),
      textField(body, 'expected_goods'),
      textField(body, 'expected_hours'),
    ),
    attempt: attempt.success ? attempt.data : null,
  };
}
