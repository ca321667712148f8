/** One request and its answer on their way through the edge, with what the access log says about them in the end. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { corsHeaders, isApiPath, type CorsRequest } from '../http/cors';
import type { Connection } from './connections';
import type { FailureName } from './failures';
import type { RequestBody } from './request-body';

/**
 * Node's HTTP/2 requests and responses imitate those of HTTP/1.1 and are used as such, but for the few places where the
 * stream below them matters.
 */
export const isHttp2Request = (request: object): request is Http2ServerRequest => 'stream' in request;
export const isHttp2Response = (response: object): response is Http2ServerResponse => 'stream' in response;

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connection: Connection;
  readonly id: string;
  readonly startedAtMs: number;
  /** As the client wrote it, with its port; the empty string where there was none. */
  readonly authority: string;
  /** Without the query, which can carry a signed link. */
  readonly path: string;
  upstreamStatus: number | null;
  failure: FailureName | null;
  /** What the failure's error said, for the log. */
  reason: string | null;
  /** What the page cache did with it, in its own word; null where it was not asked. */
  cache: string | null;
  /** Of the answer's body. */
  bytes: number;
  /** True once the answer has ended, whole or not: nothing can be sent any more. */
  ended: boolean;
  /** When it began to wait for its turn with the shop, was first sent on a connection to the shop, and when the answer's head came back. */
  queuedAtMs: number | null;
  sentAtMs: number | null;
  answeredAtMs: number | null;
  /** Where the shop refused it: until when it waits for the shop to come back. */
  waitsUntilMs: number | null;
  /** The browser's body on its way to the shop. */
  body: RequestBody | null;
  /** An upload's: whether another waits that could be with the shop in its place. */
  isInTheWay: (() => boolean) | null;
  /** Ends what is under way for it behind the edge; null when nothing is. */
  abandon: (() => void) | null;
  /** What the sweep saw when it looked last. */
  seen: { bytes: number; atMs: number } | null;
}

export function createExchange(
  request: IncomingMessage,
  response: ServerResponse,
  facts: Pick<Exchange, 'connection' | 'id' | 'authority' | 'startedAtMs'>,
): Exchange {
  const url = request.url ?? '';
  const mark = url.indexOf('?');
  return {
    request,
    response,
    connection: facts.connection,
    id: facts.id,
    startedAtMs: facts.startedAtMs,
    authority: facts.authority,
    path: mark === -1 ? url : url.slice(0, mark),
    upstreamStatus: null,
    failure: null,
    reason: null,
    cache: null,
    bytes: 0,
    ended: false,
    queuedAtMs: null,
    sentAtMs: null,
    answeredAtMs: null,
    waitsUntilMs: null,
    body: null,
    isInTheWay: null,
    abandon: null,
    seen: null,
  };
}

export function hasBody(request: IncomingMessage): boolean {
  if (isHttp2Request(request)) return !request.stream.endAfterHeaders;
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

/** False for a request whose body has not come to its end. */
export function wasReceivedWhole({ request }: Exchange): boolean {
  if (isHttp2Request(request)) return request.stream.readableEnded || request.stream.closed;
  return request.complete;
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
