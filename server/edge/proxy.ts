/**
 * The road from the edge to the shop: one upstream on loopback, streaming both ways with back-pressure. The pool lets
 * idle connections go after 2 s and the shop after 5 s, so that a request is never sent into a closing one.
 */
import { Pool, type Dispatcher } from 'undici';
import { errorCode } from '../process/error-code';
import { cutOff, type Answer } from './answer';
import { hasBody, type Exchange } from './exchange';
import { failureOfError, type FailureName } from './failures';
import { headersForShop } from './forwarded-headers';
import { MAX_BODY_BYTES, type EdgeLimits } from './policy';
import { BodyTooLargeError, BROWSER_LEFT, RequestBody } from './request-body';
import { createReadAhead, ShopAnswer } from './shop-answer';
import { createRequestFromShop, type RequestFromShop } from './shop-request';
import { createShopReturn } from './shop-return';

const KEEP_ALIVE_MS = 2_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** The slowest page is a hosted payment's confirmation; a visitor has left long before this. */
export const SHOP_TIMEOUT_MS = 30_000;
const BODY_TIMEOUT_MS = 60_000;
/** More requests than this wait for a connection; a shop worker is busy with a fraction of it. */
const MAX_CONNECTIONS = 256;

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
  /** @returns the status of a GET, or null when there was no answer in time */
  ask(path: string, authority: string, timeoutMs: number): Promise<number | null>;
  readonly request: RequestFromShop;
  close(): Promise<void>;
}

const BUSY = new Error('too many requests are with the shop');

export function createUpstream(options: {
  readonly port: number;
  /** For the first byte of an answer. */
  readonly timeoutMs: number;
  readonly limits: Pick<EdgeLimits, 'inFlight' | 'shopReturnMs' | 'waiting'>;
  readonly nowMs: () => number;
}): Upstream {
  const { limits, nowMs } = options;
  const origin = `http://127.0.0.1:${options.port}`;
  const shared: Pool.Options = {
    connections: MAX_CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: options.timeoutMs,
    bodyTimeout: BODY_TIMEOUT_MS,
  };
  const pool = new Pool(origin, { ...shared, keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: KEEP_ALIVE_MS });
  // Without pipelining undici keeps no connection: every request here has one of its own.
  const fresh = new Pool(origin, { ...shared, pipelining: 0 });
  const shopReturn = createShopReturn({ port: options.port, limits, nowMs });
  const ahead = createReadAhead();
  let inFlight = 0;

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

  function send(exchange: Exchange, forwarding: ForwardOptions, pools: readonly Pool[], withBody: boolean): void {
    const [first, ...others] = pools;
    if (!first) throw new Error('a request was sent nowhere');
    const { request } = exchange;
    exchange.body = withBody ? new RequestBody(request, MAX_BODY_BYTES) : null;
    const dispatch: Dispatcher.DispatchOptions = {
      path: request.url ?? '/',
      method: request.method ?? 'GET',
      headers: headersForShop(
        request.headers,
        { clientAddress: exchange.connection.address, authority: forwarding.authority, requestId: exchange.id },
        withBody,
      ),
      body: exchange.body,
    };
    inFlight += 1;
    const onEnd = (error: Error | null): void => {
      inFlight -= 1;
      if (!error || exchange.ended) return;
      if (mayWait(exchange, forwarding, error)) waitForShop(exchange, forwarding, withBody, error);
      else if (others.length > 0 && mayRepeat(exchange, withBody, error)) send(exchange, forwarding, others, withBody);
      else fail(exchange, forwarding, error);
    };
    first.dispatch(dispatch, new ShopAnswer(exchange, { ...forwarding, nowMs, ahead, onEnd }));
  }

  function mayRepeat({ request, response }: Exchange, withBody: boolean, error: Error): boolean {
    const died = !response.headersSent && failureOfError(error) === 'shop-closed';
    return died && !withBody && IDEMPOTENT.has(request.method ?? '');
  }

  function mayWait(exchange: Exchange, forwarding: ForwardOptions, error: Error): boolean {
    if (forwarding.waitsForShop === false || errorCode(error) !== 'ECONNREFUSED') return false;
    return !exchange.response.headersSent && (exchange.body?.startedAtMs ?? null) === null;
  }

  function waitForShop(exchange: Exchange, forwarding: ForwardOptions, withBody: boolean, error: Error): void {
    // From the first refusal on, however often it comes and goes.
    exchange.waitsUntilMs ??= nowMs() + limits.shopReturnMs;
    const over = exchange.waitsUntilMs <= nowMs();
    const leave = over
      ? null
      : shopReturn.wait({
          deadlineMs: exchange.waitsUntilMs,
          goOn() {
            exchange.abandon = null;
            send(exchange, forwarding, [pool, fresh], withBody);
          },
          giveUp: () => fail(exchange, forwarding, error),
        });
    exchange.abandon = leave;
    if (!leave) fail(exchange, forwarding, error);
  }

  return {
    request: createRequestFromShop({ pool, fresh, shopReturn, limits, nowMs }),
    forward(exchange, forwarding) {
      if (Number(exchange.request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
        forwarding.onFailure('body-too-large', new BodyTooLargeError());
        return;
      }
      if (inFlight >= limits.inFlight) {
        forwarding.onFailure('shop-busy', BUSY);
        return;
      }
      exchange.queuedAtMs ??= nowMs();
      send(exchange, forwarding, [pool, fresh], hasBody(exchange.request));
    },
    async ask(path, authority, timeoutMs) {
      try {
        const answer = await pool.request({
          path,
          method: 'GET',
          headers: { host: authority, 'x-forwarded-proto': 'https' },
          signal: AbortSignal.timeout(timeoutMs),
        });
        await answer.body.dump();
        return answer.statusCode;
      } catch {
        return null;
      }
    },
    async close() {
      shopReturn.stop();
      await Promise.all([pool.destroy(), fresh.destroy()]);
    },
  };
}
