/** Days and moments as people say them, in Korean time, which is named to those who may not be in it. */
import type { Locale } from './locale';

const dayFormat = (locale: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Seoul', dateStyle: 'long' });

const DAYS: Readonly<Record<Locale, Intl.DateTimeFormat>> = { ko: dayFormat('ko-KR'), en: dayFormat('en-GB') };

/** `2026년 11월 23일`, `23 November 2026`. */
export function dayOf(moment: Date, locale: Locale): string {
  return DAYS[locale].format(moment);
}

const timeFormat = (locale: string, month: 'numeric' | 'short'): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, {
    timeZone: 'Asia/Seoul',
    year: 'numeric',
    month,
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });

const TIMES: Readonly<Record<Locale, Intl.DateTimeFormat>> = {
  ko: timeFormat('ko-KR', 'numeric'),
  en: timeFormat('en-GB', 'short'),
};

/** `2026. 11. 23. 14:05`, `23 Nov 2026, 14:05`. */
export function timeOf(moment: Date, locale: Locale): string {
  return TIMES[locale].format(moment);
}

const partsOf = (locale: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, {
    timeZone: 'Asia/Seoul',
    month: 'long',
    day: 'numeric',
    weekday: 'long',
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
  });

const FORMATS: Readonly<Record<Locale, Intl.DateTimeFormat>> = { ko: partsOf('ko-KR'), en: partsOf('en-GB') };

/** `11월 26일 목요일 낮 12시`, `Thursday 26 November, 12:00 Korean time`. */
export function inWords(moment: Date, locale: Locale): string {
  const parts = new Map(FORMATS[locale].formatToParts(moment).map(({ type, value }) => [type, value]));
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
