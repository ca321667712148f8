/** What the edge promises and tolerates: deadlines, caps. The reasons are in docs/decisions/0009. */
import type { SecureServerOptions } from 'node:http2';
import { MAX_HEAD_BYTES } from '../http/head-limits';

/** Of one request, all its cookies together counting as one. A browser sends about fifteen. */
export const MAX_FIELDS = 100;
// More of a head is read than is allowed: a browser with too many cookies must be told to delete them, and what Node's
// parsers refuse themselves has no page, or over HTTP/2 no answer at all.
const MAX_READ_HEAD_BYTES = 4 * MAX_HEAD_BYTES;
export const MAX_READ_FIELDS = 1_000;

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
  settings: { maxConcurrentStreams: 100, maxHeaderListSize: MAX_READ_HEAD_BYTES, initialWindowSize: 65_535 },
  maxHeaderListPairs: MAX_READ_FIELDS,
  /** In megabytes, a session: above it new streams are refused. Eight busy streams take less than one. */
  maxSessionMemory: 4,
  maxOutstandingPings: 4,
  maxSettings: 16,
  maxSessionInvalidFrames: 50,
  maxSessionRejectedStreams: 50,
  unknownProtocolTimeout: 1_000,
};

export const LIMITS = {
  /** Open at once from one IPv4 address or one IPv6 /64: an office, or a mobile carrier's shared address. */
  connectionsPerAddress: 512,
  /** Open at once in all, if the operating system allows so many files. */
  connections: 8_192,
  /** Connections that have not made a whole request yet. Above it the oldest has to go, if it had its chance. */
  unprovenConnections: 256,
  /** That chance, while there are less than twice as many; then it becomes shorter. */
  chanceMs: 2_000,
  handshakeMs: 10_000,
  /** For the first request of a connection, and for the head of every other. */
  headMs: 15_000,
  /** An idle HTTP/1.1 connection of a browser. */
  idleHttp1Ms: 30_000,
  /** An idle HTTP/2 session; opening another one costs a handshake. */
  idleHttp2Ms: 60_000,
  /** From GOAWAY to the end of a session whose browser doesn't hang up. */
  goodbyeMs: 5_000,
  /** Of a body, or of reading an answer, averaged: 3G in a lift is faster. */
  bytesPerSecond: 1_000,
  // Half a megabit, as a telephone sends it: all sixteen places cost a megabyte a second.
  /** Of an upload that is with the shop while another waits for its place, and before that average counts. */
  crowdedBytesPerSecond: 64_000,
  // In the 10 s of queueMs two or three rounds of slow ones give way.
  crowdedGraceMs: 3_000,
  /** From a request's head to the first byte of its body. */
  firstByteMs: 5_000,
  /** Before that average counts for a body that is read whole at the edge, and without a single byte of one. */
  smallBodyMs: 8_000,
  /** Before that average counts. */
  graceMs: 20_000,
  /** Without a single byte of a body. Below the time the shop may take for an answer. */
  stallMs: 25_000,
  /** For a whole request, and for what is left of a body that was answered early. */
  requestMs: 20 * 60_000,
  lingerMs: 30_000,
  /** Without anything that moves, where no other deadline looks: longer than the shop may take in all. */
  silenceMs: 120_000,
  /** HTTP/1.1 requests sent without waiting for answers, on one connection. No browser does that any more. */
  pipelined: 8,
  /** An HTTP/1.1 client that has said it sends no more, and may wait for its answer or have left. */
  halfClosedMs: 10_000,
  /** Bytes of bodies that are held here until they are whole. */
  bodyMemory: { total: 32 * 1024 * 1024, perAddress: 4 * 1024 * 1024 },
  /** Answers that are taken from the shop faster than their readers read. */
  answersAhead: { total: 256, perAddress: 64 },
  /** Requests with the shop at once: of all kinds, those with a body, and those whose body is still coming. */
  shopExchanges: { total: 240, perAddress: 32 },
  shopBodies: { total: 192, perAddress: 24 },
  shopUploads: { total: 16, perAddress: 4 },
  /** Requests with the shop at once, and those that wait for their turn. */
  inFlight: 1_024,
  queueMs: 10_000,
  /** For a shop that doesn't accept connections to come back, as it does after a reload. */
  shopReturnMs: 5_000,
  waiting: 500,
  /** How often all of the above is looked at. */
  sweepMs: 1_000,
};

export type EdgeLimits = Readonly<typeof LIMITS>;

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
    // One more than is read, because Node drops the others without a word.
    maxHeadersCount: MAX_READ_FIELDS + 1,
    maxHeaderSize: MAX_READ_HEAD_BYTES,
    // The edge refuses it itself, in words and with a line in the log.
    requireHostHeader: false,
    // Not even where NODE_OPTIONS asks for a lenient parser.
    insecureHTTPParser: false,
    // A client that has said it sends no more is answered (RFC 9112, 9.6).
    httpAllowHalfOpen: true,
  } as const;
}
