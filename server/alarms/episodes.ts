/** Pure: troubles as episodes, which go on from one look to the next and end, and which of them the owner is told of. */
import type { Alarm, Trouble, TroubleKind } from './model';
import { LOOK_MS } from './troubles';

/** Away for that long, it is over: what comes and goes by the minute is one trouble, not many. */
export const QUIET_MS = 30 * 60 * 1000;
/** Looks further apart than that say nothing about the time in between. */
const BLIND_MS = 3 * LOOK_MS;
/** Told again once a day, at the look that is nearest to it. */
const REMIND_MS = 24 * 60 * 60 * 1000 - LOOK_MS / 2;

export interface Episodes {
  /** What is remembered from now on; everything else is forgotten. */
  readonly alarms: readonly Alarm[];
  readonly begun: readonly Alarm[];
  readonly lasting: readonly Alarm[];
  readonly over: readonly Alarm[];
  /** There is something to tell: a beginning, an end, or a day that has passed. */
  readonly isNews: boolean;
}

export function episodesOf(known: readonly Alarm[], troubles: readonly Trouble[], now: Date): Episodes {
  const found = new Set<TroubleKind>(troubles.map(({ kind }) => kind));
  const seen = troubles.map((trouble) => goOn(trouble, known.find(({ kind }) => kind === trouble.kind) ?? null, now));
  const unseen = known
    .filter(({ kind, beganAt }) => !found.has(kind) && beganAt !== null)
    .map((alarm): Alarm => ({ ...alarm, lookedAt: now, absentSince: alarm.absentSince ?? now }));
  const isOver = ({ absentSince }: Alarm): boolean =>
    absentSince !== null && now.getTime() - absentSince.getTime() >= QUIET_MS;
  const begun = seen.filter(({ beganAt, toldAt }) => beganAt !== null && toldAt === null);
  const lasting = seen.filter(({ toldAt }) => toldAt !== null);
  const over = unseen.filter((alarm) => isOver(alarm) && alarm.toldAt !== null);
  const isDue = ({ toldAt }: Alarm): boolean => toldAt !== null && now.getTime() - toldAt.getTime() >= REMIND_MS;
  return {
    alarms: [...seen, ...unseen.filter((alarm) => !isOver(alarm))],
    begun,
    lasting,
    over,
    isNews: begun.length > 0 || over.length > 0 || lasting.some(isDue),
  };
}

function goOn({ patienceMs, ...trouble }: Trouble, before: Alarm | null, now: Date): Alarm {
  const fresh = { since: now, lookedAt: now, beganAt: null, absentSince: null, toldAt: null, mailId: null };
  if (!before) return { ...trouble, ...fresh };
  // What has never been done was not done while nobody looked either.
  const wasBlind = now.getTime() - before.lookedAt.getTime() > BLIND_MS && trouble.cause !== 'late';
  if (before.beganAt === null && wasBlind) return { ...trouble, ...fresh };
  const isRipe = now.getTime() - before.since.getTime() >= patienceMs;
  const beganAt = before.beganAt ?? (isRipe ? now : null);
  return { ...before, ...trouble, lookedAt: now, absentSince: null, beganAt };
}
