/** How late a process comes to what it has to do, for whatever holds it up. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 50;
const SPAN_MS = 60_000;
const NANOSECONDS = 1e6;

/** @returns the 99th percentile of the last one to two minutes, in milliseconds */
export function watchEventLoop(): () => number {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  // It counts the whole time from one look to the next.
  const lateMs = (): number => Math.max(0, delays.percentile(99) / NANOSECONDS - RESOLUTION_MS);
  let before = 0;
  delays.enable();
  setInterval(() => {
    before = lateMs();
    delays.reset();
  }, SPAN_MS).unref();
  return () => Math.max(before, lateMs());
}
