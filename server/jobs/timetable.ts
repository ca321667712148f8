/** Queues jobs by the clock, each under a key: many processes queue one, and one left by a dead one is replaced. */
import { parseCrontab, type ParsedCronItem } from 'graphile-worker';
import type { Pool } from '../db/pool';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { addTimedJob } from './queries';

const MINUTE_MS = 60_000;

/** @param crontab as graphile-worker reads it; times are UTC */
export function createTimetable(options: {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly crontab: string;
}) {
  const { pool, clock, logger } = options;
  const items = parseCrontab(options.crontab);
  let timer: NodeJS.Timeout | undefined;
  let minute: Promise<void> = Promise.resolve();

  async function addDue(now: Date): Promise<void> {
    for (const task of dueTasks(items, now)) {
      try {
        await addTimedJob(pool, task);
      } catch (error) {
        logger.error({ err: error, task }, 'a job of the timetable could not be queued');
      }
    }
  }

  function waitForNextMinute(): void {
    const now = clock.now();
    const waitMs = MINUTE_MS - (now.getTime() % MINUTE_MS);
    timer = setTimeout(() => {
      waitForNextMinute();
      const now = clock.now();
      // One after the other, should the database be slower than the clock.
      minute = minute.then(() => addDue(now));
    }, waitMs);
  }

  return {
    start: waitForNextMinute,
    async stop(): Promise<void> {
      clearTimeout(timer);
      await minute;
    },
  };
}

export function dueTasks(items: readonly ParsedCronItem[], now: Date): string[] {
  const digest = {
    min: now.getUTCMinutes(),
    hour: now.getUTCHours(),
    date: now.getUTCDate(),
    month: now.getUTCMonth() + 1,
    dow: now.getUTCDay(),
  };
  return items.filter((item) => item.match(digest)).map(({ task }) => task);
}
