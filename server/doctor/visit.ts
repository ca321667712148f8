/** A question to somebody outside, for its own sake: whether there is a way, and what time it is there. */
import { createClockCheck } from '../certificates/clock-check';
import type { ClockComparison } from '../health/facts/host';
import type { Clock } from '../process/clock';
import { errorCode } from '../process/error-code';
import { messageOf } from '../process/thrown';
import { askUrl, type Reply } from './ask';
import { TooLate } from './patience';

export interface Visited {
  readonly host: string;
  /** Why it could not be reached; null: it was. */
  readonly code: string | null;
  readonly said: string;
  readonly clock: ClockComparison | null;
}

interface VisitOptions {
  readonly clock: Clock;
  readonly roots: readonly string[];
  readonly signal: AbortSignal;
}

/** The answer, and this computer's clock against that of who gave it. @throws as ask() does */
export async function askForTime(
  url: string,
  { clock, roots, signal, headers }: VisitOptions & { readonly headers?: Readonly<Record<string, string>> },
): Promise<{ readonly reply: Reply; readonly clock: ClockComparison | null }> {
  const sentAt = clock.now();
  const reply = await askUrl(url, { roots, ...(headers ? { headers } : {}) }, signal);
  const check = createClockCheck(clock);
  const { date = '', age } = reply.headers;
  check.note(url, { date, ...(age === undefined ? {} : { age }) }, sentAt);
  return { reply, clock: check.latest() };
}

export async function visit(url: string, options: VisitOptions): Promise<Visited> {
  const { host } = new URL(url);
  try {
    const { reply, clock } = await askForTime(url, options);
    return { host, code: null, said: `HTTP ${reply.status}`, clock };
  } catch (error) {
    options.signal.throwIfAborted();
    const code = error instanceof TooLate ? 'ETIMEDOUT' : errorCode(error) || 'ERROR';
    return { host, code, said: messageOf(error) || code, clock: null };
  }
}
