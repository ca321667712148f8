// All deadlines, looked at by one timer once a second. Node itself keeps those of an HTTP/1.1 head and of an idle
// HTTP/1.1 connection; of HTTP/2 it keeps none.
import { constants } from 'node:http2';
import type { AccessLog } from './access-log';
import type { Connection, Connections } from './connections';
import { isHttp2Response, wasReceivedWhole, type Exchange } from './exchange';
import type { FailureName } from './failures';
import type { OpenExchanges } from './open-exchanges';
import type { OwnAnswers } from './own-answers';
import type { EdgeLimits } from './policy';
import type { RequestBody } from './request-body';

const sentBytes = ({ bytes, response }: Exchange): number => bytes - response.writableLength;

/** Below the least rate on average, or silent for too long; who sends little has little time. Counts the browser's time. */
export function comesTooSlowly(
  { received, isSmall }: Pick<RequestBody, 'received' | 'isSmall'>,
  waitedMs: { readonly inAll: number; readonly sinceLastByte: number },
  limits: EdgeLimits,
): boolean {
  if (received === 0 && waitedMs.inAll > limits.firstByteMs) return true;
  if (waitedMs.sinceLastByte > (isSmall ? limits.smallBodyMs : limits.stallMs)) return true;
  const countedMs = waitedMs.inAll - (isSmall ? limits.smallBodyMs : limits.graceMs);
  return countedMs > 0 && received < (countedMs / 1_000) * limits.bytesPerSecond;
}

/** Of an upload in whose place another could be. */
export function mustGiveWay(received: number, waitedMs: number, limits: EdgeLimits): boolean {
  return waitedMs > limits.crowdedGraceMs && received < (waitedMs / 1_000) * limits.crowdedBytesPerSecond;
}

/** @param pending what has to leave before anything is seen to move, at the least rate */
export function isReadTooSlowly(pending: number, movedAtMs: number, now: number, limits: EdgeLimits): boolean {
  return now - movedAtMs > limits.graceMs + (pending / limits.bytesPerSecond) * 1_000;
}

export interface SweepOptions {
  readonly connections: Pick<Connections, 'open' | 'makeRoom' | 'takeRefusals'>;
  readonly exchanges: Pick<OpenExchanges, 'open' | 'forget'>;
  readonly limits: EdgeLimits;
  readonly own: Pick<OwnAnswers, 'fail'>;
  readonly accessLog: Pick<AccessLog, 'writeRefusals'>;
  readonly nowMs: () => number;
}

function cut(exchange: Exchange): void {
  const { response, connection } = exchange;
  if (isHttp2Response(response)) response.stream.close(constants.NGHTTP2_CANCEL);
  else connection.raw.destroy();
}

/** What moved since the last look; a first look counts as a move. */
function lastMove(exchange: Exchange, bytes: number, now: number): number {
  if (exchange.seen?.bytes !== bytes) exchange.seen = { bytes, atMs: now };
  return exchange.seen.atMs;
}

/** HTTP/1.1: a body goes on coming after its answer, because a connection that is cut would take the answer with it. */
function sweepRest(exchange: Exchange, now: number, options: SweepOptions): void {
  const { raw } = exchange.connection;
  if (raw.destroyed || wasReceivedWhole(exchange)) options.exchanges.forget(exchange);
  else if (now - lastMove(exchange, -1, now) > options.limits.lingerMs) raw.destroy();
}

/** Nothing moves, or for as long as a request may take next to nothing, and it is nobody's turn that is looked at. */
function isForgotten(exchange: Exchange, now: number, limits: EdgeLimits): boolean {
  const { bytes, startedAtMs } = exchange;
  if (now - lastMove(exchange, sentBytes(exchange), now) > limits.silenceMs) return true;
  const age = now - startedAtMs;
  return age > limits.requestMs && bytes < (age / 1_000) * limits.bytesPerSecond;
}

const youngestMs = (limits: EdgeLimits): number =>
  Math.min(
    limits.firstByteMs,
    limits.smallBodyMs,
    limits.stallMs,
    limits.graceMs,
    limits.queueMs,
    limits.halfClosedMs,
    limits.crowdedGraceMs,
  );

/** Waits for its turn with the shop; also with a body of which the rest isn't asked for yet. */
const isQueued = ({ queuedAtMs, sentAtMs, waitsUntilMs }: Exchange): boolean =>
  queuedAtMs !== null && sentAtMs === null && waitsUntilMs === null;

/** HTTP/1.1: an answer before it on its connection has not ended, so that none of its own bytes can leave. */
const isBehindAnother = ({ response }: Exchange): boolean => !isHttp2Response(response) && response.socket === null;

/** False while the edge doesn't read from its connection, or what invites its body can't leave. */
const isHeard = ({ request }: Exchange): boolean => !request.socket.isPaused() && request.headers.expect === undefined;

function bodyIsLate(exchange: Exchange, body: RequestBody, now: number, limits: EdgeLimits): boolean {
  const inAll = body.waitedMs(now);
  // Silence that is not the browser's.
  if (body.heldBack || inAll === 0) exchange.seen = null;
  const waitedMs = { inAll, sinceLastByte: now - lastMove(exchange, body.received, now) };
  if (comesTooSlowly(body, waitedMs, limits)) return true;
  return mustGiveWay(body.received, inAll, limits) && exchange.isInTheWay?.() === true;
}

/** The client sends no more, and nothing has left for it for so long that it must be taken for gone. */
function hasLeft(exchange: Exchange, now: number, limits: EdgeLimits): boolean {
  const { halfClosedAtMs } = exchange.connection;
  if (halfClosedAtMs === null || exchange.response.writableLength > 0) return false;
  return now - Math.max(halfClosedAtMs, lastMove(exchange, sentBytes(exchange), now)) > limits.halfClosedMs;
}

function sweepExchange(exchange: Exchange, now: number, options: SweepOptions): void {
  const { limits } = options;
  const { response, body } = exchange;
  const age = now - exchange.startedAtMs;
  // Nearly every request is gone before this.
  if (age < youngestMs(limits)) return;
  if (exchange.ended) return sweepRest(exchange, now, options);

  const giveUp = (failure: FailureName): void => {
    if (response.headersSent) {
      exchange.failure ??= failure;
      cut(exchange);
    } else options.own.fail(exchange, failure, null);
    exchange.abandon?.();
  };
  const tooSlow = (): void => giveUp('client-too-slow');

  const behindAnother = isBehindAnother(exchange);
  if (behindAnother && response.headersSent) {
    // Its own time begins when it can leave.
    exchange.seen = null;
  } else if (!behindAnother && hasLeft(exchange, now, limits)) {
    cut(exchange);
  } else if (response.headersSent && response.writableLength > 0) {
    const movedAtMs = lastMove(exchange, sentBytes(exchange), now);
    if (isReadTooSlowly(response.writableLength, movedAtMs, now, limits)) tooSlow();
  } else if (response.writableEnded) {
    // HTTP/2: answered, and the browser never ends its side of the stream.
    if (now - lastMove(exchange, -1, now) > limits.lingerMs) cut(exchange);
  } else if (isQueued(exchange)) {
    if (now - (exchange.queuedAtMs ?? now) <= limits.queueMs) return;
    options.own.fail(exchange, 'shop-busy', null);
    exchange.abandon?.();
  } else if (body && !wasReceivedWhole(exchange)) {
    if (behindAnother && !isHeard(exchange)) body.startOver(now);
    if (age > limits.requestMs || bodyIsLate(exchange, body, now, limits)) tooSlow();
  } else if (isForgotten(exchange, now, limits)) giveUp('shop-timeout');
}

/** HTTP/2 only: an idle session is told to go, and made to when it stays. */
function sweepSession(connection: Connection, now: number, limits: EdgeLimits): void {
  const { session } = connection;
  if (!session || connection.active > 0) return;
  if (connection.saidGoodbyeAtMs !== null) {
    if (now - connection.saidGoodbyeAtMs > limits.goodbyeMs) connection.raw.destroy();
    return;
  }
  const allowedMs = connection.proven ? limits.idleHttp2Ms : limits.headMs;
  if (now - connection.lastUsedAtMs <= allowedMs) return;
  connection.saidGoodbyeAtMs = now;
  // GOAWAY, and the end of the connection when no stream is left.
  session.close();
}

export function createSweep(options: SweepOptions): { stop(): void } {
  const { connections, exchanges, limits, accessLog, nowMs } = options;
  const timer = setInterval(() => {
    const now = nowMs();
    for (const exchange of exchanges.open) sweepExchange(exchange, now, options);
    for (const connection of connections.open) sweepSession(connection, now, limits);
    connections.makeRoom();
    accessLog.writeRefusals(connections.takeRefusals());
  }, limits.sweepMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
