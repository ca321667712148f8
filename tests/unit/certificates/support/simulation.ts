/** A manager whose clock jumps over every sleep, and a CA that needs no network and fails when told to. */
import pino from 'pino';
import type { AcmeDirectory } from '../../../../server/certificates/attempts';
import { issueServerCertificate } from '../../../../server/certificates/issue';
import { createCertificateManager } from '../../../../server/certificates/manager';
import { needOf } from '../../../../server/certificates/renewal';
import type { RenewalInfo } from '../../../../server/certificates/renewal-info';
import type { CertificateSource, ObtainOptions, Obtained } from '../../../../server/certificates/source';
import { readStatus, type CertificateStatus } from '../../../../server/certificates/status';
import { createCertificateStore } from '../../../../server/certificates/store';
import { daysFrom, type createManualClock } from './temporary';

export const ORIGIN = 'acme https://ca.test/directory';
export const NAMES = ['essence-aura.test'];
const HOUR_MS = 60 * 60 * 1000;

export type ManualClock = ReturnType<typeof createManualClock>;
export type LogLine = Record<string, unknown>;

export interface FakeSource extends CertificateSource {
  obtain: (options: ObtainOptions) => Promise<Obtained>;
  /** What the CA answers to an order; null: a certificate. */
  failWith: Error | null | ((directory: AcmeDirectory, now: Date) => Error | null);
  names: string[];
  readonly ordered: { readonly at: Date; readonly directory: AcmeDirectory }[];
  /** The end of every certificate that was handed out at production. */
  readonly issued: { readonly from: Date; readonly to: Date }[];
}

export function createFakeSource(options: {
  clock: ManualClock;
  lifetimeDays?: number;
  immediate?: boolean;
  isReached?: (now: Date) => boolean;
  slowDns?: boolean;
  stagingDirectoryUrl?: string;
  askRenewalInfo?: (from: Date, to: Date, previous: RenewalInfo | null) => Omit<RenewalInfo, 'certificate'>;
}): FakeSource {
  const { clock, lifetimeDays = 90, immediate = false, isReached, askRenewalInfo } = options;
  const source: FakeSource = {
    name: 'acme',
    immediate,
    checkEveryMs: HOUR_MS,
    stagingDirectoryUrl: options.stagingDirectoryUrl ?? null,
    failWith: null,
    names: NAMES,
    ordered: [],
    issued: [],
    needsNew: (inUse, now, info) =>
      Promise.resolve(needOf(inUse, { origin: ORIGIN, names: NAMES, now, info: info ?? null })),
    async obtain({ directory, begin }) {
      if (!immediate) await begin();
      const now = clock.now();
      source.ordered.push({ at: now, directory });
      const failure = typeof source.failWith === 'function' ? source.failWith(directory, now) : source.failWith;
      if (failure) throw failure;
      const to = daysFrom(now, lifetimeDays);
      const pair = await issueServerCertificate({ names: source.names, notBefore: now, notAfter: to });
      if (directory === 'production') source.issued.push({ from: now, to });
      return { origin: directory === 'production' ? ORIGIN : 'acme https://staging.test/directory', pair };
    },
    ...(isReached && {
      lookForNames: () => Promise.resolve({ reached: isReached(clock.now()), slowDns: options.slowDns ?? false }),
    }),
    ...(askRenewalInfo
      ? {
          askRenewalInfo: (bundle, previous) =>
            Promise.resolve({
              certificate: bundle.fingerprint,
              ...askRenewalInfo(
                bundle.notBefore,
                bundle.notAfter,
                previous?.certificate === bundle.fingerprint ? previous : null,
              ),
            }),
        }
      : {}),
  };
  return source;
}

/** The time without a valid certificate since the first, up to `until`. */
export function gapDays(issued: FakeSource['issued'], until: Date): number {
  let gapMs = 0;
  let covered = issued[0]?.from ?? until;
  for (const { from, to } of issued) {
    gapMs += Math.max(from.getTime() - covered.getTime(), 0);
    covered = to > covered ? to : covered;
  }
  return (gapMs + Math.max(until.getTime() - covered.getTime(), 0)) / (24 * HOUR_MS);
}

export async function statusIn(directory: string): Promise<CertificateStatus> {
  const status = await readStatus(createCertificateStore(directory).paths.status);
  if (!status) throw new Error('there is no status');
  return status;
}

interface Simulation {
  readonly directory: string;
  readonly source: CertificateSource;
  readonly clock: ManualClock;
  readonly days: number;
  /** A machine that is suspended a lot: an hour's sleep takes so many hours. */
  readonly lateness?: number;
  readonly onSleep?: (now: Date) => void | Promise<void>;
}

export const managerIn = (directory: string, source: CertificateSource, clock: ManualClock) =>
  createCertificateManager({
    source,
    store: createCertificateStore(directory),
    about: ORIGIN,
    clock,
    logger: pino({ level: 'silent' }),
  });

export async function simulate(options: Simulation): Promise<LogLine[]> {
  const { directory, source, clock, days, lateness = 6 } = options;
  const lines: LogLine[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) });
  const end = daysFrom(clock.now(), days);
  const ended = new AbortController();
  const manager = createCertificateManager({
    source,
    store: createCertificateStore(directory),
    about: ORIGIN,
    clock,
    logger,
    async sleep(ms, signal) {
      clock.advanceMs(ms < HOUR_MS ? Math.max(ms, 1) : lateness * ms);
      await options.onSleep?.(clock.now());
      if (clock.now() < end) return;
      ended.abort();
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    },
  });
  await manager.start();
  if (!ended.signal.aborted) await new Promise((resolve) => ended.signal.addEventListener('abort', resolve));
  await manager.stop();
  return lines;
}

export const runDays = (
  directory: string,
  source: CertificateSource,
  clock: ManualClock,
  days: number,
): Promise<LogLine[]> => simulate({ directory, source, clock, days });
