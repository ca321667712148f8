// Pure: when the next order may be tried, and where. Front-loaded, because most faults are fixed within minutes or not
// soon. After a failure orders go to the staging directory, whose limits are generous, until one passes there. While the
// names lead elsewhere, the hour's orders are saved for when they lead here: then the schedule begins anew.
import { sinceSuccess, type AcmeDirectory, type Attempt } from './attempts';

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Minutes after the first, second … failure; the last one repeats. In the first day: 14 attempts. */
const STEPS_MIN: readonly number[] = [1, 2, 2, 5, 10, 20, 30, 60, 120, 180, 240, 360];
/** From the second failure on, where the names lead elsewhere. */
const UNREACHED_STEP_MIN = 20;
/** With little lifetime left, six hours would be most of it. */
const URGENT_STEP_MIN = 60;
/** Let's Encrypt counts 5 failed authorizations per name and hour; the sixth would lock the name out. */
const MAX_PER_HOUR = 5;
/** Let's Encrypt hands out 5 certificates for the same names a week: a store that keeps losing them must not use them up. */
const MAX_CERTIFICATES_PER_DAY = 4;

export interface NextAttempt {
  /** The epoch when nothing speaks against it. */
  readonly at: Date;
  readonly directory: AcmeDirectory;
}

export interface Circumstances {
  /** There is no certificate, or the one in use ends soon. */
  readonly urgent: boolean;
  readonly rehearses: boolean;
  readonly reached?: boolean;
}

const timeOf = (date: Date | null | undefined): number => date?.getTime() ?? 0;

/** Those of the run that still count for the schedule: none from before the names led here. */
function countedFailures(run: readonly Attempt[], reached: boolean): readonly Attempt[] {
  const failed = run.filter(({ outcome }) => outcome === 'failed');
  const last = failed.at(-1);
  if (isUnreached(last) && !reached) return failed;
  return failed.slice(failed.findLastIndex(isUnreached) + 1);
}

export function isUnreached(attempt: Attempt | undefined): boolean {
  return attempt?.outcome === 'failed' && attempt.ordered && attempt.reached === false;
}

function stepMs(failed: readonly Attempt[], urgent: boolean): number {
  const step = STEPS_MIN[Math.min(failed.length, STEPS_MIN.length) - 1] ?? 0;
  const least = failed.length > 1 && isUnreached(failed.at(-1)) ? UNREACHED_STEP_MIN : 0;
  return Math.min(Math.max(step, least), urgent ? URGENT_STEP_MIN : Infinity) * MINUTE_MS;
}

function directoryAfter(attempts: readonly Attempt[], { urgent, rehearses }: Circumstances): AcmeDirectory {
  const last = attempts.findLast(({ outcome }) => outcome === 'passed' || outcome === 'failed');
  if (!rehearses || !last || last.outcome === 'passed') return 'production';
  if (last.directory === 'production') return last.ordered ? 'staging' : 'production';
  // Staging that is down says nothing about us: with no time to lose it must not stand in the way.
  return urgent && !last.ordered ? 'production' : 'staging';
}

/** @param attempts oldest first */
export function nextAttempt(attempts: readonly Attempt[], circumstances: Circumstances): NextAttempt {
  const run = sinceSuccess(attempts);
  const ended = run.filter(({ outcome }) => outcome === 'passed' || outcome === 'failed');
  const last = ended.at(-1);
  const failed = countedFailures(run, circumstances.reached ?? false);
  const certificates = attempts.filter(({ directory, issued }) => directory === 'production' && issued);
  const fifthLast = attempts.at(-MAX_PER_HOUR);
  const lastOfADay = certificates.at(-MAX_CERTIFICATES_PER_DAY);
  return {
    directory: directoryAfter(run, circumstances),
    at: new Date(
      Math.max(
        last?.outcome === 'failed' ? timeOf(last.endedAt) + stepMs(failed, circumstances.urgent) : 0,
        fifthLast ? timeOf(fifthLast.startedAt) + HOUR_MS : 0,
        lastOfADay ? timeOf(lastOfADay.endedAt) + DAY_MS : 0,
        ...run.map(({ notBefore }) => timeOf(notBefore)),
      ),
    ),
  };
}
