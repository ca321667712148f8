/** Each fault is a code of the texts `contacts:errors`. */
import { worded, type Values } from '../../i18n/translate';
import { depositor } from '../../values/depositor';
import { LONGEST } from '../../values/limits';
import { plainLine } from '../../values/links';
import { phone, postcode } from '../../values/phone';
import { mapFaults, readAll, type Parser, type ValueError } from '../../values/reading';
import { optional } from '../../values/text';
import type { Address } from './model';
import { contacts } from './texts.ko';

export interface ContactFault {
  readonly code: keyof (typeof contacts)['errors'];
  readonly values?: Values;
}

const required = { required: true };

const FIELDS = {
  recipient: plainLine(LONGEST.recipient, required),
  phone,
  postcode,
  address_line1: plainLine(LONGEST.addressLine, required),
  address_line2: plainLine(LONGEST.addressLine),
  delivery_note: plainLine(LONGEST.deliveryNote),
};
export type ContactField = 'email' | keyof typeof FIELDS;

export interface Contact {
  readonly email: string;
  readonly address: Address;
}

/** @param email what it may be at this door */
export function readContact(
  typed: Readonly<Record<ContactField, string>>,
  email: Parser<string>,
): { readonly value: Contact } | { readonly errors: Partial<Record<ContactField, ContactFault>> } {
  const read = readAll({ email, ...FIELDS }, typed);
  if ('faults' in read) return { errors: mapFaults(read.faults, faultIn) };
  const { email: mailbox, recipient, phone, postcode, address_line1, address_line2, delivery_note } = read.value;
  const lines = { line1: address_line1, line2: address_line2, deliveryNote: delivery_note };
  return { value: { email: mailbox, address: { recipient, phone, postcode, ...lines } } };
}

/** @param recipient whose name it is where none is typed */
export function readDepositor(
  typed: string,
  recipient: string,
): { readonly value: string } | { readonly errors: { readonly depositor: ContactFault } } {
  const read = readAll({ depositor: optional(depositor) }, { depositor: typed });
  if ('faults' in read) return { errors: mapFaults(read.faults, faultIn) };
  return { value: read.value.depositor || recipient };
}

/** That something is missing is said in each field's own words. */
const faultIn = ({ code, values }: ValueError, field: ContactField | 'depositor'): ContactFault => ({
  code: worded(contacts.errors, code === 'required' ? field : code),
  ...(Object.keys(values).length > 0 && { values }),
});
