/** The front door: two listeners, where each request goes, and what is said when it can't get there. */
import type { CertificateReader } from '../certificates/store';
import { TLS_OPTIONS } from '../certificates/tls-options';
import type { Config } from '../config/env';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { createAccessLog } from './access-log';
import { answerBadRequests } from './bad-requests';
import { createCachedPages } from './cache/cached-pages';
import { createFastPath } from './cache/fast-path';
import { createShopOrigin } from './cache/shop-origin';
import { createCertificateWatch } from './certificate-watch';
import { createConnections } from './connections';
import { createDrain } from './drain';
import { createGreenlock } from './greenlock';
import { listen } from './listen';
import { createListenerCertificate } from './listener-certificate';
import { lookInOrder, type Look } from './looks';
import { createOpenExchanges } from './open-exchanges';
import { createOwnAnswers } from './own-answers';
import { connectionCap, HTTP2_OPTIONS, LIMITS, serverProperties, type EdgeLimits } from './policy';
import { createProbes } from './probes';
import { createUpstream, SHOP_TIMEOUT_MS } from './proxy';
import { hostOfAuthority, siteOf } from './redirects';
import { createRouting } from './routing';
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
  readonly release: string;
  readonly clock: Clock;
  readonly newRequestId: () => string;
  /** How long the shop may take for the first byte of an answer. */
  readonly shopTimeoutMs?: number;
  readonly limits?: Partial<EdgeLimits>;
  /** How many files the operating system lets this process open; null where it doesn't say. */
  readonly openFiles?: number | null;
  readonly logger: Logger;
}

export interface Edge {
  /** Opens the ports, last of all: traffic comes from here on. @throws ListenError */
  listen(): Promise<{ readonly httpPort: number; readonly httpsPort: number }>;
  drain(deadlineMs: number): Promise<void>;
  close(): Promise<void>;
}

export function createEdge(options: EdgeOptions): Edge {
  const { config, certificates, clock, newRequestId, logger } = options;
  const limits: EdgeLimits = { ...LIMITS, ...options.limits };
  const nowMs = (): number => performance.now();
  const site = siteOf(config);
  const { apex } = site.hosts;
  const accessLog = createAccessLog(logger, nowMs);
  const connections = createConnections({ limits, cap: connectionCap(limits, options.openFiles ?? null), nowMs });
  const exchanges = createOpenExchanges({ connections, accessLog, newRequestId, pipelined: limits.pipelined, nowMs });
  const { servers, challenges } = createGreenlock({
    names: site.names,
    secureOptions: { ...TLS_OPTIONS, ...HTTP2_OPTIONS, handshakeTimeout: limits.handshakeMs },
    beneath: (socket) => connections.beneath(socket)?.raw,
    answerChallenge: (token) => certificates.loadChallenge(token),
    logger,
  });
  for (const server of [servers.http, servers.https]) Object.assign(server, serverProperties(limits));
  const drain = createDrain(servers, connections);
  const { trustedRoots } = options;
  const watch = createCertificateWatch({ reader: certificates, names: site.names, trustedRoots, clock, logger });
  const own = createOwnAnswers({
    site,
    hstsMaxAgeSeconds: config.hstsMaxAgeSeconds,
    trusted: () => watch.served()?.trusted === true,
    draining: drain.draining,
  });
  const upstream = createUpstream({
    port: config.shopPort,
    timeoutMs: options.shopTimeoutMs ?? SHOP_TIMEOUT_MS,
    limits,
    own,
    authorityOf: site.authorityOf,
    nowMs,
  });
  const authority = site.authorityOf(apex);
  const pages = config.pageCache
    ? createCachedPages({
        shopPort: config.shopPort,
        authority,
        origin: createShopOrigin(upstream),
        send: own.send,
        pass: (exchange) => upstream.forward(exchange, apex),
        fail: (exchange, error) => own.failWith(exchange, error, apex),
        clock,
        logger,
      })
    : null;
  const probes = createProbes({
    release: options.release,
    authority,
    upstream,
    served: () => watch.served(),
    clock,
    nowMs,
  });
  const isForStorefront = (asked: string): boolean => hostOfAuthority(asked) === apex;
  const shortcut: Look = pages ? createFastPath({ pages, exchanges, isForStorefront, send: own.send }) : {};
  const routing = createRouting({ site, exchanges, own, probes, pages, upstream, logger });

  // Each answers or refuses what comes, or hands it on to the next.
  const order = [connections.admission, exchanges.arrival, shortcut, challenges, routing];
  const listener = createListenerCertificate(servers.https, lookInOrder(servers, order));
  answerBadRequests({ servers, connections, exchanges, accessLog, newRequestId, own });
  const sweep = createSweep({ connections, exchanges, limits, own, accessLog, nowMs });

  return {
    async listen() {
      await watch.start(listener);
      pages?.start();
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
