/** What a password must be. Length decides, not its mixture of signs: rules of composition make passwords worse. */
import { COMMON_PASSWORDS } from './common-password-list';

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 200;

/** Left out of the list of common passwords, because a rule finds them all. */
const ASCENDING = ['01234567890', 'abcdefghijklmnopqrstuvwxyz'];
const DESCENDING = ASCENDING.map((row) => Array.from(row).reverse().join(''));
const ROWS: readonly string[] = [...ASCENDING, ...DESCENDING];
const REPEATED = /^(.{1,4})\1+$/u;

export type PasswordProblem = 'short' | 'long' | 'common' | 'like-email';

/** @param email as stored: lower case */
export function passwordProblem(password: string, email: string): PasswordProblem | null {
  const normal = password.normalize('NFC');
  const length = Array.from(normal).length;
  if (length < PASSWORD_MIN) return 'short';
  if (length > PASSWORD_MAX) return 'long';
  const lower = normal.toLowerCase();
  if (COMMON_PASSWORDS.has(lower) || isPattern(lower)) return 'common';
  if (lower === email || lower === email.split('@', 1)[0]) return 'like-email';
  return null;
}

function isPattern(password: string): boolean {
  return new Set(password).size < 3 || REPEATED.test(password) || ROWS.some((row) => row.includes(password));
}
