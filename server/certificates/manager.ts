/**
 * Keeps a valid certificate in the store: looks, asks the source whether a new one is needed, gets it, and after a
 * failure waits as backoff.ts says. Looks in the store before the lock and again after it: somebody else may have done
 * the work meanwhile.
 */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { nextAttemptAt } from './backoff';
import { formatBundle, parseBundle, type Bundle } from './bundle';
import { isMissing } from './error-code';
import { acquireLock, type HeldLock } from './lock';
import { SourceError, type CertificateSource, type Need } from './source';
import { cleanStatus, readStatus, writeStatus, type AttemptStatus } from './status';
import { TICKET_KEY_BYTES, type CertificateStore } from './store';

export interface CertificateManager {
  /** Resolves when the process does its work: with a certificate for a source that needs nobody else. */
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
/** The longest sleep: after a suspended laptop or a clock that was set, nothing is late by more than this. */
const MAX_SLEEP_MS = 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

const sleepByTimer = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleepFor(ms, undefined, { signal, ref: true });
};

class TakenOverError extends Error {
  override name = 'TakenOverError';
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function createCertificateManager(options: CertificateManagerOptions): CertificateManager {
  const { source, store, clock, logger, sleep = sleepByTimer } = options;
  const stopping = new AbortController();
  let status: AttemptStatus = cleanStatus(options.about);
  const reported = new Set<string>();
  let loop: Promise<void> | null = null;

  async function prepareStore(): Promise<void> {
    try {
      await store.prepare(clock.now());
    } catch (error) {
      throw new SourceError(`the certificate store ${store.paths.root} can not be written: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  async function inUse(): Promise<Bundle | null> {
    const loaded = await store.load(clock.now());
    return loaded?.bundle ?? null;
  }

  async function saveStatus(next: AttemptStatus): Promise<void> {
    status = next;
    try {
      await writeStatus(store.paths.status, next);
    } catch (error) {
      logger.error({ err: error }, 'the state of the attempts could not be stored');
    }
  }

  /** What stays as it is is said once, not at every look. */
  function report(level: 'info' | 'error', message: string): void {
    if (!reported.has(message)) logger[level]({ source: source.name }, message);
    reported.add(message);
  }

  async function ticketKeyIsFresh(): Promise<boolean> {
    try {
      const { mtimeMs } = await stat(store.paths.ticketKey);
      return clock.now().getTime() - mtimeMs < DAY_MS;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** A disk that is full must not keep a certificate from being looked after. */
  async function rotateTicketKey(): Promise<void> {
    try {
      if (!(await ticketKeyIsFresh())) await store.saveTicketKey(randomBytes(TICKET_KEY_BYTES));
    } catch (error) {
      report('error', `the key of TLS session tickets could not be replaced: ${messageOf(error)}`);
    }
  }

  async function recordFailure(error: unknown, urgent: boolean): Promise<void> {
    const notBefore = error instanceof SourceError ? (error.options.notBefore ?? null) : null;
    const failedAt = [...status.failedAt, clock.now()];
    const next = nextAttemptAt({ failedAt, notBefore }, urgent);
    const reason = messageOf(error);
    logger.error({ source: source.name, reason, attempt: failedAt.length, nextAttemptAt: next }, 'no new certificate');
    await saveStatus({ ...status, failedAt, notBefore, reason, nextAttemptAt: next });
  }

  async function obtain(need: Need, lock: HeldLock): Promise<void> {
    logger.info({ source: source.name, reason: need.reason }, 'a new certificate is needed');
    const assertSole = async (): Promise<void> => {
      if (!(await lock.stillHeld())) throw new TakenOverError('another process took over the making of certificates');
    };
    const { origin, pair } = await source.obtain({ signal: stopping.signal, assertSole });
    await assertSole();
    const now = clock.now();
    const flaw = await source.needsNew(parseBundle(formatBundle(origin, pair)), now);
    const previous = await inUse();
    // One with a flaw is still better than none, and than one that has expired.
    if (!flaw || !previous || previous.notAfter <= now) {
      const { names, notAfter, fingerprint, issuer } = await store.install(origin, pair, now);
      logger.info({ origin, names, notAfter, fingerprint, issuer }, 'certificate stored');
    }
    // A CA that hands out what has to be replaced at once must not be asked again at once.
    if (flaw) throw new SourceError(`the new certificate is of no use: ${flaw.reason}`);
    await saveStatus({ ...cleanStatus(options.about), succeededAt: now });
  }

  /** @returns how long to wait before looking again */
  async function attempt(need: Need): Promise<number> {
    const lock = await acquireLock(store.paths.lock);
    if (!lock) {
      report('info', 'another process is making a certificate: waiting for it');
      return BUSY_RETRY_MS;
    }
    try {
      // The other one may have failed just now: its back-off counts for this one too.
      status = await readStatus(store.paths.status, options.about);
      const waitMs = untilNextAttemptMs(need);
      if (waitMs > 0) return waitMs;
      if (!(await source.needsNew(await inUse(), clock.now()))) return 0;
      await obtain(need, lock);
      return 0;
    } finally {
      await lock.release();
    }
  }

  const untilNextAttemptMs = (need: Need): number =>
    source.immediate ? 0 : nextAttemptAt(status, need.urgent).getTime() - clock.now().getTime();

  /** @returns how long to wait before looking again */
  async function step(): Promise<number> {
    await rotateTicketKey();
    const need = await source.needsNew(await inUse(), clock.now());
    if (!need) {
      reported.clear();
      return source.checkEveryMs;
    }
    const waitMs = untilNextAttemptMs(need);
    if (waitMs > 0) return waitMs;
    try {
      return await attempt(need);
    } catch (error) {
      if (stopping.signal.aborted) return 0;
      if (source.immediate) throw error;
      await recordFailure(error, need.urgent);
      return untilNextAttemptMs(need);
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      let waitMs = source.checkEveryMs;
      try {
        waitMs = await step();
      } catch (error) {
        report('error', `the certificate could not be looked after: ${messageOf(error)}`);
      }
      try {
        await sleep(Math.min(Math.max(waitMs, 0), MAX_SLEEP_MS), stopping.signal);
      } catch {
        // Only stop() ends a sleep early.
      }
    }
  }

  /** Until the store holds a certificate of this source; another process may be the one to put it there. */
  async function firstCertificate(): Promise<void> {
    while (!stopping.signal.aborted) {
      const waitMs = await step();
      if (!(await source.needsNew(await inUse(), clock.now()))) return;
      await sleep(waitMs, stopping.signal);
    }
  }

  return {
    async start() {
      await prepareStore();
      status = await readStatus(store.paths.status, options.about);
      if (source.immediate) await firstCertificate();
      loop = run();
    },
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}
