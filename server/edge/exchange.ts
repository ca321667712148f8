/** One request and its answer on their way through the edge, with what the access log says about them in the end. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Connection } from './connections';
import type { FailureName } from './failures';
import type { RequestBody } from './request-body';

/** Node's HTTP/2 requests imitate those of HTTP/1.1 and are used as such, but where the stream below them matters. */
export const isHttp2Request = (request: object): request is Http2ServerRequest => 'stream' in request;
export const isHttp2Response = (response: object): response is Http2ServerResponse => 'stream' in response;

export class Exchange {
  /** Without the query, which can carry a signed link. */
  readonly path: string;
  upstreamStatus: number | null = null;
  failure: FailureName | null = null;
  reason: string | null = null;
  /** What the page cache did with it, in its own word; null where it was not asked. */
  cache: string | null = null;
  bytes = 0;
  /** True once the answer has ended, whole or not: nothing can be sent any more. */
  ended = false;
  /** When it began to wait for its turn with the shop, was first sent on a connection to the shop, and when the answer's head came back. */
  queuedAtMs: number | null = null;
  sentAtMs: number | null = null;
  answeredAtMs: number | null = null;
  /** Where the shop refused it: until when it waits for the shop to come back. */
  waitsUntilMs: number | null = null;
  body: RequestBody | null = null;
  /** An upload's: whether another waits that could be with the shop in its place. */
  isInTheWay: (() => boolean) | null = null;
  /** Ends what is under way for it behind the edge; null when nothing is. */
  abandon: (() => void) | null = null;
  /** What the sweep saw when it looked last. */
  seen: { bytes: number; atMs: number } | null = null;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly connection: Connection,
    readonly id: string,
    /** As the client wrote it, with its port; the empty string where there was none. */
    readonly authority: string,
    readonly startedAtMs: number,
  ) {
    const { url = '' } = request;
    const mark = url.indexOf('?');
    this.path = mark === -1 ? url : url.slice(0, mark);
  }
}

export function hasBody(request: IncomingMessage): boolean {
  if (isHttp2Request(request)) return !request.stream.endAfterHeaders;
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

export function wasReceivedWhole({ request }: Exchange): boolean {
  if (isHttp2Request(request)) return request.stream.readableEnded || request.stream.closed;
  return request.complete;
}
