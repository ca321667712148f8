/** What text is. The only place that knows which signs can't be seen. */
import { LONGEST } from './limits';
import { ValueError, type Parser } from './reading';

/** Come along when something is copied, and turn or hide what stands beside them. Two join letters of several scripts. */
const UNSEEN = /(?![\u200C\u200D])\p{Cf}/gu;
/** Letters by their kind, and nothing to look at. */
const LOOKS_BLANK = /[\u2800\u3164\uFFA0]/g;
const LINE_END = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
/** The last is what a decoder writes where it could read nothing. */
const ILLEGIBLE = /(?![\n\t])\p{Cc}|\p{Cs}|\uFFFD/u;
/** Text of nothing else is already as it should be. Most of it is: whole lists of names pass through here. */
const PLAIN = /^[ -~\uAC00-\uD7A3]*$/;
const VISIBLE = /(?!\p{Default_Ignorable_Code_Point})\S/u;

/** As people see what they typed: Hangul composed, lines ended in one way, nothing around it, nothing unseen in it. */
export function asSeen(typed: string): string {
  if (PLAIN.test(typed)) return typed.trim();
  // Composed in the end: what was taken out may have stood between a letter and its accent.
  const text = typed.replaceAll(UNSEEN, '').replaceAll(LOOKS_BLANK, ' ').replaceAll(LINE_END, '\n').normalize('NFC');
  return VISIBLE.test(text) ? text.trim() : '';
}

/** Of numbers and codes: full-width letters and all the hyphens that keyboards have are plain ones. */
export const asCode = (typed: string): string =>
  asSeen(typed)
    .replaceAll(/[\p{Pd}\u2212\u30FC\u3161\uFF70]/gu, '-')
    .replaceAll(/[\u200C\u200D]/g, '')
    .normalize('NFKC');

interface Presence {
  readonly required?: boolean;
}

export const line =
  (most: number, presence: Presence = {}): Parser<string> =>
  (typed) => {
    const seen = asSeen(typed);
    if (seen.includes('\n')) throw new ValueError('characters');
    return judged(seen.replaceAll(/\s+/gu, ' '), most, presence);
  };

export const text =
  (most: number, presence: Presence = {}): Parser<string> =>
  (typed) =>
    judged(asSeen(typed), most, presence);

function judged(seen: string, most: number, { required = false }: Presence): string {
  if (required && seen === '') throw new ValueError('required');
  if (ILLEGIBLE.test(seen)) throw new ValueError('characters');
  // Letters as Postgres counts them.
  if (Array.from(seen).length > most) throw new ValueError('long', { most });
  return seen;
}

/** Something that has one shape. @param shape gives it as it is kept, or null for what is none */
export const shaped =
  (code: ValueError['code'], shape: (plain: string) => string | null): Parser<string> =>
  (typed) => {
    const plain = asCode(line(Infinity, { required: true })(typed));
    const kept = shape(plain);
    if (kept === null) throw new ValueError(code);
    return kept;
  };

export const optional =
  (parse: Parser<string>): Parser<string> =>
  (typed) =>
    asSeen(typed) === '' ? '' : parse(typed);

/** Words that somebody looks for, from wherever; null for nothing. Nonsense among them counts as nothing. */
export function searchWords(typed: unknown): string | null {
  if (typeof typed !== 'string') return null;
  const words = inOneLine(asSeen(typed.slice(0, 4 * LONGEST.search)));
  // Where control characters were all that could be seen, nothing visible is left now.
  return asSeen(Array.from(words).slice(0, LONGEST.search).join('')) || null;
}

/** What others have said, to be shown: nothing of it ends a line, turns its direction or moves a terminal's cursor. */
export const inOneLine = (said: string): string =>
  said.replaceAll(/(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();

/** Postgres holds every character but NUL, and half of a surrogate pair is none. */
export const isStorable = (given: string): boolean => !/\0|\p{Cs}/u.test(given);
