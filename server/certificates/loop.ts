import { setTimeout as sleepFor } from 'node:timers/promises';

export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;
/** @returns how long to wait before the next, in ms */
export type Step = () => Promise<number>;

export interface Loop {
  /** The first step at once; ends when it is over, or stopped. @returns the wait that the last step asked for */
  until(isOver: () => boolean, step: Step): Promise<number>;
  onwards(firstWaitMs: number, step: Step): Promise<void>;
}

/** Never round and round, whatever a clock or a CA says. */
const MIN_SLEEP_MS = 100;
/** After a suspended laptop or a clock that was set, nothing is late by more than this. */
const MAX_SLEEP_MS = 60 * 60 * 1000;

const sleepByTimer: Sleep = (ms, signal) => sleepFor(ms, undefined, { signal });

export function createLoop(signal: AbortSignal, sleep: Sleep = sleepByTimer): Loop {
  async function pause(waitMs: number): Promise<void> {
    try {
      await sleep(Math.min(Math.max(waitMs, MIN_SLEEP_MS), MAX_SLEEP_MS), signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async function until(isOver: () => boolean, step: Step): Promise<number> {
    for (;;) {
      const waitMs = signal.aborted ? 0 : await step();
      if (signal.aborted || isOver()) return waitMs;
      await pause(waitMs);
    }
  }

  return {
    until,
    async onwards(firstWaitMs, step) {
      await pause(firstWaitMs);
      await until(() => false, step);
    },
  };
}
