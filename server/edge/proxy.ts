/**
 * The road from the edge to the shop: one upstream on loopback, streaming both ways with back-pressure. The pool lets
 * idle connections go after 2 s and the shop after 5 s, so that a request is never sent into a closing one.
 */
import { constants } from 'node:http2';
import { Transform, type Readable } from 'node:stream';
import { Pool, type Dispatcher } from 'undici';
import type { SendToShop } from './cache/shop-origin';
import { isHttp2Request, isHttp2Response, type Exchange } from './exchange';
import { failureOfError, type FailureName } from './failures';
import { headersForBrowser, headersForShop } from './forwarded-headers';

const KEEP_ALIVE_MS = 2_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** The slowest page is a hosted payment's confirmation; a visitor has left long before this. */
export const SHOP_TIMEOUT_MS = 30_000;
const BODY_TIMEOUT_MS = 60_000;
/** More requests than this wait for a connection; a shop worker is busy with a fraction of it. */
const MAX_CONNECTIONS = 256;
/** The largest picture the desk may upload, with room for its form. */
export const MAX_BODY_BYTES = 20 * 1024 * 1024;

/** Safe to send twice, and without a body that would be gone the second time. */
const REPEATABLE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export function isRepeatable(method: string): boolean {
  return REPEATABLE.has(method);
}

export interface ForwardOptions {
  /** What the shop sees as its host, with the public port where it is not 443. */
  readonly authority: string;
  /** Headers the edge adds to the answer; asked when the answer begins. */
  readonly ownHeaders: () => Readonly<Record<string, string>>;
  /** Called instead of an answer, only while nothing has been sent to the browser. */
  readonly onFailure: (failure: FailureName, error: Error) => void;
}

export interface Upstream {
  forward(exchange: Exchange, options: ForwardOptions): void;
  /** @returns the status of a GET, or null when there was no answer in time */
  ask(path: string, authority: string, timeoutMs: number): Promise<number | null>;
  /** A repeatable request of the edge's own, with the same second try. @throws Error of undici */
  readonly send: SendToShop;
  close(): Promise<void>;
}

class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError';
}

const BROWSER_LEFT = new Error('the browser left');

function hasBody(exchange: Exchange): boolean {
  const { request } = exchange;
  if (isHttp2Request(request)) return !request.stream.endAfterHeaders;
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

/**
 * The request's body, counted. It stands between the request and undici, which destroys a body that the shop doesn't
 * want to read to its end: the browser's connection must survive that to carry the answer.
 */
function createBody(request: Readable): Transform {
  let total = 0;
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      if (total > MAX_BODY_BYTES) done(new BodyTooLargeError());
      else done(null, chunk);
    },
  });
  const abandon = (): void => void body.destroy(BROWSER_LEFT);
  request.once('error', abandon);
  request.once('aborted', abandon);
  body.once('close', () => request.resume());
  return request.pipe(body);
}

/** Ends an answer whose head was already sent: a cut connection is the only way left to say that it isn't whole. */
function cutOff(exchange: Exchange): void {
  const { response } = exchange;
  if (isHttp2Response(response)) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else response.destroy();
}

function createHandler(
  exchange: Exchange,
  options: ForwardOptions,
  onError: (error: Error) => void,
): Dispatcher.DispatchHandler {
  const { response } = exchange;
  return {
    onRequestStart(controller) {
      if (exchange.ended) controller.abort(BROWSER_LEFT);
      else response.once('close', () => controller.abort(BROWSER_LEFT));
    },
    onResponseStart(controller, status, headers) {
      if (status < 200) return;
      exchange.upstreamStatus = status;
      response.on('drain', () => controller.resume());
      response.writeHead(status, { ...headersForBrowser(headers), ...options.ownHeaders() });
    },
    onResponseData(controller, chunk) {
      exchange.bytes += chunk.length;
      if (!response.write(chunk)) controller.pause();
    },
    onResponseEnd: () => void response.end(),
    onResponseError: (_controller, error) => onError(error),
  };
}

export function createUpstream(options: {
  readonly port: number;
  /** For the first byte of an answer. */
  readonly timeoutMs: number;
}): Upstream {
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

  function forward(exchange: Exchange, forwarding: ForwardOptions): void {
    const { request, response } = exchange;
    const method = request.method ?? 'GET';
    const withBody = hasBody(exchange);
    if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
      forwarding.onFailure('body-too-large', new BodyTooLargeError());
      return;
    }
    const dispatch: Dispatcher.DispatchOptions = {
      path: request.url ?? '/',
      method,
      headers: headersForShop(
        request.headers,
        { clientAddress: exchange.clientAddress, authority: forwarding.authority, requestId: exchange.id },
        withBody,
      ),
      body: withBody ? createBody(request) : null,
    };

    const fail = (error: Error): void => {
      if (exchange.ended || response.writableEnded) return;
      const failure = error instanceof BodyTooLargeError ? 'body-too-large' : failureOfError(error);
      if (!response.headersSent) {
        forwarding.onFailure(failure, error);
        return;
      }
      exchange.failure = failure === 'shop-timeout' ? failure : 'shop-interrupted';
      exchange.reason = error.message;
      cutOff(exchange);
    };
    const retryOrFail = (error: Error): void => {
      const died = !response.headersSent && failureOfError(error) === 'shop-closed';
      if (!died || withBody || !isRepeatable(method) || exchange.ended) fail(error);
      else fresh.dispatch(dispatch, createHandler(exchange, forwarding, fail));
    };
    pool.dispatch(dispatch, createHandler(exchange, forwarding, retryOrFail));
  }

  return {
    forward,
    async send(request) {
      try {
        return await pool.request(request);
      } catch (error) {
        if (!(error instanceof Error) || failureOfError(error) !== 'shop-closed') throw error;
        return fresh.request(request);
      }
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
      await Promise.all([pool.destroy(), fresh.destroy()]);
    },
  };
}
