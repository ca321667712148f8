/** Length decides, not a mixture of signs: rules of composition make passwords worse. */
import { COMMON_PASSWORDS } from './common-password-list';

export const PASSWORD_MIN = 8;
/** Whoever gets in there sees every customer. */
export const DESK_PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;

/** Left out of the list of common passwords, because a rule finds them all. */
const ASCENDING = ['01234567890', 'abcdefghijklmnopqrstuvwxyz', '!@#$%^&*()'];
const DESCENDING = ASCENDING.map((row) => Array.from(row).reverse().join(''));
const ROWS: readonly string[] = [...ASCENDING, ...DESCENDING];
const REPEATED = /^(.+?)\1+$/u;
/** A birthday, and a mobile number: both are tried before anything that takes thought. */
const NUMBERS = /^((19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])|01[016789]\d{7,8})$/;
const LONGEST_ENDING = 8;
const LONGEST_BEGINNING = 4;
/** Which the list lacks: words, and what they are on an English keyboard. */
const KOREAN: ReadonlySet<string> = new Set(
  `비밀번호 사랑해 안녕하세요 대한민국 고양이 강아지
  qlalfqjsgh tkfkdgo tkfkd dkssud dkssudgktpdy eogksalsrnr rhdiddl rkdkwl`.split(/\s+/),
);
const SHOP = ['essenceaura', 'essenceauracom', '에센스아우라'];

export type PasswordProblem = 'short' | 'long' | 'common' | 'like-you';

export interface Chooser {
  /** As stored: lower case. */
  readonly email: string;
  readonly name: string;
  readonly min?: number | undefined;
}

export function passwordProblem(
  password: string,
  { email, name, min = PASSWORD_MIN }: Chooser,
): PasswordProblem | null {
  const length = Array.from(password.normalize('NFC')).length;
  if (length < min) return 'short';
  if (length > PASSWORD_MAX) return 'long';
  const guesses = guessesAt(password);
  if (guesses.some(isCommon)) return 'common';
  const known = new Set([email, email.split('@', 1)[0] ?? '', name, ...SHOP].map(bare));
  return guesses.map(bare).some((guess) => guess !== '' && known.has(guess)) ? 'like-you' : null;
}

/** As it is, and without what people add to please a form, before it or behind: `1!`, `2026`, `123!@#`. */
function guessesAt(password: string): string[] {
  const signs = Array.from(password.normalize('NFKC').toLowerCase().trim());
  const isLetter = (sign: string): boolean => /\p{L}/u.test(sign);
  const cutsOf = (row: readonly string[], longest: number): number[] => {
    const free = row.findIndex(isLetter);
    return Array.from({ length: Math.min(free === -1 ? row.length : free, longest) + 1 }, (_, cut) => cut);
  };
  const ends = cutsOf(signs.toReversed(), LONGEST_ENDING);
  return cutsOf(signs, LONGEST_BEGINNING).flatMap((begin) =>
    ends.map((end) => signs.slice(begin, signs.length - end).join('')),
  );
}

const isKnown = (text: string): boolean => COMMON_PASSWORDS.has(text) || KOREAN.has(text);

function isCommon(guess: string): boolean {
  const part = REPEATED.exec(guess.replace(/[^\p{L}]+/gu, '') || guess)?.[1];
  return isKnown(guess) || (part !== undefined && isKnown(part)) || isPattern(guess) || NUMBERS.test(bare(guess));
}

/** Letters and digits only: `Seo-jin Han` and `seojinhan` are one to whoever guesses. */
const bare = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

function isPattern(password: string): boolean {
  if (password.length < 4) return false;
  const part = REPEATED.exec(password)?.[1];
  const isOnePart = new Set(password).size < 3 || (part !== undefined && Array.from(part).length <= 4);
  return isOnePart || ROWS.some((row) => row.includes(password));
}
