import { normalizePhone } from './phone';
import { asCode } from './text';

const NUMBER = /^[\d\s().+·-]+$/;

/**
 * What somebody looks for, as the database compares it: a number as numbers are kept, whatever stands between its digits;
 * one letter as the beginning of something. null for what finds nothing.
 */
export function soughtWords(typed: string): string | null {
  const code = asCode(typed);
  const words = NUMBER.test(code) ? digitsOf(code) : typed.replaceAll(/[\s-]/g, '');
  if (words === '') return null;
  return Array.from(words).length === 1 ? `\n${words}` : words;
}

const digitsOf = (code: string): string =>
  (normalizePhone(code) ?? code.replace(/^\+82\D*0?/, '0')).replaceAll(/\D/g, '');
