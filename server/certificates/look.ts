/** What there is to do about the certificate at one moment, and when. */
import type { Clock } from '../process/clock';
import { nextAttempt, type NextAttempt } from './backoff';
import type { Bundle } from './bundle';
import type { NamesWatch } from './names-watch';
import { problemsOf } from './problems';
import { planRenewal, type Need, type RenewalPlan } from './renewal';
import { askAt } from './renewal-info';
import type { Reports } from './reports';
import type { CertificateSource } from './source';
import type { StatusRecord } from './status-record';
import type { CertificateReader } from './store';

export interface Sight {
  readonly now: Date;
  readonly bundle: Bundle | null;
  /** `current` names no bundle though there is one. */
  readonly unlinked: boolean;
  readonly plan: RenewalPlan | null;
  readonly need: Need | null;
  /** When and where to order; null while nothing is needed or nothing has to be waited for. */
  readonly next: NextAttempt | null;
  /** When the CA is to be asked about the renewal; null: it can't be. */
  readonly askAt: Date | null;
  /** The last order failed because the names lead elsewhere, and they still do. */
  readonly awaitsNames: boolean;
}

/** How often it looks whether the names lead here, where they are waited for. */
const REACH_CHECK_MS = 30_000;

/** Looks at the store, and notes what it sees, in memory: also where the source can't say whether it is right. */
export function createLook(options: {
  readonly source: CertificateSource;
  readonly store: Pick<CertificateReader, 'load'>;
  readonly record: Pick<StatusRecord, 'current' | 'change'>;
  readonly about: string;
  readonly clock: Clock;
  readonly reports: Pick<Reports, 'note'>;
  readonly names: Pick<NamesWatch, 'haveCome' | 'areAwaited'>;
}): () => Promise<Sight> {
  const { source, store, record, about, clock, reports, names } = options;

  function nextOf(need: Need | null): NextAttempt | null {
    if (!need || source.immediate) return null;
    const rehearses = source.stagingDirectoryUrl !== null;
    const reached = names.haveCome();
    return nextAttempt(record.current().attempts, { urgent: need.urgent, rehearses, reached });
  }

  return async () => {
    const now = clock.now();
    const loaded = await store.load(now);
    const bundle = loaded?.bundle ?? null;
    const { renewalInfo: info, ...before } = record.current();
    const plan = bundle && source.name !== 'files' ? planRenewal(bundle, info) : null;
    const comparison = source.comparedClock?.() ?? before.clock;
    const problems = problemsOf({ now, bundle, damaged: loaded?.damaged ?? [], plan, clock: comparison });
    reports.note(problems);
    record.change({
      problems,
      certificate: bundle && factsOf(bundle),
      renewal: plan,
      clock: comparison,
      accountReplaced: source.accountReplaced?.() ?? before.accountReplaced,
    });
    const need = await source.needsNew(bundle, now, info);
    const next = nextOf(need);
    record.change({
      need: need?.reason ?? null,
      nextAttemptAt: next && next.at.getTime() > 0 ? next.at : null,
      nextDirectory: next?.directory ?? null,
    });
    // RFC 9773, 4.3: not about one that has expired.
    const canAsk = source.askRenewalInfo && bundle?.origin === about && now < bundle.notAfter;
    return {
      now,
      bundle,
      unlinked: loaded !== null && !loaded.linked,
      plan,
      need,
      next,
      askAt: canAsk ? askAt(bundle, info, now) : null,
      awaitsNames: names.areAwaited(),
    };
  };
}

function factsOf({ fingerprint, origin, names, issuer, notBefore, notAfter }: Bundle) {
  return { fingerprint, origin, names, issuer, notBefore, notAfter };
}

/** How long nothing has to be done; 0: now. */
export function idleMs(
  { now, need, next, plan, askAt, awaitsNames }: Omit<Sight, 'bundle'>,
  checkEveryMs: number,
): number {
  const untilMs = (at: Date | undefined | null): number => (at ? Math.max(at.getTime() - now.getTime(), 0) : Infinity);
  if (!need) return Math.min(checkEveryMs, untilMs(plan?.dueAt), untilMs(askAt));
  return Math.min(next ? untilMs(next.at) : 0, untilMs(askAt), awaitsNames ? REACH_CHECK_MS : Infinity);
}
