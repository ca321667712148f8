/** For the day on which the telephone is gone: ten codes on paper, each good once. The database keeps digests. */
import { createHash, randomInt } from 'node:crypto';

const COUNT = 10;
/** 80 bits: no copy of the digests gives one away. */
const LENGTH = 16;
const GROUP = 4;
/** Crockford's: nothing that is taken for something else on paper. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const ONLY_LETTERS = new RegExp(`^[${LETTERS}]+$`);

/** As they are written down: `7k2m-9qx4-tb0c-wd5e`. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => {
    const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)] ?? '').join('');
    return letters.replace(new RegExp(`.{${GROUP}}(?=.)`, 'g'), '$&-');
  });
}

/** Bound to the person: the same code of somebody else is another one. @returns null for what can't be a code */
export function recoveryCodeHash(staffId: string, typed: string): Buffer | null {
  const letters = typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  if (letters.length !== LENGTH || !ONLY_LETTERS.test(letters)) return null;
  return createHash('sha256').update(`${staffId} ${letters}`).digest();
}

export function hashesOf(staffId: string, codes: readonly string[]): Buffer[] {
  return codes.map((code) => {
    const hash = recoveryCodeHash(staffId, code);
    if (!hash) throw new Error('a recovery code was made that does not read as one');
    return hash;
  });
}
