import { setMaxListeners } from 'node:events';

class TimeoutError extends Error {
  override name = 'TimeoutError';
}

/**
 * @param work gets a signal that is aborted at the deadline, or when `signal` is. Not made by AbortSignal.any
 * of an AbortSignal.timeout: Node 20 forgets such a timeout in a garbage collection, and it never fires.
 */
export async function withDeadline<T>(
  ms: number,
  signal: AbortSignal,
  work: (until: AbortSignal) => Promise<T>,
): Promise<T> {
  const until = new AbortController();
  // Everything below it listens.
  setMaxListeners(0, until.signal);
  const stop = (): void => until.abort(signal.reason);
  const timer = setTimeout(() => until.abort(new TimeoutError(`no answer in ${ms / 1000} s`)), ms);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await work(until.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
