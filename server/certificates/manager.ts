/**
 * Keeps a valid certificate in the store: looks, asks the source whether a new one is needed, gets it, and after a
 * failure waits as backoff.ts says. Acts only under the store's lock, and looks again once it has it: somebody else may
 * have done the work meanwhile. A store that can't be written stops nothing but the writing.
 */
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { asError, messageOf } from '../process/thrown';
import { isUnreached, nextAttempt, type NextAttempt } from './backoff';
import type { Bundle } from './bundle';
import { acquireLock, type HeldLock } from './lock';
import { createOrdering } from './ordering';
import { problemsOf } from './problems';
import { planRenewal, type Need, type RenewalPlan } from './renewal';
import { askAt } from './renewal-info';
import { rotateSessionTicketKey } from './session-ticket-key';
import { TakenOverError, type CertificateSource } from './source';
import { SourceError } from './source-error';
import { createStatusRecord } from './status-record';
import type { CertificateStore } from './store';
import { StoreError } from './store-error';

export interface CertificateManager {
  /**
   * Resolves when the process does its work: for a source that needs nobody else with a certificate, or with what its
   * owner has to do said.
   */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface CertificateManagerOptions {
  readonly source: CertificateSource;
  readonly store: CertificateStore;
  /** Which configuration failures belong to: the source and its CA. */
  readonly about: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const BUSY_RETRY_MS = 1_000;
/** How often it looks whether the names lead here, where the last order failed because they did not. */
const REACH_CHECK_MS = 30_000;
/** A disk that was full or read-only is used again this soon. */
const STORE_RETRY_MS = 10_000;
/** Never round and round, whatever a clock or a CA says. */
const MIN_SLEEP_MS = 100;
/** The longest sleep: after a suspended laptop or a clock that was set, nothing is late by more than this. */
const MAX_SLEEP_MS = 60 * 60 * 1000;

const sleepByTimer = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleepFor(ms, undefined, { signal, ref: true });
};

/** What there is at one moment. */
interface Sight {
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
}

export function createCertificateManager(options: CertificateManagerOptions): CertificateManager {
  const { source, store, about, clock, logger, sleep = sleepByTimer } = options;
  const { stagingDirectoryUrl } = source;
  const stopping = new AbortController();
  const record = createStatusRecord({ file: store.paths.status, about, stagingDirectoryUrl, clock });
  const ordering = createOrdering({ source, store, record, clock, logger, signal: stopping.signal });
  const reported = new Set<string>();
  /** What keeps the process from its work, until it works again. */
  let obstacle: Error | null = null;
  let problems: readonly string[] = [];
  /** The names have come to lead here since the last order failed. */
  let reached = false;
  let loop: Promise<void> | null = null;

  /** What stays as it is is said once, not at every look. */
  function report(level: 'info' | 'error', message: string): void {
    if (!reported.has(message)) logger[level]({ source: source.name }, message);
    reported.add(message);
  }

  /** A disk that is full must not keep a certificate from being looked after. */
  async function rotateTicketKey(): Promise<void> {
    try {
      await rotateSessionTicketKey(store, clock);
    } catch (error) {
      report('error', `the key of TLS session tickets could not be replaced: ${messageOf(error)}`);
    }
  }

  function noteProblems(found: readonly string[]): void {
    for (const problem of found)
      if (!problems.includes(problem)) logger.warn({ problem }, 'a certificate needs attention');
    for (const problem of problems) if (!found.includes(problem)) logger.info({ problem }, 'a problem is solved');
    problems = found;
  }

  function nextOf(need: Need | null): NextAttempt | null {
    if (!need || source.immediate) return null;
    const rehearses = stagingDirectoryUrl !== null;
    return nextAttempt(record.current().attempts, { urgent: need.urgent, rehearses, reached });
  }

  const waitsForNames = (): boolean => !reached && isUnreached(record.current().attempts.at(-1));

  async function lookForNames(): Promise<void> {
    if (!isUnreached(record.current().attempts.at(-1))) reached = false;
    if (!waitsForNames() || record.current().need === null) return;
    reached = (await source.lookForNames?.(stopping.signal))?.reached ?? false;
    if (reached) logger.info("the shop's names lead to this machine now");
  }

  /** Looks at the store, and notes what it sees, in memory: also where the source can't say whether it is right. */
  async function look(): Promise<Sight> {
    const now = clock.now();
    const loaded = await store.load(now);
    const bundle = loaded?.bundle ?? null;
    const info = record.current().renewalInfo;
    const plan = bundle && source.name !== 'files' ? planRenewal(bundle, info) : null;
    const comparison = source.comparedClock?.() ?? record.current().clock;
    noteProblems(problemsOf({ now, bundle, damaged: loaded?.damaged ?? [], plan, clock: comparison }));
    const accountReplaced = source.accountReplaced?.() ?? record.current().accountReplaced;
    record.change({
      problems,
      certificate: bundle && factsOf(bundle),
      renewal: plan,
      clock: comparison,
      accountReplaced,
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
    const unlinked = loaded !== null && !loaded.linked;
    return { now, bundle, unlinked, plan, need, next, askAt: canAsk ? askAt(bundle, info, now) : null };
  }

  /** How long nothing has to be done; 0: now. */
  function idleMs({ now, need, next, plan, askAt }: Sight): number {
    const untilMs = (at: Date): number => Math.max(at.getTime() - now.getTime(), 0);
    if (need) {
      const untilNames = waitsForNames() ? REACH_CHECK_MS : Infinity;
      return Math.min(next ? untilMs(next.at) : 0, askAt ? untilMs(askAt) : Infinity, untilNames);
    }
    return Math.min(source.checkEveryMs, plan ? untilMs(plan.dueAt) : Infinity, askAt ? untilMs(askAt) : Infinity);
  }

  async function askRenewalInfo(bundle: Bundle): Promise<void> {
    const renewalInfo = await source.askRenewalInfo?.(bundle, record.current().renewalInfo, stopping.signal);
    if (!renewalInfo || stopping.signal.aborted) return;
    const { window, renewAt, askAgainAt, problem } = renewalInfo;
    const before = record.current().renewalInfo;
    if (problem !== null) logger.warn({ reason: problem, askAgainAt }, 'the CA did not say when to renew');
    else if (window && before?.renewAt?.getTime() !== renewAt?.getTime()) {
      logger.info({ ...window, renewAt, askAgainAt }, 'the CA said when to renew');
    }
    record.change({ renewalInfo });
  }

  /** @returns how long to wait before looking again */
  async function workUnderLock(lock: HeldLock): Promise<number> {
    // The other one may have failed just now: its back-off counts for this one too.
    await record.takeOver();
    let sight = await look();
    if (sight.unlinked) {
      await store.relink(sight.now);
      logger.warn(
        { fingerprint: sight.bundle?.fingerprint },
        'the store named no certificate as current: it does again',
      );
    }
    if (sight.bundle && sight.askAt && sight.askAt <= sight.now) {
      await askRenewalInfo(sight.bundle);
      sight = await look();
    }
    const { need, next, now, bundle } = sight;
    if (need && (!next || next.at <= now) && !stopping.signal.aborted) {
      await ordering.attempt({ need, directory: next?.directory ?? 'production', bundle, lock });
      sight = await look();
    }
    await record.save();
    return idleMs(sight);
  }

  async function underLock(work: (lock: HeldLock) => Promise<number>): Promise<number> {
    const lock = await acquireLock(store.paths.lock);
    if (!lock) {
      report('info', 'another process is making a certificate: waiting for it');
      return BUSY_RETRY_MS;
    }
    try {
      return await work(lock);
    } finally {
      await lock.release();
    }
  }

  /** @returns how long to wait before looking again */
  async function step(): Promise<number> {
    await record.read();
    await lookForNames();
    const sight = await look();
    await store.prepare(clock.now());
    await rotateTicketKey();
    const waitMs = idleMs(sight);
    return waitMs > 0 && !record.hasChanged() && !sight.unlinked ? waitMs : underLock(workUnderLock);
  }

  /** Tells the operator what keeps the process from its work, where it can be told. */
  async function noteObstacle(error: unknown): Promise<void> {
    obstacle = asError(error);
    report('error', `the certificate can not be looked after: ${obstacle.message}`);
    if (error instanceof StoreError) return;
    record.change({ problems: [...problems, obstacle.message] });
    await underLock(() => record.save().then(() => 0)).catch(() => 0);
  }

  /** One step, whatever comes of it. @returns how long to wait before the next */
  async function safeStep(isFatal: (error: unknown) => boolean): Promise<number> {
    try {
      const waitMs = await step();
      if (obstacle !== null) logger.info({ source: source.name }, 'the certificate is looked after again');
      if (obstacle !== null || record.current().need === null) reported.clear();
      obstacle = null;
      return waitMs;
    } catch (error) {
      if (stopping.signal.aborted) return 0;
      if (error instanceof TakenOverError) {
        report('info', error.message);
        return BUSY_RETRY_MS;
      }
      if (isFatal(error)) throw error;
      await noteObstacle(error);
      return error instanceof StoreError ? STORE_RETRY_MS : source.checkEveryMs;
    }
  }

  async function pause(waitMs: number): Promise<void> {
    try {
      await sleep(Math.min(Math.max(waitMs, MIN_SLEEP_MS), MAX_SLEEP_MS), stopping.signal);
    } catch (error) {
      // Only stop() ends a sleep early.
      if (!stopping.signal.aborted) throw error;
    }
  }

  async function run(firstWaitMs: number): Promise<void> {
    await pause(firstWaitMs);
    while (!stopping.signal.aborted) await pause(await safeStep(() => false));
  }

  /**
   * Until the store holds a certificate of this source; another process may be the one to put it there. One that is
   * good is good enough, also where nothing can be written. What only the owner can mend is looked at again, not waited
   * for: what there was before is served, or a self-signed one.
   */
  async function firstCertificate(): Promise<number> {
    for (;;) {
      const waitMs = await safeStep((error) => !(error instanceof StoreError || error instanceof SourceError));
      if (stopping.signal.aborted || obstacle instanceof SourceError || record.current().need === null) return waitMs;
      await pause(waitMs);
    }
  }

  return {
    async start() {
      loop = run(source.immediate ? await firstCertificate() : 0);
    },
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

function factsOf({ fingerprint, origin, names, issuer, notBefore, notAfter }: Bundle) {
  return { fingerprint, origin, names, issuer, notBefore, notAfter };
}
