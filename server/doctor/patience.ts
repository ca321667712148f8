/** How long is waited for one answer, and that a slow one gets a second chance before it counts. */
import { performance } from 'node:perf_hooks';
import { withDeadline } from '../process/deadline';

export class TooLate extends Error {
  override name = 'TooLate';
}

export const ANSWER_MS = 3_000;

/** Milliseconds that were waited since, without those in which this process was busy itself and could not have heard. */
export function stopwatch(): () => number {
  const startedAt = performance.now();
  const before = performance.eventLoopUtilization();
  return () => Math.round(Math.max(0, performance.now() - startedAt - performance.eventLoopUtilization(before).active));
}

/** @throws TooLate when nothing came in time; what `signal` is aborted with */
export async function inTime<T>(
  signal: AbortSignal,
  work: (until: AbortSignal) => Promise<T>,
  ms: number = ANSWER_MS,
): Promise<T> {
  return withDeadline(ms, signal, async (until) => {
    try {
      return await work(until);
    } catch (error) {
      signal.throwIfAborted();
      if (until.aborted) throw new TooLate(`no answer in ${ms / 1000} s`);
      throw error;
    }
  });
}

/** Asked once more after silence: one lost packet is no fault. */
export async function twice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TooLate)) throw error;
    return work();
  }
}

/** The answer; null where there is none, for whatever reason. @throws when `signal` is aborted */
export async function orNull<T>(signal: AbortSignal, work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}
