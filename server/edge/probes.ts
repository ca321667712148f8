// The edge's own paths, as docs/architecture.md lists them. Load balancers ask for `/health` by address, before there is
// a name or a certificate.
import type { Bundle } from '../certificates/bundle';
import { evidenceOf } from '../health/fault';
import { CERTIFICATE_ENDED, CERTIFICATE_NOT_YET_VALID } from '../health/faults/certificate';
import { SHOP_NOT_READY } from '../health/faults/processes';
import type { Clock } from '../process/clock';
import type { Answer } from './answer';
import type { ServedCertificate } from './certificate-loader';
import { SECURITY_HEADERS } from './error-pages';
import type { Upstream } from './proxy';
import { isHealthCheck } from './reserved-paths';

const SHOP_TIMEOUT_MS = 2_000;
/** What the shop said counts for so long, however often and by whom it is asked for. */
const SHOP_STATUS_MS = 1_000;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface Probes {
  answer(path: string): Promise<Answer>;
}

function answerOf(well: boolean, type: 'text/plain' | 'application/json', body: string): Answer {
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': `${type}; charset=utf-8`,
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
  };
  return { status: well ? 200 : 503, headers, body };
}

/** No process tells this one who renews it, and when: what ends soon is valid. */
function isValid({ notBefore, notAfter }: Pick<Bundle, 'notBefore' | 'notAfter'>, now: Date): boolean {
  const facts = { now, certificateInUse: { notBefore, notAfter, emergencyAt: null } };
  return evidenceOf(CERTIFICATE_NOT_YET_VALID, facts) === null && evidenceOf(CERTIFICATE_ENDED, facts) === null;
}

function certificateState(served: ServedCertificate | null, now: Date): Record<string, unknown> & { ok: boolean } {
  const bundle = served?.bundle;
  if (!bundle) return { ok: false, source: 'self-signed' };
  const daysLeft = Math.floor((bundle.notAfter.getTime() - now.getTime()) / DAY_MS);
  return {
    ok: isValid(bundle, now),
    names: bundle.names,
    notAfter: bundle.notAfter.toISOString(),
    daysLeft,
    trusted: served.trusted,
  };
}

function createShopStatus(
  upstream: Pick<Upstream, 'ask'>,
  authority: string,
  nowMs: () => number,
): () => Promise<number | null> {
  let asked: { readonly status: Promise<number | null>; untilMs: number } | null = null;
  return () => {
    if (asked && nowMs() < asked.untilMs) return asked.status;
    const status = upstream.ask('/readyz', authority, SHOP_TIMEOUT_MS);
    const current = { status, untilMs: Infinity };
    asked = current;
    void status.then(() => (current.untilMs = nowMs() + SHOP_STATUS_MS));
    return status;
  };
}

export function createProbes(options: {
  readonly release: string;
  readonly authority: string;
  readonly upstream: Pick<Upstream, 'ask'>;
  readonly served: () => ServedCertificate | null;
  readonly clock: Clock;
  readonly nowMs: () => number;
}): Probes {
  const { release } = options;
  const shopStatus = createShopStatus(options.upstream, options.authority, options.nowMs);
  return {
    async answer(path) {
      if (path === '/healthz') {
        return answerOf(true, 'application/json', JSON.stringify({ status: 'ok', process: 'edge', release }));
      }
      const status = await shopStatus();
      const now = options.clock.now();
      const shop = { ok: evidenceOf(SHOP_NOT_READY, { now, shopStatus: status }) === null, status };
      // Of the certificate a balancer hears nothing: behind one that turns its back, none could ever be ordered.
      if (isHealthCheck(path)) return answerOf(shop.ok, 'text/plain', shop.ok ? 'ok\n' : 'unavailable\n');
      const certificate = certificateState(options.served(), now);
      const ready = certificate.ok && shop.ok;
      const facts = { status: ready ? 'ready' : 'not ready', process: 'edge', release, certificate, shop };
      return answerOf(ready, 'application/json', JSON.stringify(facts));
    },
  };
}
