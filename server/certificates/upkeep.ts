/** One step of upkeep: looks, asks whether a new one is needed, and gets it, under the lock, where it looks again. */
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { messageOf } from '../process/thrown';
import type { Bundle } from './bundle';
import { withLock, type HeldLock } from './lock';
import { createLook, idleMs } from './look';
import type { Step } from './loop';
import { createNamesWatch } from './names-watch';
import { createOrdering } from './ordering';
import type { Reports } from './reports';
import { rotateSessionTicketKey } from './session-ticket-key';
import type { CertificateSource } from './source';
import type { StatusRecord } from './status-record';
import type { CertificateStore } from './store';

export interface UpkeepOptions {
  readonly source: CertificateSource;
  readonly store: CertificateStore;
  readonly record: StatusRecord;
  readonly about: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly reports: Reports;
  readonly signal: AbortSignal;
}

/** Before it looks again whether the other process that makes a certificate is done. */
export const BUSY_RETRY_MS = 1_000;

export function createUpkeep(options: UpkeepOptions): Step {
  const { source, store, record, clock, logger, reports, signal } = options;
  const names = createNamesWatch({ source, record, logger });
  const look = createLook({ ...options, names });
  const ordering = createOrdering(options);

  /** A disk that is full must not keep a certificate from being looked after. */
  async function rotateTicketKey(): Promise<void> {
    try {
      await rotateSessionTicketKey(store, clock);
    } catch (error) {
      reports.once('error', `the key of TLS session tickets could not be replaced: ${messageOf(error)}`);
    }
  }

  async function askRenewalInfo(bundle: Bundle): Promise<void> {
    const before = record.current().renewalInfo;
    const renewalInfo = await source.askRenewalInfo?.(bundle, before, signal);
    if (!renewalInfo || signal.aborted) return;
    const { window, renewAt, askAgainAt, problem } = renewalInfo;
    if (problem !== null) logger.warn({ reason: problem, askAgainAt }, 'the CA did not say when to renew');
    else if (window && before?.renewAt?.getTime() !== renewAt?.getTime()) {
      logger.info({ ...window, renewAt, askAgainAt }, 'the CA said when to renew');
    }
    record.change({ renewalInfo });
  }

  async function workUnderLock(lock: HeldLock): Promise<number> {
    // The other one may have failed just now: its back-off counts for this one too.
    await record.takeOver();
    let sight = await look();
    if (sight.unlinked) {
      await store.relink(sight.now);
      const fingerprint = sight.bundle?.fingerprint;
      logger.warn({ fingerprint }, 'the store named no certificate as current: it does again');
    }
    if (sight.bundle && sight.askAt && sight.askAt <= sight.now) {
      await askRenewalInfo(sight.bundle);
      sight = await look();
    }
    const { need, next, now, bundle } = sight;
    if (need && (!next || next.at <= now) && !signal.aborted) {
      await ordering.attempt({ need, directory: next?.directory ?? 'production', bundle, lock });
      sight = await look();
    }
    await record.save();
    return idleMs(sight, source.checkEveryMs);
  }

  return async () => {
    await record.read();
    await names.look(signal);
    const sight = await look();
    await store.prepare(clock.now());
    await rotateTicketKey();
    const waitMs = idleMs(sight, source.checkEveryMs);
    if (waitMs > 0 && !record.hasChanged() && !sight.unlinked) return waitMs;
    const workedMs = await withLock(store.paths.lock, workUnderLock);
    if (workedMs === null) reports.once('info', 'another process is making a certificate: waiting for it');
    return workedMs ?? BUSY_RETRY_MS;
  };
}
