/** One small question over HTTPS: whether there is a way to somebody, and what time it is there. */
import { request } from 'node:https';
import { rootCertificates } from 'node:tls';
import { createClockCheck } from '../../certificates/clock-check';
import type { ClockComparison } from '../../health/facts/host';
import type { Clock } from '../../process/clock';
import { withDeadline } from '../../process/deadline';
import { errorCode } from '../../process/error-code';
import { messageOf } from '../../process/thrown';

export interface Visited {
  readonly host: string;
  /** Why it could not be reached; null: it was. */
  readonly code: string | null;
  readonly said: string;
  readonly clock: ClockComparison | null;
}

const DEADLINE_MS = 3_500;

interface VisitOptions {
  readonly clock: Clock;
  readonly roots: readonly string[];
  readonly signal: AbortSignal;
}

/** Asked once more where nothing came in time. */
export async function visit(url: string, options: VisitOptions): Promise<Visited> {
  const first = await visitOnce(url, options);
  return first.code === 'ETIMEDOUT' && !options.signal.aborted ? visitOnce(url, options) : first;
}

const visitOnce = (url: string, options: VisitOptions): Promise<Visited> =>
  withDeadline(DEADLINE_MS, options.signal, (signal) => visitUntil(url, { ...options, signal }));

function visitUntil(url: string, { clock, roots, signal }: VisitOptions): Promise<Visited> {
  const { host } = new URL(url);
  return new Promise((resolve) => {
    const sentAt = clock.now();
    const lost = (code: string, said: string): void => resolve({ host, code, said, clock: null });
    const call = request(
      url,
      // `ca` takes the place of Node's own roots.
      { agent: false, ca: [...rootCertificates, ...roots], signal },
      ({ headers, statusCode }) => {
        const check = createClockCheck(clock);
        check.note(url, { date: headers.date ?? '', ...(headers.age ? { age: headers.age } : {}) }, sentAt);
        resolve({ host, code: null, said: `HTTP ${String(statusCode)}`, clock: check.latest() });
        call.destroy();
      },
    );
    call.on('error', (error) => {
      if (signal.aborted) lost('ETIMEDOUT', `no answer in ${DEADLINE_MS / 1000} s`);
      else lost(errorCode(error) || 'ERROR', messageOf(error) || errorCode(error));
    });
    call.end();
  });
}
