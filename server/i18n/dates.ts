/** Days and moments as people say them, in Korean time, which is named to those who may not be in it. */
import type { Locale } from './locale';

const formatsOf = (
  options: Intl.DateTimeFormatOptions,
  english: Intl.DateTimeFormatOptions = {},
): Readonly<Record<Locale, Intl.DateTimeFormat>> => ({
  ko: new Intl.DateTimeFormat('ko-KR', { timeZone: 'Asia/Seoul', ...options }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Seoul', ...options, ...english }),
});

const MINUTE = { day: 'numeric', minute: '2-digit', hourCycle: 'h23' } as const;
const DAYS = formatsOf({ dateStyle: 'long' });
const TIMES = formatsOf({ ...MINUTE, year: 'numeric', month: 'numeric', hour: '2-digit' }, { month: 'short' });
const SHORT_DAYS = formatsOf({ month: 'long', day: 'numeric', weekday: 'short' }, { month: 'short' });
const WORDS = formatsOf({ ...MINUTE, month: 'long', weekday: 'long', hour: 'numeric' });

/** `2026년 11월 23일`, `23 November 2026`. */
export const dayOf = (moment: Date, locale: Locale): string => DAYS[locale].format(moment);

/** `12월 1일(화)`, `Tue 1 Dec`. */
export const shortDayOf = (moment: Date, locale: Locale): string =>
  SHORT_DAYS[locale].format(moment).replace(locale === 'ko' ? ' (' : ',', locale === 'ko' ? '(' : '');

/** `2026. 11. 23. 14:05`, `23 Nov 2026, 14:05`. */
export const timeOf = (moment: Date, locale: Locale): string => TIMES[locale].format(moment);

/** `11월 26일 목요일 낮 12시`, `Thursday 26 November, 12:00 Korean time`. */
export function inWords(moment: Date, locale: Locale): string {
  const parts = new Map(WORDS[locale].formatToParts(moment).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const hour = Number(part('hour'));
  const minute = part('minute');
  if (locale === 'ko')
    return `${part('month')} ${part('day')}일 ${part('weekday')} ${koreanTime(hour, Number(minute))}`;
  return `${part('weekday')} ${part('day')} ${part('month')}, ${hour}:${minute} Korean time`;
}

function koreanTime(hour: number, minute: number): string {
  const minutes = minute === 0 ? '' : ` ${minute}분`;
  if (hour === 0) return `0시${minutes}`;
  if (hour === 12) return minute === 0 ? '낮 12시' : `오후 12시${minutes}`;
  return `${hour < 12 ? '오전' : '오후'} ${hour % 12}시${minutes}`;
}
