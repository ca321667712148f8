/** What dies more often than this within a minute will not get better by another start. */
const MOST_PER_MINUTE = 5;

/** Counts deaths of one process. @returns after each, whether to start it again */
export function createDeathCount(): (nowMs: number) => boolean {
  let deaths: number[] = [];
  return (nowMs) => {
    deaths = [...deaths.filter((at) => nowMs - at < 60_000), nowMs];
    return deaths.length <= MOST_PER_MINUTE;
  };
}
