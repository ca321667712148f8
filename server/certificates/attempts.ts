/** Pure: orders that were tried. Written down before the CA is asked, so that one cut short by `kill -9` counts too. */

/** The one that is configured, or the one where a failed order is rehearsed. */
export type AcmeDirectory = 'production' | 'staging';

export interface Attempt {
  /** When and where it began, by the clock of that moment; stays when the clock turns out to have been wrong. */
  readonly id: string;
  readonly directory: AcmeDirectory;
  readonly startedAt: Date;
  /** null while it runs */
  readonly endedAt: Date | null;
  /** `interrupted`: the process was stopped or killed in the middle. */
  readonly outcome: 'running' | 'passed' | 'failed' | 'interrupted';
  /** The CA took the order or refused it; false where it could not be asked at all. */
  readonly ordered: boolean;
  /** The CA handed out a certificate, of use or not. */
  readonly issued: boolean;
  readonly reason: string | null;
  /** When the CA allows the next, if it said so. */
  readonly notBefore: Date | null;
  /** Whether the shop's names led to this machine when it failed; null: nobody looked. */
  readonly reached: boolean | null;
  /** Their name servers were slow, or didn't answer, when it failed. */
  readonly slowDns: boolean;
}

/** Enough for the schedule's dozen steps, each with a rehearsal and a restart in between. */
const KEPT = 60;

export function beginAttempt(attempts: readonly Attempt[], directory: AcmeDirectory, startedAt: Date): Attempt[] {
  const attempt: Attempt = {
    id: `${startedAt.toISOString()} ${directory}`,
    directory,
    startedAt,
    endedAt: null,
    outcome: 'running',
    ordered: false,
    issued: false,
    reason: null,
    notBefore: null,
    reached: null,
    slowDns: false,
  };
  return [...attempts, attempt].slice(-KEPT);
}

export function endAttempt(
  attempts: readonly Attempt[],
  end: Pick<Attempt, 'endedAt' | 'outcome'> & Partial<Attempt>,
): Attempt[] {
  return attempts.map((attempt) => (attempt.outcome === 'running' ? { ...attempt, ...end } : attempt));
}

/** For whoever holds the lock: what still counts as running belongs to a process that is gone. */
export function interruptAttempts(attempts: readonly Attempt[]): Attempt[] {
  return attempts.map((attempt) =>
    attempt.outcome === 'running' ? { ...attempt, endedAt: attempt.startedAt, outcome: 'interrupted' } : attempt,
  );
}

/** What was noted while the clock was ahead counts as of now: neither forgotten, nor waited for. */
export function pullBack(attempts: readonly Attempt[], now: Date): Attempt[] {
  return attempts.map((attempt) => {
    const aheadMs = (attempt.endedAt ?? attempt.startedAt).getTime() - now.getTime();
    if (aheadMs <= 0) return attempt;
    const back = (date: Date): Date => new Date(date.getTime() - aheadMs);
    const { startedAt, endedAt, notBefore } = attempt;
    return {
      ...attempt,
      startedAt: back(startedAt),
      endedAt: endedAt && back(endedAt),
      notBefore: notBefore && back(notBefore),
    };
  });
}

/** Both lists hold the same attempts, but for what one of them missed. */
export function mergeAttempts(one: readonly Attempt[], other: readonly Attempt[]): Attempt[] {
  const merged = new Map<string, Attempt>();
  for (const attempt of [...one, ...other]) {
    if (merged.get(attempt.id)?.endedAt == null) merged.set(attempt.id, attempt);
  }
  return [...merged.values()].sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime()).slice(-KEPT);
}

/** Those after the last certificate that was had. */
export function sinceSuccess(attempts: readonly Attempt[]): Attempt[] {
  const last = attempts.findLastIndex(({ directory, outcome }) => directory === 'production' && outcome === 'passed');
  return attempts.slice(last + 1);
}
