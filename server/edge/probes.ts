/**
 * The edge's own two paths. `/healthz`: this process lives, and which release it is. `/readyz`: a visitor would be
 * served, with a certificate of the configured source and a shop that says it is ready. The shop has the same two on
 * its loopback port.
 */
import type { Clock } from '../process/clock';
import type { ServedCertificate } from './certificate-watch';
import type { Upstream } from './proxy';

export interface ProbeAnswer {
  readonly status: 200 | 503;
  readonly body: Readonly<Record<string, unknown>>;
}

const SHOP_TIMEOUT_MS = 2_000;
const DAY_MS = 24 * 60 * 60 * 1000;

export function isProbe(path: string): boolean {
  return path === '/healthz' || path === '/readyz';
}

export interface Probes {
  answer(path: string): Promise<ProbeAnswer>;
}

function certificateState(served: ServedCertificate | null, now: Date): Record<string, unknown> & { ok: boolean } {
  const bundle = served?.bundle;
  if (!bundle) return { ok: false, source: 'self-signed' };
  const daysLeft = Math.floor((bundle.notAfter.getTime() - now.getTime()) / DAY_MS);
  return {
    ok: bundle.notBefore <= now && bundle.notAfter > now,
    names: bundle.names,
    notAfter: bundle.notAfter.toISOString(),
    daysLeft,
    trusted: served.trusted,
  };
}

export function createProbes(options: {
  readonly release: string;
  readonly authority: string;
  readonly upstream: Upstream;
  readonly served: () => ServedCertificate | null;
  readonly clock: Clock;
}): Probes {
  return {
    async answer(path) {
      if (path === '/healthz') {
        return { status: 200, body: { status: 'ok', process: 'edge', release: options.release } };
      }
      const certificate = certificateState(options.served(), options.clock.now());
      const shopStatus = await options.upstream.ask('/readyz', options.authority, SHOP_TIMEOUT_MS);
      const shop = { ok: shopStatus === 200, status: shopStatus };
      const ready = certificate.ok && shop.ok;
      return {
        status: ready ? 200 : 503,
        body: { status: ready ? 'ready' : 'not ready', process: 'edge', release: options.release, certificate, shop },
      };
    },
  };
}
