/** A real edge on free ports, with a certificate of a throw-away CA and a shop of the test's own making. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import pino from 'pino';
import { issueAuthority, issueServerCertificate, type KeyAndCertificate } from '../../../server/certificates/issue';
import { createCertificateStore, type CertificateStore } from '../../../server/certificates/store';
import { createEdge, type Edge, type EdgeConfig } from '../../../server/edge/edge';
import type { EdgeLimits } from '../../../server/edge/policy';
import { hostsOf } from '../../../server/hosts';
import { SHOP_MAX_HEAD_BYTES } from '../../../server/http/head-limits';
import { systemClock, type Clock } from '../../../server/process/clock';
import type { Logger } from '../../../server/process/logger';
import { lend } from '../../setup/lend';
import type { RequestOptions } from './client';

export const DOMAIN = 'essence-aura.test';
const DAY_MS = 24 * 60 * 60 * 1000;

/** Everything a test file opened, closed in reverse at its end, also after a failure. */
const opened: (() => unknown)[] = [];

export function closeLater(close: () => unknown): void {
  opened.push(close);
}

export async function closeAll(): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close();
}

afterAll(closeAll);

export async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'edge-'));
  closeLater(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** @returns its port on loopback; it is closed with everything else */
export async function listenOnLoopback(server: net.Server, port = 0): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  closeLater(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return (server.address() as net.AddressInfo).port;
}

/** An HTTPS server with a CA of its own, or this one, which is left in the file. @returns its origin */
export async function startSecureServer(
  handler: http.RequestListener,
  caFile: string,
  authority?: TestAuthority,
): Promise<string> {
  const ca = authority ?? (await createTestAuthority());
  const { key, chain } = await ca.issue(['localhost', '127.0.0.1']);
  await writeFile(caFile, ca.pem);
  return `https://127.0.0.1:${await listenOnLoopback(https.createServer({ key, cert: chain }, handler))}`;
}

export type LogLine = Record<string, unknown>;

export function createLogCapture(): { readonly logger: Logger; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  // One line or several at a time.
  const write = (text: string): void => {
    for (const line of text.trimEnd().split('\n')) lines.push(JSON.parse(line) as LogLine);
  };
  return { logger: pino({ level: 'debug' }, { write }), lines };
}

export interface FakeShop {
  readonly port: number;
  readonly seen: http.IncomingMessage[];
}

export async function startFakeShop(handler: http.RequestListener, port = 0): Promise<FakeShop> {
  const seen: http.IncomingMessage[] = [];
  const server = http.createServer(
    { keepAliveTimeout: 5_000, maxHeaderSize: SHOP_MAX_HEAD_BYTES },
    (request, response) => {
      seen.push(request);
      handler(request, response);
    },
  );
  return { port: await listenOnLoopback(server, port), seen };
}

/** A shop that answers once it has read the body to its end. */
export const whenRead =
  (
    answer: (request: http.IncomingMessage, response: http.ServerResponse, body: string) => void,
  ): http.RequestListener =>
  (request, response) => {
    let body = '';
    request.on('error', () => undefined).on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.once('end', () => answer(request, response, body));
  };

export interface TestAuthority {
  readonly pem: string;
  issue(names: readonly string[], days?: number): Promise<KeyAndCertificate>;
}

export async function createTestAuthority(): Promise<TestAuthority> {
  const notBefore = new Date(Date.now() - DAY_MS);
  const authority = await issueAuthority({
    commonName: 'Test CA',
    permitted: ['test', 'localhost', '127.0.0.0/8', '::1/128'],
    notBefore,
    notAfter: new Date(Date.now() + 100 * DAY_MS),
  });
  return {
    pem: authority.chain,
    issue: (names, days = 90) =>
      issueServerCertificate({ names, authority, notBefore, notAfter: new Date(Date.now() + days * DAY_MS) }),
  };
}

export const allNames = (domain: string = DOMAIN): string[] => [
  ...hostsOf(domain).all.map((host) => host.name),
  'localhost',
  '127.0.0.1',
  '::1',
];

export interface RunningEdge {
  readonly edge: Edge;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly store: CertificateStore;
  readonly authority: TestAuthority;
  readonly log: readonly LogLine[];
  /** Access log lines of one path, once there are so many. */
  requests(pathname: string, count?: number): Promise<LogLine[]>;
}

interface EdgeTestOptions {
  readonly shopPort: number;
  /** Where the store lies; else in a temporary directory of its own. */
  readonly dataDir?: string;
  readonly config?: Partial<EdgeConfig>;
  /** Whose certificate it serves; else that of a CA of its own. */
  readonly authority?: TestAuthority;
  /** false: the store is left as it is. */
  readonly certificate?: boolean;
  readonly shopTimeoutMs?: number;
  readonly limits?: Partial<EdgeLimits>;
  readonly openFiles?: number;
  readonly clock?: Clock;
  /** true: browsers would trust the test's CA. */
  readonly trusted?: boolean;
}

export async function startEdge(options: EdgeTestOptions): Promise<RunningEdge> {
  const directory = options.dataDir ?? (await newDirectory());
  const store = createCertificateStore(directory);
  await store.prepare(new Date());
  const authority = options.authority ?? (await createTestAuthority());
  if (options.certificate !== false) await store.install('local', await authority.issue(allNames()), new Date());
  const { logger, lines } = createLogCapture();
  const config: EdgeConfig = {
    domain: DOMAIN,
    httpPort: 0,
    httpsPort: 0,
    edgeAddress: null,
    publicHttpsPort: 8443,
    shopPort: options.shopPort,
    certificates: 'local',
    pageCache: false,
    hstsMaxAgeSeconds: 300,
    ...options.config,
  };
  const edge = createEdge({
    config,
    certificates: store,
    trustedRoots: options.trusted ? [authority.pem] : [],
    release: '1.2.3+abc',
    clock: options.clock ?? systemClock,
    newRequestId: randomUUID,
    ...(options.shopTimeoutMs === undefined ? {} : { shopTimeoutMs: options.shopTimeoutMs }),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    openFiles: options.openFiles ?? null,
    logger,
  });
  closeLater(async () => {
    await edge.drain(0);
    await edge.close();
  });
  const ports = await edge.listen();
  return {
    edge,
    ...ports,
    store,
    authority,
    log: lines,
    async requests(pathname, count = 1) {
      const found = (): LogLine[] => lines.filter((line) => line['msg'] === 'request' && line['path'] === pathname);
      await until(() => found().length >= count);
      return found();
    },
  };
}

export const sayOk: http.RequestListener = (_request, response) => void response.end('ok');

export interface EdgeAndShop {
  readonly edge: RunningEdge;
  readonly shop: FakeShop;
}

export async function startEdgeAndShop(
  handler: http.RequestListener,
  options: Partial<EdgeTestOptions> = {},
): Promise<EdgeAndShop> {
  const shop = await startFakeShop(handler);
  return { shop, edge: await startEdge({ shopPort: shop.port, ...options }) };
}

/** The two for the tests of a file. */
export function withEdgeAndShop(handler: http.RequestListener, options: Partial<EdgeTestOptions> = {}): EdgeAndShop {
  const shop = lend({ open: () => startFakeShop(handler) });
  return { shop, edge: lend({ on: shop, open: () => startEdge({ shopPort: shop.port, ...options }) }) };
}

/** To its secure port, by the name of the apex unless another is said. */
export const to = (edge: RunningEdge, options: Partial<RequestOptions> = {}): RequestOptions & { ca: string } => ({
  port: edge.httpsPort,
  host: DOMAIN,
  ca: edge.authority.pem,
  ...options,
});

/** The same below HTTP. */
export const tlsTo = (
  edge: RunningEdge,
  options: ConnectionOptions & { readonly localAddress?: string } = {},
): ConnectionOptions => ({
  port: edge.httpsPort,
  host: '127.0.0.1',
  servername: DOMAIN,
  ca: edge.authority.pem,
  ...options,
});

/** Waits for something that must happen; the test's own timeout ends a wait in vain. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
