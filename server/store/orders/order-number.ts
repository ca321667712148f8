/**
 * Public order numbers: `EA-` and ten characters of Crockford's base 32, which has no I, L, O or U to misread.
 *
 * 32^10 = 2^50 ≈ 1.1 · 10^15 numbers. Among n orders the chance that any two were drawn alike is about n² / 2^51:
 * 4 in 10,000 at a million orders. The database's UNIQUE catches it and another number is drawn (placing/service.ts). A guess
 * hits one of a million orders once in 10^9 tries, and then still lacks the account or the signed key.
 */
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;
const PATTERN = new RegExp(`^EA-[${ALPHABET}]{${LENGTH}}$`);

export type RandomBytes = (size: number) => Uint8Array;

/** 256 is a multiple of 32, so the low five bits of a random byte are as even as the byte. */
export function makeOrderNumber(random: RandomBytes = randomBytes): string {
  return `EA-${Array.from(random(LENGTH), (byte) => ALPHABET[byte & 31]).join('')}`;
}

export function isOrderNumber(text: string): boolean {
  return PATTERN.test(text);
}

/** An order number as a person types it, from paper or the telephone; null when it can't be one. */
export function readOrderNumber(typed: string): string | null {
  const upper = typed.toUpperCase().replaceAll(/\s/g, '');
  const body = /^(?:EA-?)?(.{10})$/.exec(upper)?.[1];
  if (!body) return null;
  const number = `EA-${body.replaceAll('O', '0').replaceAll(/[IL]/g, '1')}`;
  return isOrderNumber(number) ? number : null;
}
