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

/** With so many decimals at most. */
export const decimal =
  (least: number, most: number, places = 1): Parser<number> =>
  (typed) =>
    within(numberOf(typed, new RegExp(`^[+-]?\\d{1,4}([.,]\\d{1,${places}})?$`), 'decimal'), least, most);
