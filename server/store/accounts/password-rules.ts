/** What a password must be. Length decides, not its mixture of signs: rules of composition make passwords worse. */
import { COMMON_PASSWORDS } from './common-passwords';

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 200;

export type PasswordProblem = 'short' | 'long' | 'common' | 'like-email';

/** @param email as stored: lower case */
export function passwordProblem(password: string, email: string): PasswordProblem | null {
  const normal = password.normalize('NFC');
  const length = Array.from(normal).length;
  if (length < PASSWORD_MIN) return 'short';
  if (length > PASSWORD_MAX) return 'long';
  const lower = normal.toLowerCase();
  if (COMMON_PASSWORDS.has(lower) || new Set(lower).size < 3) return 'common';
  if (lower === email || lower === email.split('@', 1)[0]) return 'like-email';
  return null;
}
