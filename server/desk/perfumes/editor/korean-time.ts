/** Dates and times that the owner types are Korean ones, wherever her browser is. Korea has had no summer time since 1988. */
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,3})?)?$/;

/** @param typed as a browser sends it: `2026-12-01T09:00` */
export function readKoreanTime(typed: string): Date | null {
  const match = SHAPE.exec(typed.trim());
  if (!match) return null;
  const time = new Date(`${match.slice(1, 4).join('-')}T${match[4]}:${match[5]}:00+09:00`);
  // 31 February is read as 3 March.
  return !Number.isNaN(time.getTime()) && writeKoreanTime(time) === typed.trim().slice(0, 16) ? time : null;
}

export function writeKoreanTime(time: Date): string {
  return new Date(time.getTime() + 9 * 60 * 60 * 1000).toISOString().slice(0, 16);
}
