/** Keeps a valid certificate in the store, whatever comes of a step: a failure only makes it wait (backoff.ts). */
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { asError } from '../process/thrown';
import { withLock } from './lock';
import { createLoop, type Sleep } from './loop';
import { createReports } from './reports';
import { TakenOverError, type CertificateSource } from './source';
import { SourceError } from './source-error';
import { createStatusRecord } from './status-record';
import type { CertificateStore } from './store';
import { StoreError } from './store-error';
import { BUSY_RETRY_MS, createUpkeep } from './upkeep';

export interface CertificateManager {
  /** Resolves when the process does its work: with a first certificate, or with what its owner has to do said. */
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
  readonly sleep?: Sleep;
}

/** A disk that was full or read-only is used again this soon. */
const STORE_RETRY_MS = 10_000;

export function createCertificateManager(options: CertificateManagerOptions): CertificateManager {
  const { source, store, about, clock, logger, sleep } = options;
  const { stagingDirectoryUrl } = source;
  const stopping = new AbortController();
  const { signal } = stopping;
  const record = createStatusRecord({ file: store.paths.status, about, stagingDirectoryUrl, clock });
  const reports = createReports(logger, source.name);
  const step = createUpkeep({ source, store, record, about, clock, logger, reports, signal });
  const loop = createLoop(signal, sleep);
  /** What keeps the process from its work, until it works again. */
  let obstacle: Error | null = null;
  let running: Promise<void> | null = null;

  async function noteObstacle(error: unknown): Promise<void> {
    obstacle = asError(error);
    reports.once('error', `the certificate can not be looked after: ${obstacle.message}`);
    if (error instanceof StoreError) return;
    record.change({ problems: [...reports.problems(), obstacle.message] });
    await withLock(store.paths.lock, () => record.save()).catch(() => null);
  }

  async function safeStep(isFatal: (error: unknown) => boolean): Promise<number> {
    try {
      const waitMs = await step();
      if (obstacle !== null) logger.info({ source: source.name }, 'the certificate is looked after again');
      if (obstacle !== null || record.current().need === null) reports.forget();
      obstacle = null;
      return waitMs;
    } catch (error) {
      if (signal.aborted) return 0;
      if (error instanceof TakenOverError) {
        reports.once('info', error.message);
        return BUSY_RETRY_MS;
      }
      if (isFatal(error)) throw error;
      await noteObstacle(error);
      return error instanceof StoreError ? STORE_RETRY_MS : source.checkEveryMs;
    }
  }

  /** Until the store holds one of this source. What only the owner can mend is looked at again, not waited for. */
  function firstCertificate(): Promise<number> {
    const isFatal = (error: unknown): boolean => !(error instanceof StoreError || error instanceof SourceError);
    const isOver = (): boolean => obstacle instanceof SourceError || record.current().need === null;
    return loop.until(isOver, () => safeStep(isFatal));
  }

  return {
    async start() {
      const firstWaitMs = source.immediate ? await firstCertificate() : 0;
      running = loop.onwards(firstWaitMs, () => safeStep(() => false));
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
