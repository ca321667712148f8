// What the edge serves: the store's bundle in use, found again within a second of being replaced; a self-signed
// certificate until there is one. A store that can't be read, or a listener that refuses, leaves the one before.
import { X509Certificate } from 'node:crypto';
import type { Bundle } from '../certificates/bundle';
import type { CertificateReader } from '../certificates/store';
import { CERTIFICATE_ENDED, CERTIFICATE_NOT_YET_VALID } from '../health/faults/certificate';
import { sentencesOf } from '../health/judge';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { messageOf } from '../process/thrown';
import { loadCertificate, selfSigned, type ServedCertificate } from './certificate-loader';
import type { ListenerCertificate } from './listener-certificate';

const POLL_MS = 1_000;

export interface CertificateWatch {
  start(listener: ListenerCertificate): Promise<void>;
  served(): ServedCertificate | null;
  stop(): void;
}

/** @throws Error where the listener serves another one, or none */
async function hand(listener: ListenerCertificate, next: ServedCertificate, name: string): Promise<void> {
  listener.take(next);
  const expected = new X509Certificate(next.chain).fingerprint256.replaceAll(':', '').toLowerCase();
  const found = await listener.ask(name);
  if (found !== expected) throw new Error(`the listener serves ${found}, not ${expected}`);
}

function sameKey(a: Buffer | null, b: Buffer | null): boolean {
  return a === b || (a !== null && b !== null && a.equals(b));
}

/** One that isn't valid now is served all the same: a browser whose clock is right may find nothing wrong with it. */
function reportUse({ bundle, trusted }: ServedCertificate, now: Date, logger: Logger): void {
  if (!bundle) return void logger.warn('no certificate yet: a self-signed one answers');
  const { origin, names, notBefore, notAfter, fingerprint }: Bundle = bundle;
  logger.info({ origin, names, notAfter, fingerprint, trusted }, 'certificate in use');
  const facts = { now, certificateInUse: { notBefore, notAfter, emergencyAt: null } };
  for (const problem of sentencesOf(facts, [CERTIFICATE_NOT_YET_VALID, CERTIFICATE_ENDED])) {
    logger.error({ now, notBefore, notAfter }, problem);
  }
}

export function createCertificateWatch(options: {
  readonly reader: CertificateReader;
  /** The first is the one that the listener is asked for. */
  readonly names: readonly string[];
  readonly trustedRoots: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}): CertificateWatch {
  const { reader, names, trustedRoots, clock, logger } = options;
  let served: ServedCertificate | null = null;
  let version = '';
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let lastProblem = '';

  function report(problem: string): void {
    if (problem !== '' && problem !== lastProblem) logger.error({ problem }, 'the certificate store has a fault');
    lastProblem = problem;
  }

  /** What the listener refuses is not believed; the one before is served on. */
  async function use(listener: ListenerCertificate, next: ServedCertificate): Promise<void> {
    const before = served;
    const [name = ''] = names;
    try {
      await hand(listener, next, name);
      served = next;
      reportUse(next, clock.now(), logger);
    } catch (error) {
      const facts = { fingerprint: next.bundle?.fingerprint ?? 'self-signed', reason: messageOf(error) };
      logger.error(facts, 'a certificate can not be served; the one before goes on');
      // Where that fails nothing is known of what is served: looked for anew in a second.
      served = null;
      if (before) await hand(listener, before, name);
      served = before;
    }
  }

  async function look(listener: ListenerCertificate): Promise<void> {
    const found = await reader.version();
    if (found === version && served) return;
    const { certificate, problem } = await loadCertificate(reader, served, { names, trustedRoots, now: clock.now() });
    report(problem);
    version = found;
    if (certificate.chain !== served?.chain || !sameKey(certificate.ticketKey, served.ticketKey))
      await use(listener, certificate);
  }

  function schedule(listener: ListenerCertificate): void {
    if (stopped) return;
    timer = setTimeout(() => {
      look(listener)
        .catch((error: unknown) => report(String(error)))
        .finally(() => schedule(listener));
    }, POLL_MS);
    timer.unref();
  }

  return {
    async start(listener) {
      await look(listener).catch((error: unknown) => report(String(error)));
      if (!served) await use(listener, await selfSigned(names, clock.now()));
      if (!served) throw new Error('no certificate can be served');
      schedule(listener);
    },
    served: () => served,
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}
