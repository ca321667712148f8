/**
 * What the edge serves: the store's bundle in use, found again within a second of being replaced; a self-signed
 * certificate until there is one. A store that can't be read changes nothing: what is in memory goes on.
 */
import { type Bundle, chainsTo } from '../certificates/bundle';
import type { KeyAndCertificate } from '../certificates/issue';
import { createSelfSigned } from '../certificates/self-signed';
import type { CertificateReader } from '../certificates/store';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';

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
  readonly onChange: (served: ServedCertificate) => void;
}): CertificateWatch {
  const { reader, clock, logger } = options;
  let served: ServedCertificate | null = null;
  let version = '';
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let lastProblem = '';

  function report(problem: string): void {
    if (problem !== '' && problem !== lastProblem) logger.error({ problem }, 'the certificate store has a fault');
    lastProblem = problem;
  }

  async function load(): Promise<ServedCertificate> {
    const [loaded, ticketKey] = await Promise.all([reader.load(clock.now()), reader.loadTicketKey()]);
    report(loaded?.damaged.join('; ') ?? '');
    if (loaded) {
      const { bundle } = loaded;
      return { ...bundle, bundle, trusted: chainsTo(bundle, options.trustedRoots), ticketKey };
    }
    if (served) {
      if (served.bundle) report('it holds no certificate any more; the one in memory goes on');
      return { ...served, ticketKey };
    }
    const selfSigned = await createSelfSigned(options.names, clock.now());
    return { ...selfSigned, bundle: null, trusted: false, ticketKey };
  }

  /** Served all the same: a browser whose clock is right may find nothing wrong with it. */
  function reportDates({ notBefore, notAfter }: Bundle): void {
    const now = clock.now();
    if (now < notBefore) logger.error({ now, notBefore }, 'the certificate is not valid yet: is the clock right?');
    if (now > notAfter) logger.error({ now, notAfter }, 'the certificate has expired: is the clock right?');
  }

  function use(next: ServedCertificate): void {
    served = next;
    const { bundle, trusted } = next;
    if (bundle) {
      const { origin, names, notAfter, fingerprint } = bundle;
      logger.info({ origin, names, notAfter, fingerprint, trusted }, 'certificate in use');
      reportDates(bundle);
    } else logger.warn('no certificate yet: a self-signed one answers');
  }

  async function look(): Promise<void> {
    const found = await reader.version();
    if (found === version && served) return;
    const next = await load();
    version = found;
    const changed = next.chain !== served?.chain || !sameKey(next.ticketKey, served.ticketKey);
    if (changed) {
      use(next);
      options.onChange(next);
    }
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
      try {
        await look();
      } catch (error) {
        report(String(error));
      }
      if (!served) {
        const selfSigned = await createSelfSigned(options.names, clock.now());
        const next = { ...selfSigned, bundle: null, trusted: false, ticketKey: null };
        use(next);
        options.onChange(next);
      }
      schedule();
      if (!served) throw new Error('no certificate could be made');
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
