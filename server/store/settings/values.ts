import { choice } from '../../values/choice';
import { email } from '../../values/email';
import { LONGEST } from '../../values/limits';
import { whole, won } from '../../values/numbers';
import { phone, postcode } from '../../values/phone';
import { type Parser, type ValuesOf } from '../../values/reading';
import { line, optional, shaped } from '../../values/text';
import { webAddress } from '../../values/web-address';
import { COURIERS } from '../carriers/model';
import { normalizeBusinessNumber } from './business-number';
import { AREAS_WHEN_FREE, type Settings } from './model';

const words = line(LONGEST.setting);
/** As long as a setting may be. */
const mailbox = optional((typed) => words(email(typed)));
const matching = (pattern: RegExp) => (plain: string) => pattern.exec(plain)?.[0] ?? null;

/** `2026-서울종로-0123`, as it stands in the certificate; or that none is needed. */
function mailOrderNumber(plain: string): string | null {
  if (/^신고 ?면제$/.test(plain)) return '신고 면제';
  return /^제? ?(\d{4} ?- ?[가-힣]{2,10} ?- ?[가-힣]?\d{4,6}) ?호?$/.exec(plain)?.[1]?.replaceAll(' ', '') ?? null;
}

export const SETTING_PARSERS = {
  seller: {
    company: words,
    owner: words,
    businessNumber: optional(shaped('businessNumber', normalizeBusinessNumber)),
    mailOrderNumber: optional(shaped('mailOrderNumber', mailOrderNumber)),
    postcode: optional(postcode),
    address: words,
    phone: optional(phone),
    email: mailbox,
  },
  bank: {
    bank: words,
    account: optional(shaped('account', matching(/^\d[\d-]{6,28}\d$/))),
    holder: words,
    deadlineHours: whole(1, 24 * 14),
    protectionName: words,
    protectionUrl: optional(webAddress),
  },
  delivery: {
    fee: won(0, 1_000_000),
    freeFrom: won(0, 100_000_000),
    areasWhenFree: choice(AREAS_WHEN_FREE),
    carrier: choice(['', ...COURIERS]),
    cutOffHour: whole(1, 23),
    transitDays: whole(1, 30),
    transitMore: whole(0, 30),
  },
  mail: {
    senderName: shaped('senderName', matching(new RegExp(`^[^<>"@\\\\]{1,${LONGEST.senderName}}$`, 'u'))),
    newOrders: mailbox,
    alarms: mailbox,
  },
} as const satisfies {
  readonly [G in keyof Settings]: { readonly [N in keyof Settings[G]]: Parser<Settings[G][N]> };
};

export type SectionValues = { readonly [G in keyof Settings]: ValuesOf<(typeof SETTING_PARSERS)[G]> }[keyof Settings];

/** By dotted names, such as `seller.company`. */
export const PARSER_BY_KEY: ReadonlyMap<string, Parser<string | number>> = new Map(
  Object.entries(SETTING_PARSERS).flatMap(([group, parsers]) =>
    Object.entries<Parser<string | number>>(parsers).map(([name, parse]) => [`${group}.${name}`, parse] as const),
  ),
);
