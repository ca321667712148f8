/** Fields that the form doesn't have (a price, a currency, an account) are never read. */
import { z } from 'zod';
import type { PaymentMethodName } from '../../config/env';
import { readContact, readDepositor, type Contact, type ContactFault } from '../../store/contacts';
import { type Expectation, readExpectation } from '../../store/orders';
import { emailAsMeant } from '../../values/email';
import { fieldsOf } from '../cart';

export const FIELDS = [
  'email',
  'recipient',
  'phone',
  'postcode',
  'address_line1',
  'address_line2',
  'delivery_note',
  'payment_method',
  'depositor',
] as const;
export type FieldName = (typeof FIELDS)[number];

export type FieldValues = Readonly<Record<FieldName, string>>;

export type FieldErrors = Readonly<Partial<Record<FieldName, ContactFault | { readonly code: 'payment_method' }>>>;

export interface CheckedForm extends Contact {
  readonly paymentMethod: PaymentMethodName;
  /** Of a transfer. */
  readonly depositor: string | null;
}

export type CheckoutForm =
  { readonly ok: true; readonly value: CheckedForm } | { readonly ok: false; readonly errors: FieldErrors };

export function checkForm(body: unknown, offered: readonly PaymentMethodName[]): CheckoutForm {
  const typed = typedValues(body);
  const read = readContact(typed, emailAsMeant(typedIn(body).emailAsked));
  const paymentMethod = offered.find((name) => name === typed.payment_method);
  const recipient = 'value' in read ? read.value.address.recipient : '';
  const transfer = paymentMethod === 'bank' ? readDepositor(typed.depositor, recipient) : { value: null };
  const errors: FieldErrors = {
    ...('errors' in read && read.errors),
    ...('errors' in transfer && transfer.errors),
    ...Object.fromEntries(FIELDS.filter((name) => isTwice(body, name)).map((name) => [name, { code: name }])),
    ...(!paymentMethod && { payment_method: { code: 'payment_method' } }),
  };
  if ('errors' in read || 'errors' in transfer || !paymentMethod || Object.keys(errors).length > 0) {
    return { ok: false, errors };
  }
  return { ok: true, value: { ...read.value, paymentMethod, depositor: transfer.value } };
}

/** Sent twice it is an array, and no text. */
const isTwice = (body: unknown, name: string): boolean => Array.isArray(fieldsOf(body)[name]);

function textField(body: unknown, name: string): string | undefined {
  const value = fieldsOf(body)[name];
  return typeof value === 'string' ? value : undefined;
}

export const typedValues = (body: unknown): FieldValues =>
  Object.fromEntries(FIELDS.map((name) => [name, textField(body, name) ?? ''])) as FieldValues;

/** What she typed wins over what is filled in for her. */
export const withTyped = (filled: FieldValues, typed: FieldValues | null): FieldValues =>
  typed === null
    ? filled
    : (Object.fromEntries(FIELDS.map((name) => [name, typed[name] || filled[name]])) as FieldValues);

/** As it was filled in, with the e-mail that she had been asked about. */
export const typedIn = (body: unknown): { readonly values: FieldValues; readonly emailAsked: string } => ({
  values: typedValues(body),
  emailAsked: textField(body, 'email_asked') ?? '',
});

/** What the form showed, and which cart it was for. */
export function readHidden(body: unknown): { readonly expected: Expectation | null; readonly attempt: string | null } {
  const attempt = z.uuid().safeParse(textField(body, 'attempt'));
  return {
    expected: readExpectation(
      textField(body, 'expected_total'),
      textField(body, 'expected_goods'),
      textField(body, 'expected_hours'),
      textField(body, 'expected_until'),
    ),
    attempt: attempt.success ? attempt.data : null,
  };
}
