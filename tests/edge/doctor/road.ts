/** Looks at servers on loopback as the doctor looks at a shop from outside. */
import type http from 'node:http';
import type { Context } from '../../../server/doctor/context';
import { gather } from '../../../server/doctor/gather';
import { probe, type AnyProbe } from '../../../server/doctor/probe';
import { ASSETS_PROBES } from '../../../server/doctor/probes/assets';
import { HTTP_PROBES } from '../../../server/doctor/probes/http';
import { NETWORK_PROBES } from '../../../server/doctor/probes/network';
import { PROXY_PROBES } from '../../../server/doctor/probes/proxy';
import { TLS_PROBES } from '../../../server/doctor/probes/tls';
import { ASSETS_FAULTS } from '../../../server/health/faults/assets';
import { HTTP_FAULTS } from '../../../server/health/faults/http';
import { NETWORK_FAULTS } from '../../../server/health/faults/network';
import { PROXY_FAULTS } from '../../../server/health/faults/proxy';
import { TLS_FAULTS } from '../../../server/health/faults/tls';
import { judge, type Finding, type GivenFacts } from '../../../server/health/judge';
import { hostsOf } from '../../../server/hosts';
import { corsHeaders, isApiPath, isPreflight } from '../../../server/http/cors';
import { systemClock } from '../../../server/process/clock';

const PROBES = [...NETWORK_PROBES, ...TLS_PROBES, ...HTTP_PROBES, ...PROXY_PROBES, ...ASSETS_PROBES];
const FAULTS = [...NETWORK_FAULTS, ...TLS_FAULTS, ...HTTP_FAULTS, ...PROXY_FAULTS, ...ASSETS_FAULTS];

export interface Place {
  readonly domain: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly extraRoots?: readonly string[];
  readonly isPublic?: boolean;
  /** Of each name; 127.0.0.1 where nothing is said. */
  readonly addresses?: readonly string[];
}

export interface Sight {
  readonly facts: GivenFacts;
  readonly findings: readonly Finding[];
  /** Their ids, those that follow from others behind them. */
  readonly ids: readonly string[];
  readonly unlooked: readonly string[];
  readonly tookMs: number;
}

export async function look(place: Place): Promise<Sight> {
  const hosts = hostsOf(place.domain);
  const { httpPort, httpsPort, extraRoots = [], addresses: listed = ['127.0.0.1'] } = place;
  const context: Context = {
    target: { hosts, httpPort, httpsPort, shopPort: 3001, isPublic: place.isPublic ?? true },
    clock: systemClock,
    reach: { resolvers: [], extraRoots, rdapBootstrapUrl: 'http://127.0.0.1:9/' },
    inside: null,
    cloud: null,
  };
  const known = probe({
    ...{ fact: 'addresses', layer: 'dns', view: 'outside', deadlineMs: 1_000, after: [] },
    gather: () => Promise.resolve(hosts.all.flatMap(({ name: host }) => listed.map((address) => ({ host, address })))),
  });
  const startedAt = performance.now();
  const probes: AnyProbe[] = [known, ...PROBES];
  const { facts, looked } = await gather(probes, context, {
    signal: AbortSignal.timeout(30_000),
    tell: () => undefined,
  });
  const findings = judge(facts, FAULTS);
  return {
    facts,
    findings,
    ids: findings.flatMap(({ id, explains }) => [id, ...explains.map((one) => `${id} > ${one.id}`)]),
    unlooked: looked.flatMap(({ probe: one, reason }) => (reason === null ? [] : [`${one.fact}: ${reason}`])),
    tookMs: performance.now() - startedAt,
  };
}

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
};

export interface ShopWays {
  /** What is said instead of the usual answer; null: the usual one. */
  readonly instead?: (request: http.IncomingMessage, response: http.ServerResponse) => true | null;
  readonly html?: string;
  /** It takes its visitors for the machine itself; missing: it doesn't say. */
  readonly local?: boolean;
  readonly pageHeaders?: Readonly<Record<string, string | readonly string[]>>;
}

const HTML = '<!doctype html><script type="module" src="/assets/main.js"></script><a href="/perfumes/aura">Aura</a>';

/** Answers as the shop does, as far as anybody looks from outside. */
export function likeTheShop(apexOrigin: () => string, ways: () => ShopWays = () => ({})): http.RequestListener {
  return (request, response) => {
    const { instead, html = HTML, pageHeaders = {}, local } = ways();
    if (instead?.(request, response)) return;
    const { method = '', headers, url = '/' } = request;
    const say = (status: number, fields: http.OutgoingHttpHeaders, body = ''): void =>
      void response.writeHead(status, fields).end(body);
    if (isApiPath(url)) {
      const asked = {
        method,
        origin: headers.origin ?? null,
        requestMethod: headers['access-control-request-method'] ?? null,
        requestHeaders: headers['access-control-request-headers'] ?? null,
      };
      const status = isPreflight(asked) ? 204 : url === '/api/v1/session' ? 200 : 404;
      const secure = headers['x-forwarded-proto'] === 'https';
      return say(
        status,
        { ...corsHeaders(asked, apexOrigin()), 'cache-control': 'no-store' },
        JSON.stringify({ secure, local }),
      );
    }
    if (url === '/readyz') return say(200, {});
    if (url === '/assets/main.js') {
      return say(200, { 'content-type': 'text/javascript', 'cache-control': 'public, max-age=31536000, immutable' });
    }
    if (url.startsWith('/assets/') || url.endsWith('.js')) return say(404, { 'content-type': 'text/plain' });
    const isPrivate = /^\/(?:cart|account|admin)/.test(url);
    const cacheControl = isPrivate ? 'private, no-store' : 'public, max-age=0, must-revalidate';
    say(200, { ...PAGE_HEADERS, 'cache-control': cacheControl, ...pageHeaders }, html);
  };
}
