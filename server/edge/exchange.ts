/** One request and its answer on their way through the edge, with what the access log says about them in the end. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { corsHeaders, isApiPath, type CorsRequest } from '../cors';
import { plainAddress } from './forwarded-headers';
import type { FailureName } from './failures';

/**
 * Node's HTTP/2 requests and responses imitate those of HTTP/1.1 and are used as such, but for the few places where the
 * stream below them matters.
 */
export const isHttp2Request = (request: object): request is Http2ServerRequest => 'stream' in request;
export const isHttp2Response = (response: object): response is Http2ServerResponse => 'stream' in response;

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly id: string;
  readonly startedAtMs: number;
  readonly secure: boolean;
  /** As the client wrote it, with its port; the empty string where there was none. */
  readonly authority: string;
  /** Without the query, which can carry a signed link. */
  readonly path: string;
  readonly clientAddress: string;
  /** `TLSv1.3`, or null on the plain listener. */
  readonly tlsVersion: string | null;
  upstreamStatus: number | null;
  failure: FailureName | null;
  /** What the page cache did; null: none of its business. */
  cache: string | null;
  /** What the failure's error said, for the log. */
  reason: string | null;
  /** Of the answer's body. */
  bytes: number;
  /** True once the answer has ended, whole or not: nothing can be sent any more. */
  ended: boolean;
}

export function createExchange(
  request: IncomingMessage,
  response: ServerResponse,
  facts: { readonly id: string; readonly authority: string; readonly startedAtMs: number },
): Exchange {
  const socket = request.socket as Partial<TLSSocket>;
  const secure = socket.encrypted === true;
  return {
    request,
    response,
    ...facts,
    secure,
    path: (request.url ?? '').split('?', 1)[0] ?? '',
    clientAddress: plainAddress(socket.remoteAddress),
    tlsVersion: secure ? (socket.getProtocol?.() ?? null) : null,
    upstreamStatus: null,
    failure: null,
    cache: null,
    reason: null,
    bytes: 0,
    ended: false,
  };
}

const headerOrNull = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' ? value : null;

export function corsRequestOf(request: IncomingMessage): CorsRequest {
  return {
    method: request.method ?? '',
    origin: headerOrNull(request.headers.origin),
    requestMethod: headerOrNull(request.headers['access-control-request-method']),
    requestHeaders: headerOrNull(request.headers['access-control-request-headers']),
  };
}

/** The CORS headers of the edge's own answers: those of the API on `app.`, else none. */
export function ownCorsHeaders(
  exchange: Exchange,
  options: { readonly host: string | null; readonly appHost: string; readonly apexOrigin: string },
): Record<string, string> {
  if (options.host !== options.appHost || !isApiPath(exchange.path)) return {};
  return corsHeaders(corsRequestOf(exchange.request), options.apexOrigin);
}
