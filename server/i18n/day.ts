/** The day on which something was ordered, in Korean time: `2026년 11월 23일`, `23 November 2026`. */
import type { Locale } from './locale';

const formatOf = (locale: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Seoul', dateStyle: 'long' });

const FORMATS: Readonly<Record<Locale, Intl.DateTimeFormat>> = { ko: formatOf('ko-KR'), en: formatOf('en-GB') };

export function dayOf(moment: Date, locale: Locale): string {
  return FORMATS[locale].format(moment);
}
