/** The front door: two listeners, where each request goes, and what is said when it can't get there. */
import type { IncomingMessage } from 'node:http';
import type { SecureServerOptions } from 'node:http2';
import type { CertificateReader } from '../certificates/store';
import { TLS_OPTIONS } from '../certificates/tls-options';
import type { Config } from '../config/env';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { createAccessLog } from './access-log';
import { answerBadRequests } from './bad-requests';
import { createCachedPages } from './cache/cached-pages';
import { addFastPath } from './cache/fast-path';
import { createShopOrigin } from './cache/shop-origin';
import { createCertificateWatch, type ServedCertificate } from './certificate-watch';
import { createConnections } from './connections';
import { createDrain } from './drain';
import type { Exchange } from './exchange';
import { failureOfError } from './failures';
import { createGreenlockServers } from './greenlock';
import { listen } from './listen';
import { allowOf } from './methods';
import { createOpenExchanges } from './open-exchanges';
import { createOwnAnswers } from './own-answers';
import { createOwnListener } from './own-listener';
import { connectionCap, hstsHeader, HTTP2_OPTIONS, LIMITS, serverProperties, type EdgeLimits } from './policy';
import { createProbes } from './probes';
import { createUpstream, SHOP_TIMEOUT_MS } from './proxy';
import { hostOfAuthority, siteOf } from './redirects';
import { isHeadTooLarge } from './request-head';
import { routeOf } from './route';
import { createSweep } from './sweep';

export type EdgeConfig = Pick<
  Config,
  | 'domain'
  | 'httpPort'
  | 'httpsPort'
  | 'edgeAddress'
  | 'publicHttpsPort'
  | 'shopPort'
  | 'certificates'
  | 'hstsMaxAgeSeconds'
  | 'pageCache'
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
  /** Other than those of `policy.ts`, for tests that can't wait. */
  readonly limits?: Partial<EdgeLimits>;
  /** How many files the operating system lets this process open; null where it doesn't say. */
  readonly openFiles?: number | null;
  readonly logger: Logger;
}

export interface Edge {
  /** Opens the ports, last of all: traffic comes from here on. @throws ListenError */
  listen(): Promise<{ readonly httpPort: number; readonly httpsPort: number }>;
  /** Stops taking connections and lets what runs end. */
  drain(deadlineMs: number): Promise<void>;
  close(): Promise<void>;
}

export function createEdge(options: EdgeOptions): Edge {
  const { config, clock, logger } = options;
  const limits: EdgeLimits = { ...LIMITS, ...options.limits };
  const nowMs = (): number => performance.now();
  const site = siteOf(config);
  const upstream = createUpstream({
    port: config.shopPort,
    timeoutMs: options.shopTimeoutMs ?? SHOP_TIMEOUT_MS,
    limits,
    nowMs,
  });
  const accessLog = createAccessLog(logger, nowMs);
  const hsts = hstsHeader(config.hstsMaxAgeSeconds);
  const authorities = new Map(
    site.hosts.all.map(({ name }) => [name, site.originOf(name).slice('https://'.length)] as const),
  );
  const authorityOf = (host: string): string => authorities.get(host) ?? host;

  const servers = createGreenlockServers({
    names: site.names,
    secureOptions: { ...TLS_OPTIONS, ...HTTP2_OPTIONS, handshakeTimeout: limits.handshakeMs },
    beneath: (socket) => connections.beneath(socket)?.raw,
    answerChallenge: (token) => options.certificates.loadChallenge(token),
    onArrival: (request, response, authority) => exchanges.begin(request, response, authority),
    onRequest,
    logger,
  });
  for (const server of [servers.http, servers.https]) Object.assign(server, serverProperties(limits));
  const servedUnder = createOwnListener(servers.https);
  const cap = connectionCap(limits, options.openFiles ?? null);
  const connections = createConnections({ servers, limits, cap, nowMs });
  const { newRequestId } = options;
  const { pipelined } = limits;
  const exchanges = createOpenExchanges({ connections, accessLog, newRequestId, pipelined, nowMs });
  const watch = createCertificateWatch({
    reader: options.certificates,
    names: site.names,
    trustedRoots: options.trustedRoots,
    clock,
    logger,
    take: takeCertificate,
    ask: () => servedUnder(site.hosts.apex),
  });
  const drain = createDrain(servers, connections);
  const own = createOwnAnswers({
    site,
    hsts: () => (watch.served()?.trusted ? hsts : null),
    draining: drain.draining,
  });
  const probes = createProbes({
    release: options.release,
    authority: authorityOf(site.hosts.apex),
    upstream,
    served: () => watch.served(),
    clock,
    nowMs,
  });
  const pages = config.pageCache
    ? createCachedPages({
        shopPort: config.shopPort,
        authority: authorityOf(site.hosts.apex),
        origin: createShopOrigin(upstream),
        send: own.send,
        pass: (exchange) => forward(exchange, site.hosts.apex),
        fail: (exchange, error) => failWith(exchange, error, site.hosts.apex),
        clock,
        logger,
      })
    : null;
  if (pages) {
    addFastPath(servers.https, {
      pages,
      isForStorefront: (authority) => hostOfAuthority(authority) === site.hosts.apex,
      isHeadTooLarge,
      begin: (request, response, authority) => exchanges.beginShort(request, response, authority),
      end: (exchange) => exchanges.end(exchange),
      send: own.send,
    });
  }
  answerBadRequests({
    servers,
    connections,
    accessLog,
    newRequestId,
    onArrival: (request, response) => exchanges.begin(request, response, request.headers.host ?? ''),
    fail: (exchange, failure) => own.fail(exchange, failure, null),
    exchangeOf: (request) => exchanges.of(request),
    latestOn: (connection) => exchanges.latestOn(connection),
  });
  const sweep = createSweep({
    connections,
    exchanges: exchanges.open,
    limits,
    nowMs,
    fail: (exchange, failure) => own.fail(exchange, failure, null),
    forget: (exchange) => exchanges.forget(exchange),
    onSwept() {
      connections.makeRoom();
      accessLog.writeRefusals(connections.takeRefusals());
    },
  });

  function takeCertificate(served: ServedCertificate): void {
    const secure: SecureServerOptions = { ...TLS_OPTIONS, key: served.key, cert: served.chain };
    // Both every time: without the key Node falls back to the one it made at start, without the context id no session
    // is resumed.
    if (served.ticketKey) secure.ticketKeys = served.ticketKey;
    servers.https.setSecureContext(secure);
    if (served.ticketKey) servers.https.setTicketKeys(served.ticketKey);
  }

  function onRequest(request: IncomingMessage): void {
    const exchange = exchanges.of(request);
    if (!exchange) return;
    try {
      answer(exchange);
    } catch (error) {
      logger.error({ err: error, id: exchange.id }, 'the edge failed');
      own.fail(exchange, 'edge-error', null);
    }
  }

  function answer(exchange: Exchange): void {
    const route = routeOf(exchange, { site, isOneTooMany: exchanges.isOneTooMany(exchange) });
    switch (route.kind) {
      case 'refused':
        return own.fail(exchange, route.failure, route.host);
      case 'redirect':
        return own.answer(exchange, route.status, { location: route.location, 'content-length': '0' }, '');
      case 'options':
        return own.answer(exchange, 204, { allow: allowOf('*') }, '');
      case 'probe':
        return void probes
          .answer(exchange.path)
          .then((said) => own.answer(exchange, said.status, said.headers, said.body));
      case 'shop':
        if (route.host === site.hosts.apex && pages?.answer(exchange)) return;
        return forward(exchange, route.host);
    }
  }

  function forward(exchange: Exchange, host: string): void {
    upstream.forward(exchange, {
      authority: authorityOf(host),
      ownHeaders: () => own.ownHeaders(exchange),
      send: (answer) => own.send(exchange, answer),
      onFailure: (failure, error) => {
        exchange.reason = error.message;
        own.fail(exchange, failure, host);
      },
    });
  }

  function failWith(exchange: Exchange, error: Error, host: string): void {
    exchange.reason = error.message;
    own.fail(exchange, failureOfError(error), host);
  }

  return {
    async listen() {
      const served = await watch.start();
      pages?.start();
      servers.https.once('listening', () => {
        // In cluster mode listen() overrides the ticket key with that of the first worker.
        if (served.ticketKey) servers.https.setTicketKeys(served.ticketKey);
      });
      const at = { address: config.edgeAddress, logger };
      const httpsPort = await listen(servers.https, { ...at, port: config.httpsPort, variable: 'HTTPS_PORT' });
      const httpPort = await listen(servers.http, { ...at, port: config.httpPort, variable: 'HTTP_PORT' });
      return { httpPort, httpsPort };
    },
    drain: (deadlineMs) => drain.begin(deadlineMs),
    async close() {
      watch.stop();
      await pages?.stop();
      sweep.stop();
      await upstream.close();
    },
  };
}
