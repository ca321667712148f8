/** The forms of the settings page. Each fault is said beside its field; a field the form doesn't have is refused. */
import { z } from 'zod';
import { AppError } from '../../process/errors';
import { normalizePhone } from '../../store/contacts';
import { isPlainAddress } from '../../store/mail/model';
import { normalizeBusinessNumber } from './business-number';
import { SECTION_FIELDS, type FieldValues, type Section } from './model';
import type { deskSettings } from './texts.ko';

type Code = keyof (typeof deskSettings)['errors'];
export type FieldErrors = Readonly<Record<string, Code>>;
export type Values = Readonly<Record<string, string | number>>;

export interface SectionForm {
  readonly version: string;
  readonly typed: FieldValues;
}
export type Checked = { readonly values: Values } | { readonly errors: FieldErrors };

const LONGEST = 2_000;
const MOST_FEE = 1_000_000;
const MOST_FREE_FROM = 100_000_000;
const MOST_HOURS = 24 * 14;

/** Line ends and controls forge mail headers; the others turn the reading direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFFFD]/u;

class Fault extends Error {
  constructor(readonly code: Code) {
    super(code);
  }
}

/** @throws AppError bad-request */
export function readSection(section: Section, form: Readonly<Record<string, unknown>>): SectionForm {
  const field = z.string().max(LONGEST);
  const fields = Object.fromEntries(SECTION_FIELDS[section].map((name) => [name, field]));
  const parsed = z.strictObject({ version: z.string().max(40), ...fields }).safeParse(form);
  if (!parsed.success) throw new AppError('bad-request');
  const { version, ...typed } = parsed.data as { version: string } & Record<string, string>;
  return { version, typed };
}

type Check = (typed: string) => string | number;

const line =
  (max = 200): Check =>
  (typed) => {
    const text = typed.normalize('NFC').trim();
    if (UNSEEN.test(text)) throw new Fault('characters');
    if (text.length > max) throw new Fault('too-long');
    return text.replaceAll(/\s+/gu, ' ');
  };

const shaped =
  (code: Code, shape: (text: string) => string | null): Check =>
  (typed) => {
    const text = String(line()(typed));
    if (text === '') return '';
    const shapely = shape(text);
    if (shapely === null) throw new Fault(code);
    return shapely;
  };

const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : null);

/** `3,000`, `₩3,000`, `3000원`. */
const whole =
  (least: number, most: number): Check =>
  (typed) => {
    const plain = typed.normalize('NFKC').trim().replace(/^₩/, '').replace(/원$/, '').trim();
    if (!/^(\d{1,12}|\d{1,3}(,\d{3})+)$/.test(plain)) throw new Fault('number');
    const amount = Number(plain.replaceAll(',', ''));
    if (amount < least || amount > most) throw new Fault('range');
    return amount;
  };

const required =
  (check: Check): Check =>
  (typed) => {
    if (typed.trim() === '') throw new Fault('required');
    return check(typed);
  };

/** `2026-서울종로-0123`, as it stands in the certificate; or that none is needed. */
function mailOrderNumber(text: string): string | null {
  if (/^신고 ?면제$/.test(text)) return '신고 면제';
  return /^제? ?(\d{4} ?- ?[가-힣]{2,10} ?- ?[가-힣]?\d{4,6}) ?호?$/.exec(text)?.[1]?.replaceAll(' ', '') ?? null;
}

const CHECKS: Readonly<Record<Section, Readonly<Record<string, Check>>>> = {
  seller: {
    company: line(),
    owner: line(),
    businessNumber: shaped('businessNumber', normalizeBusinessNumber),
    mailOrderNumber: shaped('mailOrderNumber', mailOrderNumber),
    postcode: shaped('postcode', (text) => matching(/^\d{5}$/)(text.normalize('NFKC').replaceAll(/[ -]/g, ''))),
    address: line(),
    phone: shaped('phone', normalizePhone),
    email: shaped('email', (text) => (isPlainAddress(text) && /\.[a-z0-9-]+$/i.test(text) ? text : null)),
  },
  bank: {
    bank: line(),
    account: shaped('account', matching(/^\d[\d-]{6,28}\d$/)),
    holder: line(),
    deadlineHours: required(whole(1, MOST_HOURS)),
  },
  delivery: { fee: required(whole(0, MOST_FEE)), freeFrom: required(whole(0, MOST_FREE_FROM)) },
  mail: { senderName: required(shaped('senderName', matching(/^[^<>"@\\]{1,60}$/))) },
};

export function checkSection(section: Section, typed: FieldValues): Checked {
  const values: Record<string, string | number> = {};
  const errors: Record<string, Code> = {};
  for (const [name, check] of Object.entries(CHECKS[section])) {
    try {
      values[name] = check(typed[name] ?? '');
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      errors[name] = error.code;
    }
  }
  return Object.keys(errors).length > 0 ? { errors } : { values };
}
