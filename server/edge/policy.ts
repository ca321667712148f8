/** What the edge promises and tolerates: deadlines, caps. The reasons are in docs/decisions/0009. */
import type { SecureServerOptions } from 'node:http2';

/** Of a request's head, on both protocols and in the shop: a browser's is well below 4 kB. */
const MAX_HEAD_BYTES = 16 * 1024;
/** Of one request. Node would drop what is above its own limit without a word; here it is refused. */
export const MAX_HEADERS = 100;

/** Options that Node's types don't know. */
const UNTYPED_HTTP2_OPTIONS: Readonly<Record<string, number>> = {
  maxOutstandingSettings: 4,
  // Newer Node takes these two; what Node 20 links (nghttp2 1.61) has 1000 and 33 built in.
  streamResetBurst: 500,
  streamResetRate: 33,
};

export const HTTP2_OPTIONS: SecureServerOptions = {
  ...UNTYPED_HTTP2_OPTIONS,
  // One stream's window is what a browser may send before the shop has taken any of it.
  settings: { maxConcurrentStreams: 100, maxHeaderListSize: MAX_HEAD_BYTES, initialWindowSize: 65_535 },
  maxHeaderListPairs: MAX_HEADERS,
  /** In megabytes, a session: above it new streams are refused. Eight busy streams take less than one. */
  maxSessionMemory: 4,
  maxOutstandingPings: 4,
  maxSettings: 16,
  maxSessionInvalidFrames: 50,
  maxSessionRejectedStreams: 50,
  unknownProtocolTimeout: 1_000,
};

/** Node's HTTP/1.1 parser counts bytes and drops headers; that of HTTP/2 counts headers only. */
export function isHeadTooLarge(rawHeaders: readonly string[]): boolean {
  if (rawHeaders.length > 2 * MAX_HEADERS) return true;
  let bytes = 0;
  for (const text of rawHeaders) bytes += text.length;
  return bytes > MAX_HEAD_BYTES;
}

export interface EdgeLimits {
  /** Open at once from one IPv4 address or one IPv6 /64: an office, or a mobile carrier's shared address. */
  readonly connectionsPerAddress: number;
  /** Open at once in all, if the operating system allows so many files. */
  readonly connections: number;
  /** Connections that have not made a whole request yet. Above it the oldest has to go, if it had its chance. */
  readonly unprovenConnections: number;
  /** That chance, while there are less than twice as many; then it becomes shorter. */
  readonly chanceMs: number;
  /** For TLS. */
  readonly handshakeMs: number;
  /** For the first request of a connection, and for the head of every other. */
  readonly headMs: number;
  /** An idle HTTP/1.1 connection of a browser. */
  readonly idleHttp1Ms: number;
  /** An idle HTTP/2 session; opening another one costs a handshake. */
  readonly idleHttp2Ms: number;
  /** From GOAWAY to the end of a session whose browser doesn't hang up. */
  readonly goodbyeMs: number;
  /** Of a body, or of reading an answer, averaged: 3G in a lift is faster. */
  readonly bytesPerSecond: number;
  /** Before that average counts. */
  readonly graceMs: number;
  /** Without a single byte of a body. Below the time the shop may take for an answer. */
  readonly stallMs: number;
  /** For a whole request, and for what is left of a body that was answered early. */
  readonly requestMs: number;
  readonly lingerMs: number;
  /** HTTP/1.1 requests sent without waiting for answers, on one connection. No browser does that any more. */
  readonly pipelined: number;
  /** Requests with the shop at once, those in the queue for a connection included. */
  readonly inFlight: number;
  /** In that queue. */
  readonly queueMs: number;
  /** For a shop that doesn't accept connections to come back, as it does after a reload. */
  readonly shopReturnMs: number;
  /** Requests that may wait for it. */
  readonly waiting: number;
  /** How often all of the above is looked at. */
  readonly sweepMs: number;
}

export const LIMITS: EdgeLimits = {
  connectionsPerAddress: 512,
  connections: 8_192,
  unprovenConnections: 256,
  chanceMs: 2_000,
  handshakeMs: 10_000,
  headMs: 15_000,
  idleHttp1Ms: 30_000,
  idleHttp2Ms: 60_000,
  goodbyeMs: 5_000,
  bytesPerSecond: 1_000,
  graceMs: 20_000,
  stallMs: 25_000,
  requestMs: 20 * 60_000,
  lingerMs: 30_000,
  pipelined: 8,
  inFlight: 1_024,
  queueMs: 10_000,
  shopReturnMs: 5_000,
  waiting: 500,
  sweepMs: 1_000,
};

/** The largest picture the desk may upload, with room for its form. */
export const MAX_BODY_BYTES = 20 * 1024 * 1024;

/** Files the edge has open besides its visitors' connections: those to the shop, logs, libraries, the certificate. */
const OWN_FILES = 512;

/** @param openFiles what the operating system allows this process, null where it doesn't say */
export function connectionCap(limits: EdgeLimits, openFiles: number | null): number {
  if (openFiles === null) return limits.connections;
  return Math.max(16, Math.min(limits.connections, openFiles - OWN_FILES));
}

/** Properties of both of Node's listeners; HTTP/1.1 on the secure one reads them too. */
export function serverProperties(limits: EdgeLimits) {
  return {
    headersTimeout: limits.headMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleHttp1Ms,
    connectionsCheckingInterval: limits.sweepMs,
    // One more than is allowed, so that too many can be told from as many as allowed.
    maxHeadersCount: MAX_HEADERS + 1,
    maxHeaderSize: MAX_HEAD_BYTES,
    // Not even where NODE_OPTIONS asks for a lenient parser.
    insecureHTTPParser: false,
  } as const;
}

export function hstsHeader(maxAgeSeconds: number): string {
  return `max-age=${maxAgeSeconds}`;
}
