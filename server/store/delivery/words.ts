/** What shoppers are told of it, on pages and in mails alike. */
import { shortDayOf } from '../../i18n/dates';
import type { Locale } from '../../i18n/locale';
import { formatWon } from '../../money/money';
import { translateTo } from '../texts';
import { addWorkingDays, pauseToTell } from './calendar';
import { addDays, dayAt, momentAt } from './days';
import type { Area, Arrival, Day, DeliveryRule, FeeRule, Promised } from './model';

const NOON = 12;

/** `12월 1일(화)`, `Tue 1 Dec`. */
export const dayText = (day: Day, locale: Locale): string => shortDayOf(momentAt(day, NOON), locale);

/** `12월 1일(화)~12월 2일(수)`, `Tue 1 Dec – Wed 2 Dec`. */
export function promiseText({ from, until }: Promised, locale: Locale): string {
  if (from === until) return dayText(from, locale);
  return [from, until].map((day) => dayText(day, locale)).join(locale === 'ko' ? '~' : ' – ');
}

export const hourText = (hour: number): string => `${hour}:00`;

/**
 * `11월 30일(월) 14:00까지 결제하면 12월 1일(화)~12월 2일(수) 도착 예정이에요.` @param now where the page is nobody's but hers:
 * a day that is today is called so. A page that is kept names it, so that it stays true however long it is kept.
 */
export function arrivalText(arrival: Arrival, locale: Locale, now?: Date): string {
  const text = translateTo(locale);
  const values = { hour: hourText(hourIn(arrival)), days: promiseText(arrival, locale) };
  if (now && dayAt(now) === arrival.shipsOn) return text('deliveryWords:arrivesToday', values);
  return text('deliveryWords:arrives', { day: dayText(arrival.shipsOn, locale), ...values });
}

const hourIn = ({ shipsOn, payBefore }: Arrival): number =>
  (payBefore.getTime() - momentAt(shipsOn, 0).getTime()) / 3_600_000;

export const areaName = ({ nameKo, nameEn }: Area, locale: Locale): string => (locale === 'ko' ? nameKo : nameEn);

/** `63000–63644`. */
export const postcodesText = ({ postcodeFrom, postcodeUntil }: Pick<Area, 'postcodeFrom' | 'postcodeUntil'>): string =>
  postcodeFrom === postcodeUntil ? postcodeFrom : `${postcodeFrom}–${postcodeUntil}`;

/** That some areas cost more; null where none does. Said wherever a total is shown before the address is known. */
export function farText({ areas, areasWhenFree, fee, freeFrom }: FeeRule, locale: Locale): string | null {
  const fees = areas.map((area) => area.fee).filter((one) => one > 0);
  const isAlwaysFree = fee === 0 || freeFrom === 0;
  if (fees.length === 0 || (isAlwaysFree && areasWhenFree === 'free')) return null;
  const [least, most] = [Math.min(...fees), Math.max(...fees)];
  const text = translateTo(locale);
  return text(`deliveryWords:far.${areasWhenFree}`, {
    fees: least === most ? formatWon(least) : `${formatWon(least)}~${formatWon(most)}`,
  });
}

/** For the top of every page; null while no pause is on or near. */
export function pauseText(rule: Pick<DeliveryRule, 'holidays' | 'pauses'>, now: Date, locale: Locale): string | null {
  const pause = pauseToTell(rule.pauses, now);
  if (!pause) return null;
  const { fromDay, untilDay, wordsKo, wordsEn } = pause;
  const back = addWorkingDays(addDays(untilDay, 1), 0, rule);
  const days = { days: promiseText({ from: fromDay, until: untilDay }, locale), back: dayText(back, locale) };
  return `${locale === 'ko' ? wordsKo : wordsEn} ${translateTo(locale)('deliveryWords:pause', days)}`.trim();
}
