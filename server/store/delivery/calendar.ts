import { addDays, dayAt, onDay, weekdayOf } from './days';
import type { Calendar, Day, Pause } from './model';

export const isWorkingDay = (day: Day, calendar: Calendar): boolean => {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6 && !calendar.holidays.has(day) && !isPaused(day, calendar);
};

const isPaused = (day: Day, { pauses }: Pick<Calendar, 'pauses'>): boolean =>
  pauses.some(({ fromDay, untilDay }) => fromDay <= day && day <= untilDay);

/** Whatever the shop counts in working days. @param days 0: the day itself, or the first working day after it */
export function addWorkingDays(day: Day, days: number, calendar: Calendar): Day {
  let at = days === 0 ? day : addDays(day, 1);
  for (let left = Math.max(days, 1); ; at = addDays(at, 1)) {
    if (isWorkingDay(at, calendar) && --left === 0) return at;
  }
}

/** Nobody looks at the shop's account while it pauses: what would end then ends at that hour of its next working day. */
export function pastPause(moment: Date, calendar: Calendar): Date {
  const day = dayAt(moment);
  return isPaused(day, calendar) ? onDay(moment, addWorkingDays(day, 0, calendar)) : moment;
}

/** How long before it shoppers are told. */
const NEAR_DAYS = 7;

/** The pause that is on, or near. */
export function pauseToTell(pauses: readonly Pause[], now: Date): Pause | null {
  const today = dayAt(now);
  const told = pauses.filter(({ fromDay, untilDay }) => addDays(fromDay, -NEAR_DAYS) <= today && today <= untilDay);
  return told.toSorted((one, other) => (one.fromDay < other.fromDay ? -1 : 1))[0] ?? null;
}
