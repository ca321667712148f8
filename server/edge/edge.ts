/** The front door: two listeners, where each request goes, and what is said when it can't get there. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SecureServerOptions } from 'node:http2';
import type { CertificateReader } from '../certificates/store';
import type { Config } from '../config/env';
import { isPreflight } from '../cors';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { logWhenEnded } from './access-log';
import { createCertificateWatch, type ServedCertificate } from './certificate-watch';
import { createCachedPages } from './cache/cached-pages';
import { createShopOrigin } from './cache/shop-origin';
import { createDrain } from './drain';
import { errorAnswer } from './error-pages';
import { corsRequestOf, createExchange, ownCorsHeaders, type Exchange } from './exchange';
import { failureOfError, FAILURES, isShopFailure, type FailureName } from './failures';
import { createGreenlockServers } from './greenlock';
import { listen } from './listen';
import { createProbes, isProbe } from './probes';
import { createUpstream, isRepeatable, SHOP_TIMEOUT_MS } from './proxy';
import { destinationOf, siteOf } from './redirects';
import { HSTS, SERVER_LIMITS, TLS_OPTIONS } from './policy';

export type EdgeConfig = Pick<
  Config,
  'domain' | 'httpPort' | 'httpsPort' | 'publicHttpsPort' | 'shopPort' | 'certificates' | 'pageCache'
>;

export interface EdgeOptions {
  readonly config: EdgeConfig;
  readonly certificates: CertificateReader;
  /** PEM; a certificate that ends at one of them is trusted by browsers. */
  readonly trustedRoots: readonly string[];
  /** As `/healthz` names it. */
  readonly release: string;
  readonly clock: Clock;
  readonly newRequestId: () => string;
  /** How long the shop may take for the first byte of an answer. */
  readonly shopTimeoutMs?: number;
  readonly logger: Logger;
}

export interface Edge {
  /** Opens the ports, last of all: traffic comes from here on. @throws ListenError */
  listen(): Promise<{ readonly httpPort: number; readonly httpsPort: number }>;
  /** Stops taking connections and lets what runs end. */
  drain(deadlineMs: number): Promise<void>;
  close(): Promise<void>;
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function createEdge(options: EdgeOptions): Edge {
  const { config, clock, logger } = options;
  const site = siteOf(config);
  const upstream = createUpstream({ port: config.shopPort, timeoutMs: options.shopTimeoutMs ?? SHOP_TIMEOUT_MS });
  const exchanges = new WeakMap<IncomingMessage, Exchange>();
  const apexOrigin = site.originOf(site.hosts.apex);
  const authorityOf = (host: string): string => site.originOf(host).slice('https://'.length);

  const servers = createGreenlockServers({
    names: site.names,
    secureOptions: { ...TLS_OPTIONS },
    answerChallenge: (token) => options.certificates.loadChallenge(token),
    onArrival,
    onRequest,
    logger,
  });
  const watch = createCertificateWatch({
    reader: options.certificates,
    names: site.names,
    trustedRoots: options.trustedRoots,
    clock,
    logger,
    onChange: useCertificate,
  });
  const drain = createDrain(servers);
  const probes = createProbes({
    release: options.release,
    authority: authorityOf(site.hosts.apex),
    upstream,
    served: () => watch.served(),
    clock,
  });
  const pages = config.pageCache
    ? createCachedPages({
        shopPort: config.shopPort,
        authority: authorityOf(site.hosts.apex),
        origin: createShopOrigin(upstream.send),
        ownHeaders,
        pass: (exchange) => forward(exchange, site.hosts.apex),
        fail: (exchange, error) => failWith(exchange, error, site.hosts.apex),
        logger,
      })
    : null;
  Object.assign(servers.http, SERVER_LIMITS);
  Object.assign(servers.https, SERVER_LIMITS);

  function useCertificate(served: ServedCertificate): void {
    const secure: SecureServerOptions = { ...TLS_OPTIONS, key: served.key, cert: served.chain };
    // Both every time: without the key Node falls back to the one it made at start, without the context id no session
    // is resumed.
    if (served.ticketKey) secure.ticketKeys = served.ticketKey;
    servers.https.setSecureContext(secure);
    if (served.ticketKey) servers.https.setTicketKeys(served.ticketKey);
  }

  function onArrival(request: IncomingMessage, response: ServerResponse, authority: string): void {
    const exchange = createExchange(request, response, {
      id: options.newRequestId(),
      authority,
      startedAtMs: performance.now(),
    });
    exchanges.set(request, exchange);
    logWhenEnded(exchange, logger, () => performance.now());
  }

  function onRequest(request: IncomingMessage): void {
    const exchange = exchanges.get(request);
    if (!exchange) throw new Error('a request came past its arrival');
    try {
      route(exchange);
    } catch (error) {
      logger.error({ err: error, id: exchange.id }, 'the edge failed');
      fail(exchange, 'edge-error', null);
    }
  }

  function route(exchange: Exchange): void {
    const method = exchange.request.method ?? '';
    const url = exchange.request.url ?? '';
    const destination = destinationOf({ secure: exchange.secure, authority: exchange.authority, method, url }, site);
    switch (destination.kind) {
      case 'malformed':
      case 'misdirected':
        return fail(exchange, destination.kind, null);
      case 'redirect':
        return answer(exchange, destination.status, { location: destination.location, 'content-length': '0' }, '');
      case 'shop':
        if (!METHODS.has(method)) return fail(exchange, 'method-not-allowed', destination.host);
        if (isProbe(exchange.path)) return void answerProbe(exchange);
        if (destination.host === site.hosts.apex && pages?.answer(exchange)) return;
        return forward(exchange, destination.host);
    }
  }

  function forward(exchange: Exchange, host: string): void {
    upstream.forward(exchange, {
      authority: authorityOf(host),
      ownHeaders: () => ownHeaders(exchange),
      onFailure: (failure, error) => {
        exchange.reason = error.message;
        fail(exchange, failure, host);
      },
    });
  }

  function failWith(exchange: Exchange, error: Error, host: string): void {
    exchange.reason = error.message;
    fail(exchange, failureOfError(error), host);
  }

  async function answerProbe(exchange: Exchange): Promise<void> {
    const { status, body } = await probes.answer(exchange.path);
    const text = JSON.stringify(body);
    const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
    answer(exchange, status, { ...headers, 'content-length': String(Buffer.byteLength(text)) }, text);
  }

  /** @param host the virtual host that was asked for, null where it is none of ours */
  function fail(exchange: Exchange, failure: FailureName, host: string | null): void {
    exchange.failure = failure;
    const cors = ownCorsHeaders(exchange, { host, appHost: site.hosts.app, apexOrigin });
    if (host === site.hosts.app && isShopFailure(failure) && isPreflight(corsRequestOf(exchange.request))) {
      // The page's script shall read the 503 of its call itself, not a failed preflight.
      return answer(exchange, 204, cors, '');
    }
    const { headers, body } = errorAnswer(failure, {
      path: exchange.path,
      requestId: exchange.id,
      repeatable: isRepeatable(exchange.request.method ?? ''),
    });
    answer(exchange, FAILURES[failure].status, { ...headers, ...cors }, body);
  }

  function ownHeaders(exchange: Exchange): Record<string, string> {
    const headers: Record<string, string> = { 'x-request-id': exchange.id };
    if (exchange.secure && watch.served()?.trusted) headers['strict-transport-security'] = HSTS;
    if (drain.draining() && exchange.request.httpVersionMajor < 2) headers['connection'] = 'close';
    return headers;
  }

  function answer(exchange: Exchange, status: number, headers: Record<string, string>, body: string): void {
    const { request, response } = exchange;
    if (response.headersSent || exchange.ended) return;
    response.writeHead(status, { ...headers, ...ownHeaders(exchange) });
    if (request.method === 'HEAD' || body === '') return void response.end();
    exchange.bytes = Buffer.byteLength(body);
    response.end(body);
  }

  return {
    async listen() {
      const served = await watch.start();
      pages?.start();
      servers.https.once('listening', () => {
        // In cluster mode listen() overrides the ticket key with that of the first worker.
        if (served.ticketKey) servers.https.setTicketKeys(served.ticketKey);
      });
      const httpsPort = await listen(servers.https, { port: config.httpsPort, variable: 'HTTPS_PORT', logger });
      const httpPort = await listen(servers.http, { port: config.httpPort, variable: 'HTTP_PORT', logger });
      return { httpPort, httpsPort };
    },
    drain: (deadlineMs) => drain.begin(deadlineMs),
    async close() {
      watch.stop();
      await pages?.stop();
      await upstream.close();
    },
  };
}
