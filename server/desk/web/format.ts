import { timeOf } from '../../i18n/dates';
import type { Locale } from '../../i18n/locale';
import type { DeskText } from '../texts';

export interface Formatter {
  /** `2026. 11. 23.`, `23 Nov 2026`. */
  day(moment: Date): string;
  /** `2026. 11. 23. 14:05`, `23 Nov 2026, 14:05`. */
  time(moment: Date): string;
  count(value: number): string;
  /** `+12.5 %`, `−3 %`. */
  percent(ratio: number): string;
}

export interface Wording {
  readonly locale: Locale;
  readonly text: DeskText;
  readonly format: Formatter;
}

export interface TimedWording extends Wording {
  readonly now: Date;
}

const ZONE = 'Asia/Seoul';
const TAGS: Readonly<Record<Locale, string>> = { ko: 'ko-KR', en: 'en-GB' };

function createFormatter(locale: Locale): Formatter {
  const tag = TAGS[locale];
  const day = new Intl.DateTimeFormat(tag, { timeZone: ZONE, dateStyle: 'medium' });
  const count = new Intl.NumberFormat(tag);
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  return {
    day: (moment) => day.format(moment),
    time: (moment) => timeOf(moment, locale),
    count: (value) => count.format(value),
    percent: (ratio) => percent.format(ratio),
  };
}

const FORMATTERS: Readonly<Record<Locale, Formatter>> = { ko: createFormatter('ko'), en: createFormatter('en') };

export const formatterOf = (locale: Locale): Formatter => FORMATTERS[locale];
