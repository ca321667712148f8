/**
 * What the edge serves: the store's bundle in use, found again within a second of being replaced; a self-signed
 * certificate until there is one. A store that can't be read changes nothing: what is in memory goes on. One is said to
 * be in use when the listener itself has served it.
 */
import { X509Certificate } from 'node:crypto';
import { type Bundle, chainsTo } from '../certificates/bundle';
import type { KeyAndCertificate } from '../certificates/issue';
import { createSelfSigned } from '../certificates/self-signed';
import type { CertificateReader } from '../certificates/store';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { messageOf } from '../process/thrown';

const POLL_MS = 1_000;

export interface ServedCertificate extends KeyAndCertificate {
  /** null: the self-signed one, because the store has none. */
  readonly bundle: Bundle | null;
  /** Ends at a root that browsers know; only then may HSTS be promised. */
  readonly trusted: boolean;
  /** null: Node's own, different in every process. */
  readonly ticketKey: Buffer | null;
}

export interface CertificateWatch {
  /** Loads what there is and then keeps looking. */
  start(): Promise<ServedCertificate>;
  served(): ServedCertificate | null;
  stop(): void;
}

export function createCertificateWatch(options: {
  readonly reader: CertificateReader;
  readonly names: readonly string[];
  readonly trustedRoots: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hands it to the listener. @throws where OpenSSL refuses it */
  readonly take: (next: ServedCertificate) => void;
  /** @returns fingerprint of the certificate that the listener serves; rejects where it serves none */
  readonly ask: () => Promise<string>;
}): CertificateWatch {
  const { reader, clock, logger, take, ask } = options;
  let served: ServedCertificate | null = null;
  let version = '';
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let lastProblem = '';

  function report(problem: string): void {
    if (problem !== '' && problem !== lastProblem) logger.error({ problem }, 'the certificate store has a fault');
    lastProblem = problem;
  }

  const selfSigned = async (ticketKey: Buffer | null): Promise<ServedCertificate> => ({
    ...(await createSelfSigned(options.names, clock.now())),
    bundle: null,
    trusted: false,
    ticketKey,
  });

  async function load(): Promise<ServedCertificate> {
    const problems: string[] = [];
    const ticketKey = await reader.loadTicketKey().catch((error: unknown) => {
      problems.push(`the key of TLS session tickets can not be read: ${messageOf(error)}`);
      return served?.ticketKey ?? null;
    });
    const loaded = await reader.load(clock.now());
    problems.push(...(loaded?.damaged ?? []));
    if (!loaded && served?.bundle) problems.push('it holds no certificate any more; the one in memory goes on');
    report(problems.join('; '));
    if (!loaded) return served ? { ...served, ticketKey } : selfSigned(ticketKey);
    const { bundle } = loaded;
    return { ...bundle, bundle, trusted: chainsTo(bundle, options.trustedRoots), ticketKey };
  }

  /** Served all the same: a browser whose clock is right may find nothing wrong with it. */
  function reportDates({ notBefore, notAfter }: Bundle): void {
    const now = clock.now();
    if (now < notBefore) logger.error({ now, notBefore }, 'the certificate is not valid yet: is the clock right?');
    if (now > notAfter) logger.error({ now, notAfter }, 'the certificate has expired: is the clock right?');
  }

  function reportUse({ bundle, trusted }: ServedCertificate): void {
    if (!bundle) return void logger.warn('no certificate yet: a self-signed one answers');
    const { origin, names, notAfter, fingerprint } = bundle;
    logger.info({ origin, names, notAfter, fingerprint, trusted }, 'certificate in use');
    reportDates(bundle);
  }

  /** @throws Error where the listener serves another one, or none */
  async function hand(next: ServedCertificate): Promise<void> {
    take(next);
    const expected = new X509Certificate(next.chain).fingerprint256.replaceAll(':', '').toLowerCase();
    const found = await ask();
    if (found !== expected) throw new Error(`the listener serves ${found}, not ${expected}`);
  }

  /** What the listener refuses is not believed; the one before is served on. */
  async function use(next: ServedCertificate): Promise<void> {
    try {
      await hand(next);
    } catch (error) {
      const fingerprint = next.bundle?.fingerprint ?? 'self-signed';
      logger.error(
        { fingerprint, reason: messageOf(error) },
        'a certificate can not be served; the one before goes on',
      );
      await goBack();
      return;
    }
    served = next;
    reportUse(next);
  }

  async function goBack(): Promise<void> {
    if (!served) return;
    try {
      await hand(served);
    } catch (error) {
      // Nothing is known of what is served: looked for anew in a second.
      served = null;
      throw error;
    }
  }

  async function look(): Promise<void> {
    const found = await reader.version();
    if (found === version && served) return;
    const next = await load();
    version = found;
    if (next.chain !== served?.chain || !sameKey(next.ticketKey, served.ticketKey)) await use(next);
  }

  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      look()
        .catch((error: unknown) => report(String(error)))
        .finally(schedule);
    }, POLL_MS);
    timer.unref();
  }

  return {
    async start() {
      await look().catch((error: unknown) => report(String(error)));
      if (!served) await use(await selfSigned(null));
      if (!served) throw new Error('no certificate can be served');
      schedule();
      return served;
    },
    served: () => served,
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}

function sameKey(a: Buffer | null, b: Buffer | null): boolean {
  return a === b || (a !== null && b !== null && a.equals(b));
}
