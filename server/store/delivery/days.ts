/** Days in Korea, which has had one time all year since 1988. */
import type { Day } from './model';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const SEOUL_MS = 9 * HOUR_MS;

const textOf = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);
const startOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

export const dayAt = (moment: Date): Day => textOf(moment.getTime() + SEOUL_MS);

/** @param hour of that day in Korea */
export const momentAt = (day: Day, hour: number): Date => new Date(startOf(day) - SEOUL_MS + hour * HOUR_MS);

export const addDays = (day: Day, days: number): Day => textOf(startOf(day) + days * DAY_MS);

/** The same time of another day. */
export const onDay = (moment: Date, day: Day): Date =>
  new Date(moment.getTime() + startOf(day) - startOf(dayAt(moment)));

/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => new Date(startOf(day)).getUTCDay();
