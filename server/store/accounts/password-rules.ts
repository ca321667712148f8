/** What a password must be. Length decides, not its mixture of signs: rules of composition make passwords worse. */
import { COMMON_PASSWORDS } from './common-password-list';

export const PASSWORD_MIN = 8;
/** Whoever gets in there sees every customer. */
export const DESK_PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;

/** Left out of the list of common passwords, because a rule finds them all. */
const ASCENDING = ['01234567890', 'abcdefghijklmnopqrstuvwxyz'];
const DESCENDING = ASCENDING.map((row) => Array.from(row).reverse().join(''));
const ROWS: readonly string[] = [...ASCENDING, ...DESCENDING];
const REPEATED = /^(.{1,4})\1+$/u;
/** A birthday, and a mobile number: both are tried before anything that takes thought. */
const NUMBERS = /^((19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])|01[016789]\d{7,8})$/;
const LONGEST_ENDING = 8;
const SHOP = ['essenceaura', 'essenceauracom', '에센스아우라'];

export type PasswordProblem = 'short' | 'long' | 'common' | 'like-you';

/** Whose password it shall be. */
export interface Chooser {
  /** As stored: lower case. */
  readonly email: string;
  readonly name: string;
  /** {@link PASSWORD_MIN} unless it is said. */
  readonly min?: number | undefined;
}

export function passwordProblem(
  password: string,
  { email, name, min = PASSWORD_MIN }: Chooser,
): PasswordProblem | null {
  const normal = password.normalize('NFC');
  const length = Array.from(normal).length;
  if (length < min) return 'short';
  if (length > PASSWORD_MAX) return 'long';
  const guesses = withoutEndings(normal.toLowerCase());
  if (guesses.some((guess) => COMMON_PASSWORDS.has(guess) || isPattern(guess))) return 'common';
  const known = new Set([email, email.split('@', 1)[0] ?? '', name, ...SHOP].map(bare));
  return guesses.map(bare).some((guess) => guess !== '' && known.has(guess)) ? 'like-you' : null;
}

/** As it is, and without what people add to make a form content: `1!`, `2026`, `123!@#`. */
function withoutEndings(password: string): string[] {
  const signs = Array.from(password);
  const isEnding = (cut: number): boolean => signs.slice(-cut).every((sign) => !/\p{L}/u.test(sign));
  const cuts = Array.from({ length: LONGEST_ENDING }, (_, index) => index + 1).filter(isEnding);
  return [password, ...cuts.map((cut) => signs.slice(0, -cut).join(''))];
}

/** Letters and digits only: `Seo-jin Han` and `seojinhan` are one to whoever guesses. */
const bare = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

function isPattern(password: string): boolean {
  if (password.length < 4) return false;
  const isOnePart = new Set(password).size < 3 || REPEATED.test(password);
  return isOnePart || NUMBERS.test(password) || ROWS.some((row) => row.includes(password));
}
