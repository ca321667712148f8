/** A `certificates` process in the test's own process, with a store of its own and something that answers challenges. */
import { setTimeout as sleepFor } from 'node:timers/promises';
import { createCertificates, type CertificatesConfig } from '../../../server/certificates/create';
import type { Dns01Places } from '../../../server/certificates/dns-01';
import type { CertificateManager } from '../../../server/certificates/manager';
import { readStatus, type CertificateStatus } from '../../../server/certificates/status';
import { createCertificateStore, type CertificateStore } from '../../../server/certificates/store';
import { systemClock, type Clock } from '../../../server/process/clock';
import { answerChallenges } from './acme-server';
import { closeLater, createLogCapture, newDirectory, until, type LogLine } from './edge';

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
  start(acme: AcmeDirectory & { readonly staging?: string; readonly dns?: Dns01Places }): Promise<CertificateManager>;
  status(): Promise<CertificateStatus | null>;
  hasCertificate(): Promise<boolean>;
  /** It has one and needs no other. */
  isContent(): Promise<boolean>;
  messages(msg: string): LogLine[];
}

type Acme = CertificatesConfig['acme'];
/** The directory, and whatever of its settings is not as when nothing is set. */
type AcmeDirectory = Pick<Acme, 'directoryUrl' | 'caFile'> & Partial<Acme>;

const UNSET = { email: null, challenge: 'http-01', dnsCredentialsFile: '/nonexistent', profile: null } as const;

export function configOf(dataDir: string, httpPort: number, directory: AcmeDirectory, domain = SHOP) {
  const acme: Acme = { ...UNSET, ...directory };
  return { dataDir, domain, httpPort, edgeAddress: null, certificates: 'acme', acme } as const;
}

function createMovingClock(): AcmeShop['clock'] {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    advanceMs: (ms) => void (aheadMs += ms),
  };
}

/** The first failure that the process reports, which is stopped after it. */
export async function firstFailureOf(config: ReturnType<typeof configOf>, dns?: Dns01Places): Promise<LogLine> {
  const { logger, lines } = createLogCapture();
  const manager = createCertificates({ config, clock: systemClock, logger, ...(dns ? { dns } : {}) });
  await manager.start();
  const failure = (): LogLine | undefined => lines.find(({ msg }) => msg === 'no new certificate');
  await until(() => failure() !== undefined);
  await manager.stop();
  return failure()!;
}

export async function createAcmeShop(): Promise<AcmeShop> {
  const dataDir = await newDirectory();
  const store = createCertificateStore(dataDir);
  await store.prepare(new Date());
  const httpPort = await answerChallenges(store);
  const clock = createMovingClock();
  const { logger, lines } = createLogCapture();
  const status = (): Promise<CertificateStatus | null> => readStatus(store.paths.status);
  let end = new Date(0);

  /** The clock jumps over pauses; but when all is done it stands, or a week would pass every second. */
  async function sleep(ms: number, signal: AbortSignal): Promise<void> {
    const needed = (await status())?.need ?? null;
    if (needed !== null || clock.now() < end) clock.advanceMs(ms);
    await sleepFor(10, undefined, { signal });
  }

  return {
    dataDir,
    store,
    httpPort,
    lines,
    clock,
    async start({ staging, dns, ...directory }) {
      const manager = createCertificates({
        config: configOf(dataDir, httpPort, directory),
        clock,
        logger,
        random: () => 0.5,
        stagingOf: () => staging ?? null,
        sleep,
        ...(dns ? { dns } : {}),
      });
      closeLater(() => manager.stop());
      await manager.start();
      return manager;
    },
    runUntil: (at) => void (end = at),
    status,
    hasCertificate: async () => (await status())?.certificate != null,
    async isContent() {
      const { certificate, need } = (await status()) ?? {};
      return certificate != null && need === null;
    },
    messages: (msg) => lines.filter((line) => line['msg'] === msg),
  };
}
