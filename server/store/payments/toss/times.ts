/** Toss writes times of Korea. Parameters have no zone: that they are Korea's too is believed, not documented. */
const KOREA_MS = 9 * 60 * 60 * 1000;
const ZONE = /(Z|[+-]\d\d:\d\d)$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/;

/** `2026-11-23T12:00:00`, to the second below. */
export const parameterTime = (at: Date, offsetMs = KOREA_MS): string =>
  new Date(at.getTime() + offsetMs).toISOString().slice(0, 19);

/** @returns an invalid date for what is none */
export function readTime(text: string): Date {
  if (!TIME.test(text)) return new Date(NaN);
  return new Date(ZONE.test(text) ? text : `${text}+09:00`);
}
