/**
 * `EA-` and ten characters of Crockford's base 32, which has no I, L, O or U to misread: 2^50 numbers. At a million
 * orders the chance of any two alike is 4 in 10,000, and the database's UNIQUE has another drawn.
 */
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;
const PATTERN = new RegExp(`^EA-[${ALPHABET}]{${LENGTH}}$`);
const PART = new RegExp(`^[${ALPHABET}]{2,${'EA'.length + LENGTH}}$`);

export type RandomBytes = (size: number) => Uint8Array;

/** 256 is a multiple of 32, so the low five bits of a random byte are as even as the byte. */
export const makeOrderNumber = (random: RandomBytes = randomBytes): string =>
  `EA-${Array.from(random(LENGTH), (byte) => ALPHABET[byte & 31]).join('')}`;

export const isOrderNumber = (text: string): boolean => PATTERN.test(text);

/** What people write for signs that it hasn't. */
const asMeant = (upper: string): string => upper.replaceAll('O', '0').replaceAll(/[IL]/g, '1');

export function readOrderNumber(typed: string): string | null {
  const upper = typed.toUpperCase().replaceAll(/\s/g, '');
  const body = /^(?:EA-?)?(.{10})$/.exec(upper)?.[1];
  if (!body) return null;
  const number = `EA-${asMeant(body)}`;
  return isOrderNumber(number) ? number : null;
}

/** Without its hyphen. null where it is none, and where it says what is written: a name has no digit. */
export function readPartOfOrderNumber(typed: string): string | null {
  const upper = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  const meant = asMeant(upper);
  if (meant === upper || !PART.test(meant)) return null;
  return /\d/.test(upper) || readOrderNumber(typed) !== null ? meant : null;
}
