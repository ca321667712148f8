/** A delivery address as people type it. Each fault is a code of the texts `contacts:errors`. */
import { z } from 'zod';
import type { Values } from '../../i18n/translate';
import { holdsLink } from './links';
import type { Address } from './model';
import { normalizePhone } from './phone';

/** Line ends and controls forge mail headers and labels; the others turn the reading direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFFFD]/u;

const CODES = [
  'email',
  'recipient',
  'phone',
  'postcode',
  'address_line1',
  'address_line2',
  'delivery_note',
  'characters',
  'link',
  'long',
] as const;
type Code = (typeof CODES)[number];

export interface ContactFault {
  readonly code: Code;
  /** Of the gaps in its text: how long it may be. */
  readonly values?: Values;
}

/** @param message of an issue that a schema below has raised */
export function readFault(message: string): ContactFault {
  const [name, max] = message.split(':');
  const code = CODES.find((one) => one === name);
  if (!code) throw new Error(`${message} is no fault of an address`);
  return { code, ...(max && { values: { max } }) };
}

/** A line of text as people type it: trimmed, Hangul composed, blanks single. */
function line(name: Code, max: number, { required }: { readonly required: boolean }) {
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

/** A line that is printed in letters beside whatever mailbox was typed. */
const plainLine: typeof line = (name, max, presence) =>
  line(name, max, presence).refine((text) => !holdsLink(text), { error: 'link' });

/** By field. */
export function addressFields() {
  return {
    recipient: plainLine('recipient', 40, required),
    phone: line('phone', 40, required).transform((typed, context) => {
      const phone = normalizePhone(typed);
      if (phone === null) context.addIssue({ code: 'custom', message: 'phone' });
      return phone ?? '';
    }),
    postcode: line('postcode', 20, required)
      .transform((typed) => typed.normalize('NFKC').replaceAll(/[ -]/g, ''))
      .refine((text) => /^\d{5}$/.test(text), { error: 'postcode' }),
    address_line1: plainLine('address_line1', 120, required),
    address_line2: plainLine('address_line2', 120, optional),
    delivery_note: plainLine('delivery_note', 100, optional),
  };
}

/** An e-mail as the shop writes to it. */
export const emailField = (presence: { readonly required: boolean }) => line('email', 254, presence);

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
