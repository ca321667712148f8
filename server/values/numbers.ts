import { ValueError, type Parser } from './reading';
import { asCode } from './text';

/** What is repeated of something that can't be read. */
export const begun = (typed: string): string => typed.slice(0, 40);

function numberOf(typed: string, pattern: RegExp, code: 'whole' | 'decimal'): number {
  const unit = code === 'whole' ? / ?[원병]$/ : / ?%$/;
  const plain = asCode(typed).replace(/^₩ ?/, '').replace(unit, '');
  if (plain === '') throw new ValueError('required');
  if (!pattern.test(plain)) throw new ValueError(code, { typed: begun(plain) });
  return Number(code === 'whole' ? plain.replaceAll(/[, ]/g, '') : plain.replace(',', '.'));
}

function within(value: number, least: number, most: number): number {
  if (value < least || value > most) throw new ValueError('range', { least, most });

  return value + 0;
}

/** `98000`, `98,000`, `98 000`, `₩98,000`, `98,000원`, `12병`; neither `1e9` nor `1.5`. */
export const whole =
  (least: number, most: number): Parser<number> =>
  (typed) =>
    within(numberOf(typed, /^[+-]?(\d{1,15}|\d{1,3}([, ]\d{3})+)$/, 'whole'), least, most);

/** What a 만 and a 천 are worth, beside what is less. */
const IN_WORDS = /^(?:(\d{1,5}(?:\.\d{1,4})?) ?만)? ?(?:(\d(?:\.\d{1,3})?) ?천)? ?(\d{1,4}|\d,\d{3})?$/;

/** Won as {@link whole} reads them, and as they are said: `5만`, `3만 5천`, `1.5만원`, `12만 5,000`. */
export const won =
  (least: number, most: number): Parser<number> =>
  (typed) => {
    const plain = asCode(typed).replace(/^₩ ?/, '').replace(/ ?원$/, '');
    const [, tenThousands, thousands, rest] = (/[만천]/.test(plain) && IN_WORDS.exec(plain)) || [];
    if (tenThousands === undefined && thousands === undefined) return whole(least, most)(typed);
    const parts = [
      Number(tenThousands ?? 0) * 10_000,
      Number(thousands ?? 0) * 1_000,
      Number(rest?.replace(',', '') ?? 0),
    ];
    return within(Math.round(parts.reduce((sum, part) => sum + part, 0)), least, most);
  };

/** With so many decimals at most. */
export const decimal =
  (least: number, most: number, places = 1): Parser<number> =>
  (typed) =>
    within(numberOf(typed, new RegExp(`^[+-]?\\d{1,4}([.,]\\d{1,${places}})?$`), 'decimal'), least, most);
