/** A `certificates` process in the test's own process, with a store of its own and something that answers challenges. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { createCertificates } from '../../../server/certificates/create';
import type { CertificateManager } from '../../../server/certificates/manager';
import { readStatus, type CertificateStatus } from '../../../server/certificates/status';
import { createCertificateStore, type CertificateStore } from '../../../server/certificates/store';
import type { Clock } from '../../../server/process/clock';
import { answerChallenges } from './acme-server';
import { closeLater, createLogCapture, type LogLine } from './edge';

export const SHOP = 'essence-aura.test';

export interface AcmeShop {
  readonly dataDir: string;
  readonly store: CertificateStore;
  readonly httpPort: number;
  readonly lines: LogLine[];
  /** Moves by itself with real time, and over every pause between looks. */
  readonly clock: Clock & { advanceMs(ms: number): void };
  /** Until then nothing is waited for, by this shop's clock; at first only while there is a need for a certificate. */
  runUntil(at: Date): void;
  /** Starts a manager; ended with the test file, or by its own stop(). */
  start(acme: {
    readonly directoryUrl: string;
    readonly caFile: string | null;
    readonly staging?: string;
  }): Promise<CertificateManager>;
  status(): Promise<CertificateStatus | null>;
  messages(msg: string): LogLine[];
}

function createMovingClock(): AcmeShop['clock'] {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    advanceMs: (ms) => void (aheadMs += ms),
  };
}

export async function createAcmeShop(options: { readonly domain?: string } = {}): Promise<AcmeShop> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'acme-'));
  closeLater(() => rm(dataDir, { recursive: true, force: true }));
  const store = createCertificateStore(dataDir);
  await store.prepare(new Date());
  const httpPort = await answerChallenges(store);
  const clock = createMovingClock();
  const { logger, lines } = createLogCapture();
  let end = new Date(0);

  /** The clock jumps over pauses; but when all is done it stands, or a week would pass every second. */
  async function sleep(ms: number, signal: AbortSignal): Promise<void> {
    const needed = (await readStatus(store.paths.status))?.need ?? null;
    if (needed !== null || clock.now() < end) clock.advanceMs(ms);
    await sleepFor(10, undefined, { signal });
  }

  return {
    dataDir,
    store,
    httpPort,
    lines,
    clock,
    async start({ directoryUrl, caFile, staging }) {
      const manager = createCertificates({
        config: {
          dataDir,
          domain: options.domain ?? SHOP,
          httpPort,
          edgeAddress: null,
          certificates: 'acme',
          acme: { directoryUrl, email: null, caFile },
        },
        clock,
        logger,
        random: () => 0.5,
        stagingOf: () => staging ?? null,
        sleep,
      });
      closeLater(() => manager.stop());
      await manager.start();
      return manager;
    },
    runUntil: (at) => void (end = at),
    status: () => readStatus(store.paths.status),
    messages: (msg) => lines.filter((line) => line['msg'] === msg),
  };
}
