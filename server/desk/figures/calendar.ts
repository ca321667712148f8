/** Days as Korea counts them, and what they are gathered into. Pure; a day is its name, `2026-11-23`. */
export type Day = string;
export const STEPS = ['day', 'week', 'month'] as const;
export type Step = (typeof STEPS)[number];

export interface Range {
  /** Both belong to it. */
  readonly from: Day;
  readonly to: Day;
}

const DAY_MS = 86_400_000;
/** Korea has kept this distance to UTC since 1988, summer and winter. */
const KOREA_MS = 9 * 60 * 60 * 1000;

const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const nameOf = (number: number): Day => new Date(number * DAY_MS).toISOString().slice(0, 10);

export const koreanDay = (moment: Date): Day => new Date(moment.getTime() + KOREA_MS).toISOString().slice(0, 10);
export const addDays = (day: Day, days: number): Day => nameOf(numberOf(day) + days);
export const lengthOf = ({ from, to }: Range): number => numberOf(to) - numberOf(from) + 1;

/** Also refuses the 30th of February. */
export function isDay(text: string): boolean {
  return /^(19|20)\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && nameOf(numberOf(text)) === text;
}

/** The first day of the step it lies in; weeks begin on Monday. */
export function startOf(day: Day, step: Step): Day {
  if (step === 'day') return day;
  if (step === 'month') return `${day.slice(0, 8)}01`;
  // 1970-01-01 was a Thursday.
  const monday = (numberOf(day) + 3) % 7;
  return addDays(day, -monday);
}

export function nextStart(start: Day, step: Step): Day {
  if (step === 'day') return addDays(start, 1);
  if (step === 'week') return addDays(start, 7);
  return startOf(addDays(start, 31), 'month');
}

/** Every step that a day of the range lies in, cut to the range. */
export function stepsOf(range: Range, step: Step): readonly Range[] {
  const steps: Range[] = [];
  for (let start = startOf(range.from, step); start <= range.to; start = nextStart(start, step)) {
    const end = addDays(nextStart(start, step), -1);
    steps.push({ from: start < range.from ? range.from : start, to: end > range.to ? range.to : end });
  }
  return steps;
}

/** ISO 8601: the week of the year's first Thursday is the first. */
export function weekNumber(day: Day): number {
  const thursday = addDays(startOf(day, 'week'), 3);
  const first = `${thursday.slice(0, 4)}-01-01`;
  return Math.floor((numberOf(thursday) - numberOf(first)) / 7) + 1;
}

/** As long, and right before. Whole months are held against as many whole months. */
export function periodBefore(range: Range): Range {
  const to = addDays(range.from, -1);
  const months = wholeMonths(range);
  if (months === null) return { from: addDays(range.from, -lengthOf(range)), to };
  let from = startOf(to, 'month');
  for (let more = 1; more < months; more++) from = startOf(addDays(from, -1), 'month');
  return { from, to };
}

function wholeMonths({ from, to }: Range): number | null {
  const isWhole = startOf(from, 'month') === from && startOf(addDays(to, 1), 'month') === addDays(to, 1);
  return isWhole ? stepsOf({ from, to }, 'month').length : null;
}
