/**
 * The road from the edge to the shop: one upstream on loopback, streaming both ways with back-pressure. The pool lets
 * idle connections go after 2 s and the shop after 5 s, so that a request is never sent into a closing one.
 */
import { constants } from 'node:http2';
import { Pool, type Dispatcher } from 'undici';
import { errorCode } from '../process/error-code';
import { createAdmission, type Load, type Visit } from './admission';
import { cutOff, type Answer } from './answer';
import { hasBody, isHttp2Response, wasReceivedWhole, type Exchange } from './exchange';
import { failureOfError, type FailureName } from './failures';
import { headersForShop } from './forwarded-headers';
import { MAX_BODY_BYTES, type EdgeLimits } from './policy';
import { BodyTooLargeError, BROWSER_LEFT, RequestBody } from './request-body';
import { createShares } from './shares';
import { ShopAnswer } from './shop-answer';
import { connectToShop } from './shop-connection';
import { createProbe, createRequestFromShop, ShopBusyError, type AskShop, type RequestFromShop } from './shop-request';
import { createShopReturn } from './shop-return';

const KEEP_ALIVE_MS = 2_000;
/** The slowest page is a hosted payment's confirmation; a visitor has left long before this. */
export const SHOP_TIMEOUT_MS = 30_000;
const BODY_TIMEOUT_MS = 60_000;
/** Nobody else takes these, so that a busy shop is never called a dead one. */
const PROBE_CONNECTIONS = 2;

/** RFC 9110, 9.2.1: reading; a page that failed may offer to load itself again. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** RFC 9110, 9.2.2: the same state whether it arrives once or twice. */
const IDEMPOTENT: ReadonlySet<string> = new Set([...SAFE, 'PUT', 'DELETE']);

export function isSafe(method: string): boolean {
  return SAFE.has(method);
}

export interface ForwardOptions {
  /** What the shop sees as its host, with the public port where it is not 443. */
  readonly authority: string;
  /** Headers the edge adds to the answer; asked when the answer begins. */
  readonly ownHeaders: () => Readonly<Record<string, string>>;
  readonly send: (answer: Answer) => void;
  /** Called instead of an answer, only while nothing has been sent to the browser. */
  readonly onFailure: (failure: FailureName, error: Error) => void;
  /** false: a shop that refuses is a failure at once, for who has something else to serve. */
  readonly waitsForShop?: boolean;
}

export interface Upstream {
  forward(exchange: Exchange, options: ForwardOptions): void;
  readonly ask: AskShop;
  readonly request: RequestFromShop;
  /** Whether a request of the edge's own would be sent at once. */
  readonly hasRoomFor: (block: string) => boolean;
  close(): Promise<void>;
}

const NO_ROOM = new Error('no room for another unfinished body');

/** Dies with the connection it was sent on: it may be sent again. */
function mayRepeat({ request, response, body }: Exchange, error: Error): boolean {
  const died = !response.headersSent && failureOfError(error) === 'shop-closed';
  return died && body === null && IDEMPOTENT.has(request.method ?? '');
}

function mayWait({ response, body }: Exchange, forwarding: ForwardOptions, error: Error): boolean {
  if (forwarding.waitsForShop === false || errorCode(error) !== 'ECONNREFUSED') return false;
  return !response.headersSent && body?.isOnItsWay !== true;
}

function fail(exchange: Exchange, forwarding: ForwardOptions, error: Error): void {
  const { response } = exchange;
  if (error === BROWSER_LEFT || exchange.ended || response.writableEnded) return;
  const failure = error instanceof BodyTooLargeError ? 'body-too-large' : failureOfError(error);
  if (!response.headersSent) {
    forwarding.onFailure(failure, error);
    return;
  }
  exchange.failure = failure === 'shop-timeout' ? failure : 'shop-interrupted';
  exchange.reason = error.message;
  cutOff(exchange);
}

export function createUpstream(options: {
  readonly port: number;
  /** For the first byte of an answer. */
  readonly timeoutMs: number;
  readonly limits: EdgeLimits;
  readonly nowMs: () => number;
}): Upstream {
  const { limits, nowMs } = options;
  const origin = `http://127.0.0.1:${options.port}`;
  const shared: Pool.Options = {
    connections: limits.shopExchanges.total,
    connect: connectToShop,
    headersTimeout: options.timeoutMs,
    bodyTimeout: BODY_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
  };
  const pool = new Pool(origin, shared);
  // Without pipelining undici keeps no connection: every request here has one of its own.
  const fresh = new Pool(origin, { ...shared, pipelining: 0 });
  const probes = new Pool(origin, { ...shared, connections: PROBE_CONNECTIONS });
  const shopReturn = createShopReturn({ port: options.port, limits, nowMs });
  const admission = createAdmission(limits);
  const memory = createShares(limits.bodyMemory);
  const ahead = createShares(limits.answersAhead);

  function send(exchange: Exchange, forwarding: ForwardOptions, visit: Visit, pools: readonly Pool[]): void {
    const [first, ...others] = pools;
    if (!first) throw new Error('a request was sent nowhere');
    const { request, body } = exchange;
    exchange.abandon = null;
    const dispatch: Dispatcher.DispatchOptions = {
      path: request.url ?? '/',
      method: request.method ?? 'GET',
      headers: headersForShop(
        request.headers,
        { clientAddress: exchange.connection.address, authority: forwarding.authority, requestId: exchange.id },
        body !== null,
      ),
      body: body?.toSend() ?? null,
    };
    const onEnd = (error: Error | null): void => {
      if (!error || exchange.ended) return admission.leave(visit);
      if (mayWait(exchange, forwarding, error)) return waitForShop(exchange, forwarding, visit, error);
      if (others.length > 0 && mayRepeat(exchange, error)) return send(exchange, forwarding, visit, others);
      admission.leave(visit);
      fail(exchange, forwarding, error);
    };
    first.dispatch(dispatch, new ShopAnswer(exchange, { ...forwarding, nowMs, ahead, onEnd }));
  }

  /** Its place is kept meanwhile: who comes later must not be served before, nor more wait than can be served. */
  function waitForShop(exchange: Exchange, forwarding: ForwardOptions, visit: Visit, error: Error): void {
    // From the first refusal on, however often it comes and goes.
    exchange.waitsUntilMs ??= nowMs() + limits.shopReturnMs;
    const giveUp = (): void => {
      admission.leave(visit);
      fail(exchange, forwarding, error);
    };
    const over = exchange.waitsUntilMs <= nowMs();
    const leave = over
      ? null
      : shopReturn.wait({
          deadlineMs: exchange.waitsUntilMs,
          goOn: () => send(exchange, forwarding, visit, [pool, fresh]),
          giveUp,
        });
    exchange.abandon = leave;
    if (!leave) giveUp();
  }

  function admit(exchange: Exchange, forwarding: ForwardOptions, load: Load): void {
    if (exchange.ended || exchange.response.headersSent) return;
    const visit: Visit = {
      block: exchange.connection.block,
      load,
      start: () => send(exchange, forwarding, visit, [pool, fresh]),
      refuse() {
        exchange.abandon = null;
        fail(exchange, forwarding, new ShopBusyError());
      },
    };
    exchange.queuedAtMs = nowMs();
    if (load === 'upload') exchange.isInTheWay = () => admission.isInTheWay(visit);
    exchange.abandon = () => admission.leave(visit);
    exchange.response.once('close', () => admission.leave(visit));
    admission.enter(visit);
  }

  function takeBody(exchange: Exchange, forwarding: ForwardOptions): void {
    const { request, response, connection } = exchange;
    const body = new RequestBody(request, {
      memory,
      block: connection.block,
      maxBytes: MAX_BODY_BYTES,
      onReady: () => admit(exchange, forwarding, body.isWhole ? 'body' : 'upload'),
      onNoRoom: (usedUp) => forwarding.onFailure(usedUp === 'address' ? 'too-many-requests' : 'shop-busy', NO_ROOM),
    });
    exchange.body = body;
    response.once('close', () => body.release());
    // The response of HTTP/2 says so only when its stream has closed.
    const sending = isHttp2Response(response) ? response.stream : response;
    sending.once('finish', () => {
      body.release();
      // RFC 9113, 8.1: answered, so that the rest of it needn't be sent. HTTP/1.1 has no such word.
      if (isHttp2Response(response) && !wasReceivedWhole(exchange)) response.stream.close(constants.NGHTTP2_NO_ERROR);
    });
  }

  return {
    request: createRequestFromShop({ pool, fresh, shopReturn, admission, limits, nowMs }),
    hasRoomFor: admission.hasRoomFor,
    ask: createProbe(probes),
    forward(exchange, forwarding) {
      if (Number(exchange.request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
        forwarding.onFailure('body-too-large', new BodyTooLargeError());
      } else if (hasBody(exchange.request)) takeBody(exchange, forwarding);
      else admit(exchange, forwarding, 'bodyless');
    },
    async close() {
      shopReturn.stop();
      await Promise.all([pool, fresh, probes].map((one) => one.destroy()));
    },
  };
}
