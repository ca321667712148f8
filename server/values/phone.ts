import { asCode, shaped } from './text';

/** Area and service codes with how many digits may follow; from the national numbering plan. */
const PLANS: readonly { readonly code: RegExp; readonly rest: readonly [number, number] }[] = [
  { code: /^010/, rest: [8, 8] },
  { code: /^01[16789]/, rest: [7, 8] },
  { code: /^02/, rest: [7, 8] },
  { code: /^0(?:3[1-3]|4[1-4]|5[1-5]|6[1-4])/, rest: [7, 8] },
  { code: /^070/, rest: [8, 8] },
  // Virtual numbers, which couriers and shoppers use for privacy: 0502 to 0508.
  { code: /^050[2-8]/, rest: [7, 8] },
];

/** Numbers of companies, without an area: 1588-0000. */
const COMPANY = /^1[568]\d{6}$/;
const BETWEEN_DIGITS = /[\s().·-]/g;

/** `010-1234-5678`, or null for what is no Korean number. Takes +82, blanks, dots, hyphens and full-width digits. */
export function normalizePhone(typed: string): string | null {
  const plain = asCode(typed)
    .replace(BETWEEN_DIGITS, '')
    .replace(/^(?:\+|00)82(?:0(?=\d))?/, '0');
  if (!/^\d{8,12}$/.test(plain)) return null;
  if (COMPANY.test(plain)) return `${plain.slice(0, 4)}-${plain.slice(4)}`;
  for (const { code, rest } of PLANS) {
    const area = code.exec(plain)?.[0];
    if (!area) continue;
    const number = plain.slice(area.length);
    if (number.length < rest[0] || number.length > rest[1]) return null;
    return `${area}-${number.slice(0, -4)}-${number.slice(-4)}`;
  }
  return null;
}

export const phone = shaped('phone', normalizePhone);

/** Five digits. */
export const postcode = shaped('postcode', (plain) => /^\d{5}$/.exec(plain.replaceAll(/[ -]/g, ''))?.[0] ?? null);
